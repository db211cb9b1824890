"""Drawings: frozen as they are made, in colours of the palette alone, with libraries that are what they say."""

import hashlib
import json
import re
from dataclasses import asdict
from importlib.resources import files

import pytest

from logitwise.report.charts import NAMES
from logitwise.report.charts.colours import PAGE
from logitwise.report.charts.config import config
from logitwise.report.charts.frozen import compiled, drawings, text
from logitwise.report.charts.registry import drawing
from logitwise.report.theme.contrast import contrast
from logitwise.report.theme.palette import DARK, LIGHT

STATIC = files("logitwise.report.html") / "static"
NEUTRAL = {"transparent", "none"}
each_name = pytest.mark.parametrize("name", NAMES)


@pytest.mark.slow
def test_frozen_drawings_come_out_again():
    frozen = (files("logitwise.report.charts") / "drawings.lock.json").read_text(encoding="utf-8")
    assert text(compiled()) == frozen  # else: python -m logitwise.report.charts.frozen


def test_every_chart_is_frozen():
    assert tuple(drawings()) == NAMES


@pytest.mark.parametrize("name", json.loads((STATIC / "vendored.json").read_text()))
def test_a_library_in_the_page_is_the_one_that_is_named(name):
    said = json.loads((STATIC / "vendored.json").read_text())[name]
    assert hashlib.sha256((STATIC / name).read_bytes()).hexdigest() == said["sha256"]
    assert (STATIC / said["licence_file"]).is_file()


def test_the_licences_of_what_the_page_brings_are_in_the_package():
    licence = (STATIC / "vega.LICENSE").read_text()
    assert "Redistribution and use in source and binary forms" in licence
    assert "Neither the name of the copyright holder" in licence


def colours_of(value, key=""):
    """Colours that a specification names, wherever they stand."""
    if isinstance(value, dict):
        return {found for name, each in value.items() for found in colours_of(each, name)}
    if isinstance(value, list):
        return {found for each in value for found in colours_of(each, key)}
    if not isinstance(value, str):
        return set()
    named = {value} if key in ("color", "fill", "stroke", "background") or key.endswith("Color") else set()
    return named | set(re.findall(r"#[0-9a-fA-F]{3,8}\b|\b(?:rgba?|hsla?)\([^)]*\)|var\(--[\w-]+\)", value))


@each_name
@pytest.mark.parametrize("palette", [LIGHT, DARK, PAGE], ids=["light", "dark", "page"])
def test_no_drawing_has_a_colour_of_its_own(name, palette):
    lite = drawing(name, palette).to_dict() | {"config": config(palette)}
    assert colours_of(lite) <= {*asdict(palette).values(), *NEUTRAL}


@each_name
def test_a_drawing_in_a_page_leaves_all_colours_to_the_style_sheet(name):
    found = {each for each in colours_of(drawings()[name]) if each.startswith(("#", "rgb", "hsl"))}
    assert found == set()


@each_name
def test_a_drawing_holds_no_data_of_a_report(name):
    assert all(len(data.get("values", ())) <= 4 for data in drawings()[name]["data"])


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("text", ["ink", "muted", "series_1", "series_2", "series_4"])
def test_words_in_a_drawing_can_be_read_on_its_ground(palette, text):
    assert contrast(getattr(palette, text), palette.surface) >= 4.5


def test_a_name_of_a_dataset_or_param_that_pages_rely_on_is_there():
    """The page's scripts set these by name; a drawing that lost one would stand still."""
    points, marks = {"points"}, {"points", "marks"}
    relied = {
        "roc": (points, {"now_x", "now_y"}), "precision_recall": (points, {"now_x", "now_y", "chance"}),
        "decision": (points, {"now_x", "now_y"}), "threshold": (marks, {"cut", "low", "high"}),
        "scores": ({"bins", "marks"}, {"cut", "low", "high"}), "risk_coverage": (points, {"now_x", "now_y"}),
    }  # fmt: skip
    for name, (data, params) in relied.items():
        spec = drawings()[name]
        assert data <= {each["name"] for each in spec["data"]}, name
        assert params <= {each["name"] for each in spec["signals"]}, name
