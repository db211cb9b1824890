"""The report in a terminal."""

from __future__ import annotations

import io

import numpy as np
import pytest
from rich.cells import cell_len
from rich.console import Console

import logitwise as lw
from logitwise.report.terminal.bars import bar

from . import reports


@pytest.mark.parametrize("width", [60, 80, 100, 120, 200])
@pytest.mark.parametrize("name", reports.everyone())
def test_no_line_is_wider_than_the_terminal(monkeypatch, width, name):
    monkeypatch.setenv("COLUMNS", str(width))
    lines = str(reports.everyone()[name]).split("\n")
    assert max(map(cell_len, lines)) <= max(80, min(width, 120))


def test_a_narrow_console_is_kept_to():
    screen = io.StringIO()
    Console(file=screen, width=60).print(reports.of_binary())
    assert max(map(cell_len, screen.getvalue().split("\n"))) <= 60


def test_the_verdict_comes_first():
    lines = str(reports.of_matrix([[1075, 0], [22, 3]], names=("no", "yes"))).split("\n")
    assert "NOT READY" in lines[0]
    assert "Recall of yes is 0.12" in lines[4]


def test_text_has_no_colour():
    assert "\x1b" not in str(reports.of_binary())


def test_no_color_is_obeyed(monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")
    screen = io.StringIO()
    Console(file=screen, force_terminal=True, width=100).print(reports.of_binary())
    assert "\x1b[3" not in screen.getvalue()


def test_few_classes_are_shown_in_their_order_and_many_the_worst_first():
    few, many = str(reports.of_softmax(4)), str(reports.of_softmax(40, 900))
    assert few.index("class 0 ") < few.index("class 3 ")
    assert "the 12 worst, 28 more in JSON" in many


def test_the_calibration_gap_is_said_in_points_beside_what_chance_would_show():
    text = " ".join(str(reports.of_binary()).split())
    assert "Calibration gap of yes: " in text
    assert "a perfectly calibrated model on this much data would show at most" in text
    assert "in 95 of 100 cases" in text


@pytest.mark.parametrize(("cut_off", "said"), [(True, "is cut off there; on average"), (False, "lies that far from")])
def test_a_gap_that_chance_took_below_0_is_said_to_be_cut_off(cut_off, said):
    rng = np.random.default_rng(7)
    z = rng.normal(size=300)
    y = rng.random(300) < 1 / (1 + np.exp(-z))
    report = reports.of_binary(y, z if cut_off else 4 * z)
    gap = next(each for each in report.metrics if each.name == "calibration_gap")
    assert (gap.value == 0) is cut_off
    assert said in report.summary.calibration[1]


def test_the_report_says_which_of_its_limits_are_judgement():
    text = " ".join(str(reports.of_matrix([[50, 2], [3, 45]])).split())
    assert "a judgement and not derived: the 0.5 below which a class is mostly missed" in text
    assert "baseline, the one that ships" in text


def test_rows_left_out_are_counted_by_reason():
    text = " ".join(str(reports.of_matrix([[50, 2], [3, 45]], rejected={"NaN among the logits": 3})).split())
    assert "3 left out (3 NaN among the logits)" in text


def test_ties_and_absent_classes_are_told():
    tied = reports.build_report(
        lw.tally([0, 1, 0, 1], logits=[[1.0, 1.0, 0.0]] * 3 + [[0.0, 2.0, 0.0]], classes=["A", "B", "C"]),
        policy=reports.baseline(),
    )
    text = " ".join(str(tied).split())
    assert "3 of 4 rows" in text
    assert "LW108 exact ties for the largest class" in text
    assert "LW605 a class absent" in text


@pytest.mark.parametrize(
    ("low", "value", "high", "drawn"),
    [
        (0, 0, 0, "●─────────"),
        (1, 1, 1, "─────────●"),
        (0, 0.5, 1, "━━━━●━━━━━"),
        (float("nan"), float("nan"), 1, "─" * 10),
    ],
)
def test_bars_reach_from_zero_to_one(low, value, high, drawn):
    assert bar(low, value, high, width=10).plain == drawn
