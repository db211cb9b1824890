"""Numbers in a narrow terminal: whole, each on its line."""

from __future__ import annotations

import numpy as np
import pytest
from rich.text import Text

from logitwise.report.terminal.columns import Column, fits, table_of, widths

from . import reports
from .test_slices import of_slices

LONG = ("not malignant at all, I promise", "a very long class name indeed, longer than sixty characters are")


def shown(report, width, monkeypatch):
    monkeypatch.setenv("COLUMNS", str(width))
    return str(report).partition("How it was computed")[0]


def hard():
    """Reports with long names, undefined numbers and large counts."""
    return {
        **reports.everyone(),
        "long names": reports.of_binary(names=LONG),
        "undefined": reports.of_binary([0] * 60 + [1] * 3, [-9.0] * 63),
        "large counts": reports.of_matrix([[9_000_000, 2_000_000], [3_000_000, 8_000_000]], names=LONG),
    }


@pytest.mark.parametrize("width", [60, 80, 100, 120])
@pytest.mark.parametrize("name", hard())
def test_every_number_and_interval_is_whole(monkeypatch, width, name):
    report = hard()[name]
    text = shown(report, width, monkeypatch)
    for number in report.summary.numbers:
        if number.estimate.undefined is None:
            assert any(number.value in line and number.interval in line for line in text.split("\n"))


def test_bars_leave_first_then_what_no_model_would_reach(monkeypatch):
    wide, middle, narrow = (shown(reports.of_binary(), width, monkeypatch) for width in (100, 80, 60))
    assert [("━●━" in text, "without a model" in text) for text in (wide, middle, narrow)] == [
        (True, True),
        (False, True),
        (False, False),
    ]


def test_the_mark_of_what_no_model_would_reach_is_told_where_it_is_drawn(monkeypatch):
    for report in (reports.of_binary(), of_slices(["bad", "good", "fine"])):
        for width in (60, 80, 100, 120):
            text = shown(report, width, monkeypatch)
            tables = text.split("\n\n")
            assert all(("┃" in part.split("\n")[1]) == ("●" in part) for part in tables if "95 % interval" in part)


def test_a_grid_too_wide_is_told_by_its_largest_mistakes(monkeypatch):
    report = reports.of_softmax(10, 20_000)
    narrow, wide = shown(report, 60, monkeypatch), shown(report, 120, monkeypatch)
    assert "Commonest mistakes" in narrow
    assert "Truth against decision" in wide
    assert "A wider terminal shows the whole" in narrow
    assert "A wider terminal" not in wide


def test_where_no_terminal_shows_the_grid_none_is_promised(monkeypatch):
    counts = np.full((10, 10), 1_000_000_000)
    assert "A wider terminal" not in shown(reports.of_matrix(counts), 60, monkeypatch)
    assert "A wider terminal" not in shown(reports.of_softmax(40, 900), 60, monkeypatch)


def test_columns_leave_in_their_order_and_only_where_they_must():
    columns = [Column(Text("a"), [Text("1234")]), Column(Text("b"), [Text("12")], leaves=0)]
    assert fits(columns, 9)
    assert len(table_of(columns, width=9).columns) == 2
    assert len(table_of(columns, width=8).columns) == 1


def test_what_is_left_of_the_width_goes_to_names():
    columns = [Column(Text("name"), [Text("x" * 30)], least=10), Column(Text("rows"), [Text("5")])]
    assert widths(columns, 30) == [23, 4]
