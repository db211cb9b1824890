"""The pictures of the page on intervals show what the library says today."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

DOCS = Path(__file__).resolve().parents[2] / "docs"
PAGE = (DOCS / "intervals.md").read_text(encoding="utf-8")

spec = importlib.util.spec_from_file_location("make_interval_pictures", DOCS / "make_interval_pictures.py")
make = importlib.util.module_from_spec(spec)
spec.loader.exec_module(make)


@pytest.fixture(scope="module")
def drawn():
    return {name: draw() for name, draw in make.PICTURES.items()}


@pytest.mark.parametrize("name", make.PICTURES)
def test_a_picture_is_up_to_date_and_on_the_page(name, drawn):
    assert (DOCS / name).read_text(encoding="utf-8") == drawn[name], "run make docs-pages"
    assert f"]({name})" in PAGE


@pytest.mark.parametrize("name", make.PICTURES)
def test_everything_lies_inside_the_picture(name, drawn):
    root = ET.fromstring(drawn[name])  # noqa: S314  our own text
    width, height = (float(each) for each in root.get("viewBox").split()[2:])
    for element in root.iter():
        for key, most in (("x", width), ("x1", width), ("x2", width), ("cx", width), ("y", height), ("y1", height)):
            assert 0 <= float(element.get(key, 0)) <= most


def test_pictures_say_what_the_page_says_of_them(drawn):
    assert "19 of 20 intervals hold the truth" in drawn["intervals_twenty.svg"]
    assert "about 398 rows" in drawn["intervals_rows.svg"]
    assert re.findall(r">(ready|not ready|not enough data)<", drawn["intervals_three.svg"]) == [
        "ready",
        "not enough data",
        "not enough data",
        "not ready",
    ]


def test_every_share_in_the_prose_comes_out_of_a_block_or_is_asked_for():
    code = "".join(re.findall(r"(?ms)^```pycon\n.*?^```", PAGE))
    prose = re.sub(r"(?ms)^```.*?^```|\]\([^)]*\)", "", PAGE)
    assert [number for number in re.findall(r"\b\d+\.\d{2,}\b", prose) if number not in code] == []
