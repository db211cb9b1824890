"""The table of metrics in the reference says what the docstrings say."""

from __future__ import annotations

import importlib
from pathlib import Path

import pytest

DOCS = Path(__file__).resolve().parents[2] / "docs"


@pytest.fixture
def make(monkeypatch):
    monkeypatch.syspath_prepend(str(DOCS))
    return importlib.import_module("make_reference_table")


def test_the_table_is_up_to_date(make):
    assert make.table() in (DOCS / "reference.md").read_text(encoding="utf-8"), "run make docs-pages"


def test_a_cell_holds_one_sentence_and_no_bar(make):
    assert make.first("Share of x | y [own]. More of it.") == "Share of x \\| y (our own)"
    assert make.first("limits at .05 and 0.1. More.") == "limits at .05 and 0.1"
