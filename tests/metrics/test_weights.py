"""Weighted rows: values as scikit-learn has them, intervals of as many rows as the weights are worth."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn import metrics as sk

import logitwise as lw
from logitwise.metrics import beats_majority, measure, measure_all

RNG = np.random.default_rng(5)
LOGITS = RNG.normal(0, 2, 400)
Y = (RNG.random(400) < 1 / (1 + np.exp(-LOGITS))).astype(int)
P = 1 / (1 + np.exp(-LOGITS))
W = RNG.exponential(1, 400) + 0.01
Z3 = RNG.normal(0, 2, (400, 3))
Y3 = RNG.integers(0, 3, 400)
P3 = np.exp(Z3) / np.exp(Z3).sum(axis=1, keepdims=True)

BINARY = {  # scikit-learn 1.9 with sample_weight
    "accuracy": lambda: sk.accuracy_score(Y, P >= 0.5, sample_weight=W),
    "balanced_accuracy": lambda: sk.balanced_accuracy_score(Y, P >= 0.5, sample_weight=W),
    "precision": lambda: sk.precision_score(Y, P >= 0.5, sample_weight=W),
    "recall": lambda: sk.recall_score(Y, P >= 0.5, sample_weight=W),
    "f1": lambda: sk.f1_score(Y, P >= 0.5, sample_weight=W),
    "mcc": lambda: sk.matthews_corrcoef(Y, P >= 0.5, sample_weight=W),
    "kappa": lambda: sk.cohen_kappa_score(Y, P >= 0.5, sample_weight=W),
    "log_loss": lambda: sk.log_loss(Y, P, sample_weight=W),
    "brier": lambda: sk.brier_score_loss(Y, P, sample_weight=W),
    "roc_auc": lambda: sk.roc_auc_score(Y, P, sample_weight=W),
    "average_precision": lambda: sk.average_precision_score(Y, P, sample_weight=W),
}
SOFTMAX = {
    ("accuracy", None): lambda: sk.accuracy_score(Y3, P3.argmax(1), sample_weight=W),
    ("f1", "macro"): lambda: sk.f1_score(Y3, P3.argmax(1), average="macro", sample_weight=W),
    ("recall", "weighted"): lambda: sk.recall_score(Y3, P3.argmax(1), average="weighted", sample_weight=W),
    ("log_loss", None): lambda: sk.log_loss(Y3, P3, sample_weight=W),
    ("roc_auc", "macro"): lambda: sk.roc_auc_score(Y3, P3, multi_class="ovr", average="macro", sample_weight=W),
}


@pytest.mark.parametrize("name", BINARY)
def test_weighted_values_are_those_of_scikit_learn(name):
    assert measure(lw.tally(Y, logits=LOGITS, sample_weight=W), name).value == pytest.approx(BINARY[name](), rel=1e-6)


@pytest.mark.parametrize("key", SOFTMAX)
def test_weighted_values_of_a_softmax_too(key):
    tally = lw.tally(Y3, logits=Z3, sample_weight=W)
    assert measure(tally, key[0], average=key[1]).value == pytest.approx(SOFTMAX[key](), rel=1e-6)


@pytest.mark.parametrize("factor", [1.0, 0.25, 7.5])
def test_equal_weights_change_nothing_whatever_they_are(factor):
    plain, weighted = (
        measure_all(lw.tally(Y, logits=LOGITS, **said)) for said in ({}, {"sample_weight": np.full(400, factor)})
    )
    for a, b in zip(plain, weighted, strict=True):
        if a.name not in ("calibration_gap", "ece15", "partial_auc"):  # of which a part is drawn at random
            assert (b.value, b.lower(0.05), b.upper(0.05)) == pytest.approx(
                (a.value, a.lower(0.05), a.upper(0.05)), rel=1e-6, nan_ok=True
            ), a.name


def test_intervals_are_of_the_effective_rows():
    accuracy = measure(lw.tally(Y, logits=LOGITS, sample_weight=W), "accuracy")
    right = (P >= 0.5) == Y
    kish = W.sum() ** 2 / (W**2).sum()
    p = np.average(right, weights=W)
    linearised = p * (1 - p) / ((W**2 * (right - p) ** 2).sum() / W.sum() ** 2)
    assert accuracy.n == 400
    assert accuracy.effective_n == pytest.approx(min(kish, linearised), rel=1e-6)


def test_weights_that_go_with_the_outcome_widen_more_than_their_spread_alone():
    y, z = np.repeat([1, 0], [950, 50]), np.ones(1000)  # wrong on the last fifty, which weigh three times as much
    w = np.repeat([1.0, 3.0], [950, 50])
    accuracy = measure(lw.tally(y, logits=z, sample_weight=w), "accuracy")
    assert accuracy.effective_n < w.sum() ** 2 / (w**2).sum() - 1


def test_whole_weights_give_the_values_of_repeated_rows():
    w = RNG.integers(0, 4, 400)
    weighted = lw.tally(Y, logits=LOGITS, sample_weight=w)
    repeated = lw.tally(np.repeat(Y, w), logits=np.repeat(LOGITS, w))
    for name in BINARY:
        assert measure(weighted, name).value == pytest.approx(measure(repeated, name).value, rel=1e-9), name


def test_a_class_weight_is_a_weight_of_its_rows():
    by_class = lw.tally(Y, logits=LOGITS, class_weight={"1": 3.0})
    by_row = lw.tally(Y, logits=LOGITS, sample_weight=np.where(Y == 1, 3.0, 1.0))
    assert by_class == by_row


def test_the_majority_class_is_that_of_the_weights():
    y, z = [0] * 60 + [1] * 40, np.r_[np.full(60, -1.0), np.full(40, 1.0)]
    w = np.r_[np.full(60, 1.0), np.full(40, 10.0)]
    assert beats_majority(lw.tally(y, logits=z, sample_weight=w)).majority == "1"
    assert lw.evaluate(y, logits=z, sample_weight=w).baselines[0].value == pytest.approx(400 / 460)


def test_a_report_says_that_rows_are_weighted_and_what_they_are_worth():
    report = lw.evaluate(Y, logits=LOGITS, sample_weight=W, policy="baseline")
    assert "rows are weighted" in " ".join(report.notes)
    assert report.metric("accuracy").effective_n < 400


@pytest.mark.parametrize("name", ["log_loss", "brier", "log_loss_skill", "brier_skill"])
def test_a_loss_counts_as_many_rows_as_weights_among_errors_are_worth(name):
    wrong = (LOGITS >= 0) != Y
    w = np.where(np.where(Y == 1, P, 1 - P) < 0.2, 5.0, 1.0)
    kish = w[wrong].sum() / (w[wrong] ** 2).sum()  # of the errors, which are heavier than each class and than all
    assert kish < min(w[part].sum() / (w[part] ** 2).sum() for part in (Y == 0, Y == 1))
    tally = lw.tally(Y, logits=LOGITS, sample_weight=w)
    assert measure(tally, name).effective_n == pytest.approx(w.sum() * kish, rel=1e-6)
    assert measure(tally, "roc_auc").effective_n > 1.2 * w.sum() * kish
