"""Averages over classes of which each row has one."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.stats import binomtest, norm
from sklearn.metrics import precision_recall_fscore_support

from logitwise.metrics import measure
from logitwise.metrics.macro import average_over_classes
from logitwise.metrics.resampling import Replicates
from logitwise.tallies.confusion import Confusion

KINDS = ("precision", "recall", "f1")
matrices = arrays(np.int64, (3, 3), elements=st.integers(1, 40))


def average(matrix, kind, *, weighted=False):
    confusion = Confusion.of_matrix(np.asarray(matrix))
    return average_over_classes(confusion, kind, weighted=weighted, replicates=Replicates(confusion))


def as_rows(matrix):
    truth, decision = np.indices(matrix.shape)
    return np.repeat(truth.ravel(), matrix.ravel()), np.repeat(decision.ravel(), matrix.ravel())


@pytest.mark.parametrize("kind", KINDS)
def test_standard_errors_are_those_of_a_numeric_gradient(value, kind):
    averaged = average(value("cm3"), kind)
    expected = value(f"delta_se_macro_{kind}.cm3")  # multinomial delta method, numeric gradient
    np.testing.assert_allclose((averaged.value, averaged.law.se), expected, rtol=1e-6)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("how", ["macro", "weighted", "micro"])
def test_averages_are_scikit_learns(value, matrix, kind, how):
    counts = np.array(value("cm3"))
    expected = precision_recall_fscore_support(*as_rows(counts), average=how)[KINDS.index(kind)]
    assert measure(matrix(counts), kind, average=how).value == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize("kind", KINDS)
def test_weighted_standard_errors_are_those_of_the_bootstrap(value, kind):
    counts = np.array(value("cm3"))
    draws = np.random.default_rng(1).multinomial(counts.sum(), counts.ravel() / counts.sum(), 4000)
    resampled = [average(draw.reshape(3, 3), kind, weighted=True).value for draw in draws]
    assert average(counts, kind, weighted=True).law.se == pytest.approx(np.std(resampled), rel=0.05)


@given(matrices, st.sampled_from(KINDS), st.booleans())
def test_limits_hold_the_average_between_them(counts, kind, weighted):
    averaged = average(counts, kind, weighted=weighted)
    assert averaged.law.lower(0.05) <= averaged.value <= averaged.law.upper(0.05)


def test_balanced_accuracy_is_the_macro_recall(value, matrix):
    assert measure(matrix(value("cm3")), "balanced_accuracy").value == pytest.approx(value("sk_balanced_accuracy.cm3"))


def test_the_lower_limit_of_a_macro_recall_is_composed(matrix):
    tally = matrix([[18, 2], [30, 170]])
    drops = [r.value - r.lower(0.05) for r in (measure(tally, "recall", of=c) for c in "AB")]
    expected = measure(tally, "balanced_accuracy").value - np.hypot(*drops) / 2
    assert measure(tally, "balanced_accuracy").lower(0.05) == pytest.approx(expected)


@pytest.mark.parametrize("name", ["balanced_accuracy", "precision", "recall", "f1", "mcc"])
@pytest.mark.parametrize("rows", [3, 50])
def test_a_perfect_confusion_has_no_interval_of_zero_width(matrix, name, rows):
    measured = measure(matrix(np.eye(3, dtype=int) * rows), name)
    shown = measured.estimate()
    assert (shown.value, shown.high) == (1.0, 1.0)
    assert shown.low < 1 - 1 / (3 * rows)
    assert measured.lower(0.05) < 1


def test_a_class_that_is_always_missed_in_few_rows_may_not_be_hopeless(matrix):
    balanced = measure(matrix([[1000, 0], [2, 0]]), "balanced_accuracy")
    assert balanced.value == 0.5
    assert balanced.upper(0.05) > 0.8  # 2 of 2 missed: the recall may still be .78


def test_a_class_without_a_value_is_left_out_and_counted(matrix):
    precision = measure(matrix([[5, 5, 0], [0, 8, 0], [2, 2, 0]]), "precision")
    assert precision.value == pytest.approx((5 / 7 + 8 / 15) / 2)  # scikit-learn averages a 0 in
    assert "1 class without a value left out" in precision.method


def test_two_classes_one_without_rows_have_no_balanced_accuracy(matrix):
    assert measure(matrix([[5, 1], [0, 0]]), "balanced_accuracy").undefined == "one of the two classes has no rows"


def test_rare_classes_are_flagged_approximate(matrix):
    assert "approximate" in measure(matrix([[50, 2, 1], [3, 40, 2], [1, 1, 7]]), "f1", average="macro").method
    assert "approximate" not in measure(matrix([[50, 2, 1], [3, 40, 2], [1, 1, 10]]), "f1", average="macro").method


def test_no_class_has_a_value_without_rows(matrix):
    measured = measure(matrix(np.zeros((3, 3), int)), "precision")
    assert measured.undefined == "no class has a value"


@pytest.mark.slow
@pytest.mark.parametrize("name", ["recall", "f1", "precision"])
def test_lower_verdict_limits_miss_at_most_five_percent(name):
    """METHODS measured .036 to .038; the tolerance of the simulation, 1000 runs, is .02."""
    truth = np.array([[0.9, 0.1], [0.12, 0.88]]) * np.array([[0.95], [0.05]])  # 15 rows of the rarer class
    rng = np.random.default_rng(2)
    big = average((truth * 1e9).astype(np.int64), name).value
    draws = rng.multinomial(300, truth.ravel(), 1000).reshape(-1, 2, 2)
    missed = np.mean([average(draw, name).law.lower(0.05) > big for draw in draws])
    assert missed <= 0.05 + 0.02


def test_an_upper_limit_lies_further_off_where_exact_limits_do():
    hits, rows = np.array([9, 4]), np.array([20, 12])
    law = average([[9, 11], [8, 4]], "recall").law
    exact = [binomtest(k, n, alternative="less").proportion_ci(0.95).high for k, n in zip(hits, rows, strict=True)]
    share = hits / rows
    normal = norm.ppf(0.95) * np.sqrt(share * (1 - share) / rows)
    stretch = np.linalg.norm(np.array(exact) - share) / np.linalg.norm(normal)
    assert stretch > 1.05
    assert law.upper(0.05) == pytest.approx(share.mean() + stretch * norm.ppf(0.95) * law.se, rel=1e-12)


def test_with_many_rows_the_upper_limit_is_the_normal_one():
    law = average([[400_000, 100_000], [200_000, 300_000]], "precision").law
    half = law.upper(0.05) - law.parts.mean
    assert half == pytest.approx(1.6448536269514722 * law.se, rel=0.005)


def test_where_every_part_is_perfect_or_never_hit_nothing_is_stretched():
    assert average([[10, 0], [10, 0]], "recall").law.parts.stretch(0.05, 1) == 1
