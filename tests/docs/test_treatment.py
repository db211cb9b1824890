"""What the page on treated models says is what the commands on it print."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from conftest import folder_of_references

DOCS = Path(__file__).resolve().parents[2] / "docs"
FOLDER = folder_of_references()


@pytest.mark.slow
@pytest.mark.skipif(FOLDER is None, reason="the folder of real model outputs (../shared) is not here")
def test_every_figure_on_the_page_is_printed_by_its_command():
    place = importlib.util.spec_from_file_location("make_treatment", DOCS / "make_treatment.py")
    made = importlib.util.module_from_spec(place)
    sys.modules["make_treatment"] = made
    place.loader.exec_module(made)
    assert made.page(FOLDER / "data") == (DOCS / "treatment.md").read_text(encoding="utf-8")
