"""What the gallery says is what the reports of its files say."""

from __future__ import annotations

import importlib.util
import re
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from conftest import folder_of_references

DOCS = Path(__file__).resolve().parents[2] / "docs"
TEXT = (DOCS / "gallery.md").read_text(encoding="utf-8")
FOLDER = folder_of_references()


def made():
    place = importlib.util.spec_from_file_location("make_gallery", DOCS / "make_gallery.py")
    module = importlib.util.module_from_spec(place)
    sys.modules["make_gallery"] = module
    place.loader.exec_module(module)
    return module


@pytest.mark.slow
def test_the_part_on_the_examples_comes_out_again(monkeypatch):
    monkeypatch.chdir(DOCS.parent)
    assert made().page(None) == TEXT


@pytest.mark.slow
@pytest.mark.skipif(FOLDER is None, reason="the folder of real model outputs (../shared) is not here")
def test_the_part_on_real_models_comes_out_again():
    assert made().real(FOLDER / "data") in TEXT


def test_every_picture_is_shown_and_small():
    shown = set(re.findall(r"\(gallery/([^)]+)\)", TEXT))
    assert shown == {path.name for path in (DOCS / "gallery").iterdir()}
    assert all((DOCS / "gallery" / name).stat().st_size < 300_000 for name in shown)
