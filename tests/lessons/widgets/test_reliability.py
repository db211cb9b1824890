from __future__ import annotations

import re

import numpy as np
import pytest
from scipy.special import logsumexp

from logitwise.lessons.widgets.registry import WIDGETS


def facts(data, scale):
    return WIDGETS["reliability"]({"dataset": data, "scale": str(scale)}).facts


@pytest.mark.parametrize("scale", [0.25, 1, 3, 10])
@pytest.mark.parametrize("data", ["breast_cancer", "is_it_an_8"])
def test_log_loss_is_that_of_the_scaled_rows(rows, data, scale):
    z, truth = rows[data]
    expected = np.logaddexp(0, np.where(truth, -scale * z, scale * z)).mean()
    assert facts(data, scale)["log_loss"] == pytest.approx(expected)
    assert facts(data, scale)["accuracy"] == pytest.approx(np.mean((z >= 0) == truth))


@pytest.mark.parametrize("scale", [0.25, 1, 3, 10])
def test_ten_digits_are_scaled_as_rows(rows, scale):
    logits, truth = rows["digits"]
    own = np.take_along_axis(scale * logits, truth[:, None], axis=1)[:, 0]
    expected = np.mean(logsumexp(scale * logits, axis=1) - own)
    assert facts("digits", scale)["log_loss"] == pytest.approx(expected, rel=1e-6)
    assert facts("digits", scale)["accuracy"] == pytest.approx(np.mean(logits.argmax(axis=1) == truth))


def test_without_scaling_it_says_what_a_report_says():
    import logitwise as lw
    from logitwise.lessons.datasets import tally

    report = lw.evaluate(tally("digits"), policy="baseline")
    for name in ("accuracy", "log_loss"):
        assert facts("digits", 1)[name] == pytest.approx(report.metric(name).value)
    assert facts("digits", 1)["calibration_gap"] == pytest.approx(report.metric("calibration_gap").value, abs=0.01)


def test_over_confidence_widens_the_gap():
    assert facts("breast_cancer", 10)["calibration_gap"] > facts("breast_cancer", 1)["calibration_gap"]


@pytest.mark.parametrize("data", ["breast_cancer", "is_it_an_8", "digits"])
def test_over_confidence_costs_log_loss_and_no_accuracy(data):
    assert WIDGETS["reliability"]({"dataset": data}).prediction.right == "log_loss"


def test_two_losses_beside_each_other_have_the_same_digits():
    view = WIDGETS["reliability"]({"dataset": "digits", "scale": "10"})
    assert len(re.findall(r"log loss \d+\.\d{3} nats \(was \d+\.\d{3}\)", view.sentence)) == 1
    assert len(re.findall(r"log loss from \d+\.\d{3} to \d+\.\d{3} nats", view.prediction.because)) == 1
