"""What the report says of confidence, and its parts of the scores."""

from __future__ import annotations

import numpy as np
import pytest

import logitwise as lw
from logitwise.metrics import coverage_at_error, error_at_coverage

from . import reports


def said(report):
    return " ".join(report.summary.calibration)


@pytest.fixture(scope="module")
def sure():
    """Right nearly always where it is sure: half of the rows."""
    rng = np.random.default_rng(1)
    y = rng.integers(0, 3, 4000)
    z = rng.normal(size=(4000, 3)) + np.where(np.arange(4000) < 2000, 12, 1)[:, None] * np.eye(3)[y]
    return lw.evaluate(y, logits=z, policy="baseline")


def test_a_softmax_says_what_accepting_the_most_confident_would_bring(sure):
    accepted = error_at_coverage(sure.tally.confidence_cells())
    bound = said(sure).partition("the most confident 80 % of rows, from ")[2].split()[0]
    assert float(bound) == pytest.approx(accepted.confidence, abs=1e-3)
    assert float(bound) <= accepted.confidence
    assert f"{100 * accepted.error:.1f} % of them are wrong ({100 * accepted.low:.1f} to" in said(sure)


def test_and_which_share_is_shown_to_be_almost_always_right(sure):
    certified = coverage_at_error(sure.tally.confidence_cells())
    assert 0.4 < certified.coverage < 0.6
    assert f"the most confident {100 * certified.coverage:.0f} % (from " in said(sure)
    assert "have at most 1 % wrong, with 95 % confidence" in said(sure)


def test_where_none_is_shown_that_is_said():
    assert "no share of the rows is shown to have at most 1 % wrong" in said(reports.of_softmax())


def test_every_rendering_says_it(sure):
    assert "auto-accept" in " ".join(str(sure).split())
    assert "auto-accept" in sure._repr_html_()


def test_two_classes_and_labels_say_nothing_of_it():
    assert "auto-accept" not in said(reports.of_binary())


def test_decisions_with_a_confidence_say_both_calibration_and_acceptance():
    rng = np.random.default_rng(2)
    confidence, decided = rng.uniform(0.4, 1, 2000), rng.integers(0, 3, 2000)
    y = np.where(rng.random(2000) < confidence, decided, (decided + 1) % 3)
    report = lw.evaluate(y, decisions=decided, confidence=confidence, classes=range(3), policy="baseline")
    assert "Calibration gap of the top class: " in said(report)
    assert "If you auto-accept" in said(report)


def test_the_parts_of_the_scores_are_in_the_json_report(sure):
    parts = sure.to_dict()["decompositions"]
    assert [part["loss"] for part in parts] == ["brier", "log_loss"]
    brier = parts[0]
    whole = brier["miscalibration"] - brier["discrimination"] + brier["uncertainty"]
    assert brier["score"] == pytest.approx(whole)


def test_an_infinite_part_is_null_with_its_reason():
    report = lw.evaluate([0, 1, 1], probabilities=[0.0, 1.0, 0.0], policy="baseline")
    log_loss = report.to_dict()["decompositions"][1]
    assert log_loss["score"] is log_loss["beyond_chance"] is None
    assert log_loss["undefined"].startswith("infinite")
