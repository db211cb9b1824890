"""Causes on models of which it is known what is wrong, by how they were made."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy.special import expit

import logitwise as lw
from logitwise.findings import Facts
from logitwise.findings.cause import cause_of
from logitwise.policy import Requirement, baseline

ROWS = 8_000


def drawn(logits, seed=1):
    """Labels of a model that is calibrated: each is drawn with its own probability."""
    return (np.random.default_rng(seed).random(logits.shape) < expit(logits)).astype(int)


def normal(mean, spread, seed=0, size=ROWS):
    return np.random.default_rng(seed).normal(mean, spread, size)


def cause(tally, metric="recall", **asked):
    return cause_of(Facts(tally, baseline()), metric=metric, **asked)


def test_good_ranking_and_honest_probabilities_of_a_rare_class_leave_the_threshold():
    z = normal(-4.5, 2.2)
    found = cause(lw.tally(drawn(z), logits=z))
    assert found.kind == "threshold"
    assert "Ranking is good (ROC AUC 0.9" in found.sentence
    assert "probabilities are honest, so the threshold is the cause: at 0." in found.sentence
    assert found.command == "logitwise tune FILE --maximize f1 -o rule.json"


def test_what_the_other_threshold_reaches_is_true_of_other_rows():
    """Brute force: the threshold that it names, on 200,000 rows that it never saw."""
    z = normal(-4.5, 2.2)
    evidence = cause(lw.tally(drawn(z), logits=z)).evidence
    new = normal(-4.5, 2.2, seed=7, size=200_000)
    y, decided = drawn(new, seed=8).astype(bool), expit(new) >= evidence["threshold"]
    assert evidence["recall_there"] == pytest.approx((decided & y).sum() / y.sum(), abs=0.08)
    assert evidence["precision_there"] == pytest.approx((decided & y).sum() / decided.sum(), abs=0.08)


def test_scores_that_hardly_tell_the_classes_apart_leave_the_ranking():
    z = normal(-1.5, 0.4)
    found = cause(lw.tally(drawn(z), logits=z))
    assert (found.kind, found.command) == ("ranking", None)
    assert "no threshold and no recalibration mends that" in found.sentence


def test_shifted_probabilities_leave_the_calibration_and_the_threshold_would_do_after_it():
    z = normal(0, 2.5)
    found = cause(lw.tally(drawn(z), logits=z - 4))
    assert found.kind == "calibration"
    assert "probabilities of 1 are too low (" in found.sentence
    assert found.evidence["recall_there"] > 0.75
    assert found.command == "logitwise tune FILE --calibrate auto -o rule.json"


@pytest.mark.parametrize("metric", ["calibration_gap", "brier_skill", "log_loss"])
def test_over_confident_probabilities_leave_the_calibration(metric):
    z = normal(0, 2)
    found = cause(lw.tally(drawn(z), logits=4 * z), metric)
    assert found.kind == "calibration"
    assert "over-confident (calibration slope 0.2" in found.sentence


def test_a_loss_of_honest_probabilities_leaves_the_ranking():
    z = normal(0, 1)
    assert cause(lw.tally(drawn(z), logits=z), "log_loss").kind == "ranking"


def test_over_confidence_is_not_the_cause_of_what_is_decided_at_one_half():
    """Stretching logits moves none of them over 0."""
    z = normal(-4.5, 2.2)
    found = cause(lw.tally(drawn(z), logits=4 * z))
    assert found.kind == "threshold"
    assert "Besides, the probabilities are over-confident" in found.sentence


@pytest.mark.parametrize(("positives", "kind"), [(9, "data"), (10, "threshold")])
def test_nine_positives_are_too_few_and_ten_are_not(positives, kind):
    z = np.r_[np.linspace(-2.5, -1, positives), normal(-6, 1, size=500)]
    found = cause(lw.tally(np.arange(len(z)) < positives, logits=z))
    assert found.kind == kind
    assert ("fewer than 10" in found.sentence) == (kind == "data")


@pytest.mark.parametrize(("share", "kind"), [(0.15, "data"), (0.0, "ranking")])
def test_labels_that_contradict_the_surest_scores_evenly_look_wrong(share, kind):
    z = normal(0, 6)
    y = drawn(z)
    y = np.where(np.random.default_rng(3).random(ROWS) < share, 1 - y, y)
    found = cause(lw.tally(y, logits=z), "f1", bound=0.97)
    assert found.kind == kind
    assert ("wrong labels" in found.sentence) == (kind == "data")


def test_wrong_labels_are_told_about_at_their_rate():
    z = normal(0, 6)
    y = np.where(np.random.default_rng(3).random(ROWS) < 0.15, 1 - drawn(z), drawn(z))
    evidence = cause(lw.tally(y, logits=z), "accuracy", bound=0.97).evidence
    seen = (1 - y[z > 5]).mean(), y[z < -5].mean()  # brute force
    assert (evidence["wrong_above"], evidence["wrong_below"]) == pytest.approx(seen, abs=0.02)


@pytest.mark.parametrize("stretch", [2, 5])
def test_over_confidence_is_not_taken_for_wrong_labels(stretch):
    z = normal(0, 2)
    assert cause(lw.tally(drawn(z), logits=stretch * z), "f1", bound=0.97).kind == "ranking"


def test_more_than_any_threshold_gives_leaves_the_ranking_and_says_the_best():
    z = normal(0, 2.5)
    found = cause(lw.tally(drawn(z), logits=z), "accuracy", bound=0.95)
    assert found.kind == "ranking"
    assert "not enough for accuracy of at least 0.95: at the best threshold" in found.sentence


def test_a_recall_that_costs_the_precision_that_is_asked_too_leaves_the_ranking():
    z = normal(0, 2.5)
    facts = Facts(lw.tally(drawn(z), logits=z), baseline())
    floor = Requirement("precision", op=">=", bound=0.9)
    both = Facts(facts.tally, replace(facts.policy, requirements=(floor,)))
    assert cause_of(facts, metric="recall", bound=0.95).kind == "threshold"
    found = cause_of(both, metric="recall", bound=0.95)
    assert found.kind == "ranking"
    assert "not enough for recall of at least 0.95 beside precision of at least 0.9" in found.sentence


def test_turned_scores_are_inverted_and_constant_ones_equal():
    z = normal(0, 2)
    assert "inverted" in cause(lw.tally(drawn(z), logits=-z)).sentence
    assert "All scores are equal" in cause(lw.tally(drawn(z), logits=np.full(ROWS, -1.0))).sentence


def test_the_negative_class_is_looked_at_by_its_own_probability():
    z = normal(4.5, 2.2)
    found = cause(lw.tally(drawn(z), logits=z), of="0")
    assert found.kind == "threshold"
    assert found.evidence["threshold"] > 0.5
    assert "recall of 0 is" in found.sentence


def test_an_area_that_falls_short_is_no_matter_of_thresholds():
    z = normal(0, 2)
    found = cause(lw.tally(drawn(z), logits=z), "roc_auc", bound=0.95)
    assert (found.kind, "no threshold and no recalibration" in found.sentence) == ("ranking", True)


@pytest.mark.parametrize("head", ["sigmoid", "multilabel", "softmax"])
def test_of_decisions_alone_the_cause_is_unknown(head):
    y = drawn(normal(0, 2, size=(500, 3)))
    labels = {"sigmoid": y[:, 0], "multilabel": y, "softmax": y.sum(axis=1)}[head]
    found = cause(lw.tally(labels, decisions=np.zeros_like(labels), head=head), of=None if head == "sigmoid" else "1")
    assert (found.kind, found.remedy) == ("unknown", "Judge its logits or probabilities too.")


def test_groups_are_kept_together_in_what_is_cross_fitted():
    z = normal(-4.5, 2.2)
    assert cause(lw.tally(drawn(z), logits=z, groups=np.arange(ROWS) % 400)).kind == "threshold"


def test_weighted_rows_have_a_cause_too():
    z = normal(-4.5, 2.2)
    assert cause(lw.tally(drawn(z), logits=z, sample_weight=normal(2, 0.1))).kind == "threshold"


def test_on_few_rows_probabilities_are_not_called_honest_for_want_of_proof():
    rng = np.random.default_rng(3)
    y = (rng.random(600) < 0.08).astype(int)
    z = 2.2 * rng.normal(2.2 * y, 1) - 2.42 + np.log(0.08 / 0.92)
    said = cause_of(Facts(lw.tally(y, logits=z), baseline()), metric="recall", of="1").sentence
    assert "the probabilities are honest" not in said
    assert "no fault of the probabilities can be told from chance" in said
