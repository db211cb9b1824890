"""Averages over the labels of a multilabel head."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import binomtest
from scipy.stats import t as student
from sklearn.metrics import precision_recall_fscore_support

from logitwise.errors import OptionError
from logitwise.metrics import measure

KINDS = ("precision", "recall", "f1")


def labels(seed, size, count=4):
    rng = np.random.default_rng(seed)
    z = rng.normal(-0.5, 1.5, (size, count))
    return z, (rng.random(z.shape) < 1 / (1 + np.exp(-z))).astype(np.uint8)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("how", ["macro", "weighted", "micro"])
def test_averages_are_scikit_learns(multilabel, kind, how):
    z, y = labels(1, 300)
    expected = precision_recall_fscore_support(y, z >= 0, average=how)[KINDS.index(kind)]
    assert measure(multilabel(z, y), kind, average=how).value == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize("name", ["accuracy", "balanced_accuracy", "log_loss", "brier"])
def test_the_macro_average_is_the_mean_over_labels(multilabel, name):
    tally = multilabel(*labels(2, 300))
    each = [measure(tally, name, of=f"l{k}").value for k in range(4)]
    assert measure(tally, name).value == pytest.approx(np.mean(each))


@pytest.mark.parametrize("name", ["accuracy", "f1", "log_loss", "brier"])
def test_the_interval_is_about_the_row_bootstraps(multilabel, name):
    z, y = labels(3, 600)
    shown = measure(multilabel(z, y), name).estimate()
    rng = np.random.default_rng(4)
    draws = [rng.integers(0, 600, 600) for _ in range(60)]
    se = np.std([measure(multilabel(z[at], y[at]), name).value for at in draws])
    assert (shown.high - shown.low) / 2 / 2.04 == pytest.approx(se, rel=0.45)  # 60 draws and 32 folds


def test_a_loss_that_is_infinite_for_one_label_says_which(multilabel):
    z, y = labels(5, 100)
    z[0, 2], y[0, 2] = np.inf, 0
    measured = measure(multilabel(z, y), "log_loss")
    assert measured.value == np.inf
    assert measured.undefined == "infinite for 1 of 4 labels, the first l2"


def test_a_label_without_a_value_is_left_out_and_counted(multilabel):
    z, y = labels(6, 100)
    y[:, 1] = 0
    assert "1 label without a value left out" in measure(multilabel(z, y), "recall").method


def test_perfect_labels_have_an_interval_of_some_width(multilabel):
    z, _ = labels(7, 100)
    assert measure(multilabel(z, z >= 0), "f1").estimate().low < 0.99


@pytest.mark.parametrize("name", ["mcc", "brier_skill", "calibration_gap", "prevalence"])
def test_what_has_no_average_asks_for_a_label(multilabel, name):
    with pytest.raises(OptionError, match=f"{name} has no macro average over labels: name a label with `of`"):
        measure(multilabel(*labels(8, 50)), name)


def test_an_upper_limit_is_no_nearer_than_the_labels_own_allow(multilabel):
    z, y = labels(9, 400)
    z[:, 3], y[:, 3] = -1.0, np.arange(400) < 8
    z[0, 3] = 1.0  # one found of eight, which the folds take for a tiny spread
    hits, rows = ((z >= 0) & (y == 1)).sum(axis=0), y.sum(axis=0)
    exact = np.array([binomtest(int(k), int(n)).proportion_ci(0.9).high for k, n in zip(hits, rows, strict=True)])
    composed = (hits / rows).mean() + np.linalg.norm(exact - hits / rows) / 4
    assert measure(multilabel(z, y), "recall").upper(0.05) >= composed - 1e-9


def test_near_one_an_upper_limit_is_not_on_the_logit_scale_alone(multilabel):
    z, y = labels(10, 400)
    z = np.where(np.random.default_rng(11).random(z.shape) < 0.97, 4.0 * y - 2, z)
    law = measure(multilabel(z, y), "accuracy").law
    g = len(law.left_out)
    plain = student.ppf(0.95, g - 1) * np.sqrt((g - 1) / g * ((law.left_out - law.left_out.mean()) ** 2).sum())
    assert law.upper(0.05) >= law.value + plain - 1e-12
