"""Causes where the largest of several classes is decided, and of labels."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.special import expit

import logitwise as lw
from logitwise.findings import Facts
from logitwise.findings.cause import cause_of
from logitwise.policy import baseline

ROWS, CLASSES = 6_000, 4
RARE = np.array([0, 0, 0, -3.5])


def normal(spread, seed=0):
    return np.random.default_rng(seed).normal(0, spread, (ROWS, CLASSES))


def drawn(logits, seed=1):
    """Labels of a calibrated softmax, by Gumbel's trick."""
    return (logits + np.random.default_rng(seed).gumbel(size=logits.shape)).argmax(axis=1)


def cause(labels, logits, metric="recall", **asked):
    return cause_of(Facts(lw.tally(labels, logits=logits), baseline()), metric=metric, **asked)


def test_an_honest_rare_class_is_found_by_another_decision_rule():
    z = normal(2) + RARE
    found = cause(drawn(z), z, of="3")
    assert found.kind == "threshold"
    assert "so the decision rule is the cause: deciding 3 wherever its probability is at least 0." in found.sentence
    assert found.command == "logitwise tune FILE --costs matrix.csv -o rule.json"


def test_a_class_that_training_made_too_rare_is_found_with_a_bias():
    z = normal(2)
    found = cause(drawn(z), z + RARE, of="3")
    assert found.kind == "calibration"
    assert "times as often as its probability says" in found.sentence
    assert found.command == "logitwise tune FILE --calibrate bias -o rule.json"


def test_what_the_bias_recovers_is_what_the_true_logits_reach():
    z = normal(2)
    y = drawn(z)
    true = (z.argmax(axis=1) == 3)[y == 3].mean()  # brute force with the logits before the shift
    found = cause(y, z + RARE, of="3")
    assert found.evidence["recall_recalibrated"] == pytest.approx(true, abs=0.03)


def test_an_accuracy_that_a_shift_lowered_is_a_matter_of_calibration_and_another_is_not():
    z = normal(2)
    y = drawn(z)
    assert cause(y, z + RARE, "accuracy", bound=0.6).kind == "calibration"
    assert cause(y, z, "accuracy", bound=0.95).kind == "ranking"


def test_a_class_whose_score_says_little_leaves_the_ranking_and_what_it_is_taken_for():
    z = normal(0.3) + np.array([1, 0, 0, 0])
    found = cause(drawn(z), z, of="3")
    assert found.kind == "ranking"
    assert "of 3 is taken for 0." in found.sentence


def test_few_rows_of_a_class_leave_the_data():
    z = normal(2)
    y = drawn(z)
    rows = np.r_[np.flatnonzero(y < 3)[:500], np.flatnonzero(y == 3)[:9]]
    assert cause(y[rows], (z + RARE)[rows], of="3").kind == "data"


def test_labels_wrong_at_random_leave_the_data():
    z = normal(8)
    rng = np.random.default_rng(2)
    y = np.where(rng.random(ROWS) < 0.25, rng.integers(0, CLASSES, ROWS), drawn(z))
    assert "wrong labels" in cause(y, z, "f1", of="2", bound=0.97).sentence


def test_shifted_columns_leave_the_data():
    z = normal(8)
    found = cause(drawn(z), np.roll(z, 1, axis=1), of="0")
    assert found.kind == "data"
    assert "shifting them back would mend it" in found.sentence


def of_labels():
    """An honest rare label, one that is not told apart, and one whose probabilities are too low."""
    rng = np.random.default_rng(0)
    z = np.c_[rng.normal(-4.5, 2.2, ROWS), rng.normal(-1.5, 0.4, ROWS), rng.normal(0, 2.5, ROWS)]
    y = (rng.random(z.shape) < expit(z)).astype(int)
    return lw.tally(y, logits=z - [0, 0, 4], head="multilabel", classes=["red", "green", "blue"])


@pytest.mark.parametrize(("label", "kind"), [("red", "threshold"), ("green", "ranking"), ("blue", "calibration")])
def test_each_label_has_its_own_cause(label, kind):
    assert cause_of(Facts(of_labels(), baseline()), metric="recall", of=label).kind == kind


def test_of_all_labels_the_worst_is_told():
    assert cause_of(Facts(of_labels(), baseline()), metric="f1").sentence.startswith("It is worst for green. ")


@pytest.mark.parametrize("rows", [1, 2])
def test_next_to_no_rows_have_a_cause_too(rows):
    """It never raises, whatever is asked."""
    for outputs in ({"logits": np.ones((rows, 3))}, {"probabilities": np.full(rows, 1.0)}):
        facts = Facts(lw.tally(np.zeros(rows, int), **outputs), baseline())
        for metric in ("recall", "accuracy", "roc_auc", "log_loss", "calibration_gap", "mcc"):
            assert cause_of(facts, metric=metric).sentence
