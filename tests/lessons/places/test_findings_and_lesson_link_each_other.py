"""Every finding has a place in the lesson, and every place that is named is there."""

import numpy as np
from tests.cli.commands import logitwise

import logitwise as lw
from logitwise.findings.lesson import METRIC_PLACES, PLACES
from logitwise.lessons.pages import places
from logitwise.metrics import NAMES
from logitwise.policy.codes import CODES


def test_every_finding_has_a_place_that_the_lesson_has():
    assert list(PLACES) == list(CODES)
    assert set(PLACES.values()) <= set(places())


def test_every_metric_has_a_place_that_the_lesson_has():
    assert list(METRIC_PLACES) == list(NAMES)
    assert set(METRIC_PLACES.values()) <= set(places())


def test_a_page_in_the_terminal_says_how_to_open_the_lesson_there(capsys):
    assert "`logitwise learn metrics#calibration`" in logitwise(capsys, "explain", "lw401").out


def test_a_report_says_where_the_lesson_treats_its_first_finding():
    z = np.random.default_rng(0).normal(0, 2, 4000)
    y = np.random.default_rng(1).random(4000) < 1 / (1 + np.exp(-z))
    report = lw.evaluate(y.astype(int), logits=2 * z, policy="baseline", select=["LW401"])
    assert "in the lesson: logitwise learn metrics#calibration" in str(report)
    assert [each["lesson"] for each in report.to_dict()["findings"]] == ["metrics#calibration"]
