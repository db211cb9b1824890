"""AUC and average precision averaged over classes and labels."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.metrics import average_precision_score, roc_auc_score

from logitwise.metrics import measure
from logitwise.metrics.pooling import pool
from logitwise.tallies.cells import Cells

SCORES = {"roc_auc": roc_auc_score, "average_precision": average_precision_score}


def three_classes(seed, size, separation=1.0):
    rng = np.random.default_rng(seed)
    y = rng.choice(3, size, p=[0.6, 0.3, 0.1])
    z = rng.normal(size=(size, 3))
    z[np.arange(size), y] += separation
    return z, y


def probabilities(z):
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def test_the_macro_auc_is_the_reference(value, rows, softmax):
    measured = measure(softmax(*rows("multi90")), "roc_auc", average="macro")
    assert measured.value == pytest.approx(value("sk_ovr_macro.multi90"), rel=1e-9)


@pytest.mark.parametrize("name", SCORES)
@pytest.mark.parametrize("how", ["macro", "weighted", "micro"])
def test_averages_are_scikit_learns(softmax, name, how):
    z, y = three_classes(1, 400)
    expected = SCORES[name](np.eye(3)[y], probabilities(z), average=how)
    assert measure(softmax(z, y), name, average=how).value == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize("name", SCORES)
@pytest.mark.parametrize("how", ["macro", "weighted", "micro"])
def test_averages_over_labels_are_scikit_learns(multilabel, name, how):
    z, _ = three_classes(2, 400)
    truth = (z + np.random.default_rng(3).normal(size=z.shape) > 0.5).astype(np.uint8)
    expected = SCORES[name](truth, 1 / (1 + np.exp(-z)), average=how)
    assert measure(multilabel(z, truth), name, average=how).value == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize("how", ["macro", "weighted", "micro"])
def test_the_certificate_covers_what_the_grid_changed(softmax, how):
    z, y = three_classes(4, 30_000)
    measured = measure(softmax(z, y), "roc_auc", average=how)
    exact = roc_auc_score(np.eye(3)[y], probabilities(z), average=how)
    assert 0 < abs(measured.value - exact) <= measured.certificate < 0.01


@pytest.mark.slow
def test_the_interval_is_about_the_row_bootstraps(softmax):
    z, y = three_classes(5, 800)
    shown = measure(softmax(z, y), "roc_auc", average="macro").estimate()
    rng, p = np.random.default_rng(6), probabilities(z)
    draws = [rng.integers(0, 800, 800) for _ in range(300)]
    se = np.std([roc_auc_score(np.eye(3)[y[at]], p[at], average="macro") for at in draws])
    assert (shown.high - shown.low) / 2 / 2.04 == pytest.approx(se, rel=0.35)  # 32 folds: 13 % noise of its own


def test_perfect_classes_have_an_interval_of_some_width(softmax):
    z, y = three_classes(7, 200, separation=50)
    measured = measure(softmax(z, y), "roc_auc", average="macro")
    assert measured.value == 1.0
    assert measured.estimate().low < 0.99
    assert measured.lower(0.05) < 0.99


def test_a_class_without_rows_is_left_out_and_counted(softmax):
    z, y = three_classes(8, 200)
    y = np.where(y == 2, 0, y)
    measured = measure(softmax(z, y), "roc_auc", average="macro")
    each = [measure(softmax(z, y), "roc_auc", of=c).value for c in ("c0", "c1")]
    assert measured.value == pytest.approx(np.mean(each))
    assert "1 class without a value left out" in measured.method


def test_average_precision_over_classes_decides_nothing_below_a_hundred_of_one(softmax):
    assert np.isnan(measure(softmax(*three_classes(9, 500)), "average_precision").lower(0.05))
    assert np.isfinite(measure(softmax(*three_classes(9, 2000)), "average_precision").lower(0.05))


def test_exact_cells_pool_by_score_in_both_tails():
    z = np.array([-50.0, 40.0, 41.0])  # sigmoid(40) and sigmoid(41) are both 1.0
    p, q = 1 / (1 + np.exp(-z)), 1 / (1 + np.exp(z))
    one = Cells(p, q, p, 0 * p, np.array([1, 0, 2]), np.array([0, 3, 0]), exact=True)
    pooled = pool([one, one])
    assert pooled.positives.tolist() == [2, 0, 4]
    assert pooled.negatives.tolist() == [0, 6, 0]


def test_one_class_on_the_grid_puts_the_exact_ones_on_it():
    grid = Cells(*(np.array([0.25, 0.75]) for _ in range(2)), np.array([0.2, 0.7]), np.full(2, 0.05),
                 np.array([1, 2]), np.array([3, 4]), exact=False)  # fmt: skip
    p = np.array([0.1, 0.22, 0.5, 0.9])
    exact = Cells(p, 1 - p, p, 0 * p, np.array([1, 10, 100, 1000]), np.zeros(4, np.int64), exact=True)
    pooled = pool([grid, exact])
    assert not pooled.exact
    assert pooled.positives.tolist() == [1, 111, 1002]


@pytest.mark.slow
@pytest.mark.parametrize(("size", "separation"), [(300, 1.0), (300, 3.5)])
def test_the_lower_verdict_limit_of_a_macro_auc_misses_little(softmax, size, separation):
    """30 rows of the rarest class; tolerance .08 as for the AUC of one class."""
    truth = measure(softmax(*three_classes(10, 400_000, separation)), "roc_auc").value
    laws = [measure(softmax(*three_classes(seed, size, separation)), "roc_auc").law for seed in range(300)]
    assert np.mean([law.lower(0.05) > truth for law in laws]) <= 0.08
