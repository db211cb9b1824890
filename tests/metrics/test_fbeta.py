"""F-beta."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import fbeta_score

from logitwise.errors import OptionError
from logitwise.metrics import Parameters, measure
from logitwise.metrics.fbeta import Counts, FBeta, fbeta, fbeta_lower, fbeta_of, fbeta_upper
from logitwise.metrics.macro import average_over_classes
from logitwise.metrics.resampling import Replicates
from logitwise.metrics.shares import f1
from logitwise.tallies.confusion import Confusion, Four

BETAS = [0.5, 1.0, 2.0, 3.0]
counts = st.integers(0, 60)


def as_rows(matrix):
    truth, decision = np.indices(matrix.shape)
    return np.repeat(truth.ravel(), matrix.ravel()), np.repeat(decision.ravel(), matrix.ravel())


@pytest.mark.parametrize("beta", BETAS)
@pytest.mark.parametrize("how", ["macro", "weighted", "micro"])
def test_averages_are_scikit_learns(value, matrix, beta, how):
    table = np.array(value("cm3"))
    expected = fbeta_score(*as_rows(table), beta=beta, average=how)
    measured = measure(matrix(table), "fbeta", average=how, parameters=Parameters(beta=beta))
    assert measured.value == pytest.approx(expected, rel=1e-12)
    assert measured.parameter == beta


@pytest.mark.parametrize("beta", BETAS)
@pytest.mark.parametrize("how", ["macro", "weighted", "micro"])
def test_averages_over_labels_are_scikit_learns(multilabel, beta, how):
    rng = np.random.default_rng(1)
    z = rng.normal(size=(90, 3))
    y = (z + rng.normal(size=z.shape) > 0).astype(int)
    expected = fbeta_score(y, z >= 0, beta=beta, average=how)
    measured = measure(multilabel(z, y), "fbeta", average=how, parameters=Parameters(beta=beta))
    assert measured.value == pytest.approx(expected, rel=1e-12)


@given(counts, counts, counts, st.floats(0.01, 0.4))
def test_with_beta_one_it_is_the_f1(tp, fp, fn, alpha):
    four = Four(tp, fp, fn, 50)
    one, own = fbeta(four, "yes", 1.0), f1(four, "yes")
    assert (one.law, one.method, one.undefined) == (own.law, own.method, own.undefined)
    np.testing.assert_equal(one.value, own.value)
    if tp + fp + fn:
        general = FBeta(Counts(tp, fn, fp), 1.0)  # the general law too, without the short cut
        expected = (own.law.lower(alpha), own.law.upper(alpha), *own.law.interval(0.9))
        found = (general.lower(alpha), general.upper(alpha), *general.interval(0.9))
        np.testing.assert_allclose(found, expected, atol=1e-9)


@pytest.mark.parametrize("kind", ["f1", "precision", "recall"])
def test_averages_meet_those_of_f1_precision_and_recall(value, kind):
    confusion = Confusion.of_matrix(np.array(value("cm3")))
    beta = {"f1": 1.0, "precision": 1e-6, "recall": 1e6}[kind]
    own = average_over_classes(confusion, kind, weighted=False, replicates=Replicates(confusion))
    near = average_over_classes(confusion, "fbeta", weighted=False, replicates=Replicates(confusion), beta=beta)
    np.testing.assert_allclose((near.value, near.law.se), (own.value, own.law.se), rtol=1e-5)


@pytest.mark.parametrize("weighted", [False, True])
def test_the_standard_error_of_an_average_is_that_of_a_numeric_gradient(value, weighted):
    table = np.array(value("cm3"), np.float64)

    def mean(shares):
        confusion = Confusion.of_matrix(shares)
        return average_over_classes(confusion, "fbeta", weighted=weighted, replicates=Replicates(confusion), beta=2.0)

    q, steps = table.ravel() / table.sum(), 1e-6 * np.eye(9)
    moved = [mean((q + by).reshape(3, 3)).value - mean((q - by).reshape(3, 3)).value for by in steps]
    d = np.array(moved) / 2e-6
    expected = np.sqrt((q @ d**2 - (q @ d) ** 2) / table.sum())
    assert mean(table).law.se == pytest.approx(expected, rel=1e-5)


@given(counts, counts, counts, st.sampled_from(BETAS), st.floats(0.01, 0.3))
def test_limits_hold_the_value_between_them(tp, fp, fn, beta, alpha):
    if tp + fp + fn:
        law, found = FBeta(Counts(tp, fn, fp), beta), float(fbeta_of(Counts(tp, fn, fp), beta))
        low, high = law.interval(1 - 2 * alpha)
        assert 0 <= law.lower(alpha) <= found + 1e-12
        assert found - 1e-12 <= law.upper(alpha) <= 1
        assert 0 <= low <= found + 1e-12
        assert found - 1e-12 <= high <= 1
        assert law.upper(alpha) - law.lower(alpha) > 1e-3


def test_without_the_class_it_is_undefined():
    measured = fbeta(Four(0, 0, 0, 9), "yes", 2.0)
    assert np.isnan(measured.value)
    assert measured.undefined == "yes neither occurs nor is decided"


def test_no_miss_seen_is_no_proof_where_misses_weigh_most():
    """Of 20 rows found, 14 % could be missed: F2 without other errors may then be .89."""
    assert FBeta(Counts(20, 0, 0), 2.0).lower(0.05) < 0.89
    assert FBeta(Counts(20, 0, 2), 3.0).interval(0.95)[0] < 0.9


@pytest.mark.parametrize("beta", [0, -1.0, float("inf"), float("nan"), True])
def test_a_beta_that_is_no_positive_number_is_refused(beta):
    with pytest.raises(OptionError, match=r"beta = .*: expected a positive number"):
        Parameters(beta=beta)


@pytest.mark.slow
@pytest.mark.parametrize(("positives", "recall", "precision"), [(20, 0.8, 0.7), (20, 0.95, 0.5), (50, 0.5, 0.9)])
@pytest.mark.parametrize("beta", [0.5, 2.0, 3.0])
def test_verdict_limits_miss_at_most_five_percent(positives, recall, precision, beta):
    hits = positives * recall
    cells = np.array([hits, hits * (1 - precision) / precision, positives - hits, 0])
    cells[3] = 10 * positives - cells.sum()
    tp, fp, fn, _ = np.random.default_rng(1).multinomial(10 * positives, cells / cells.sum(), 20_000).T.astype(float)
    truth = float(fbeta_of(Counts(cells[0], cells[2], cells[1]), beta))
    assert np.mean(fbeta_lower(Counts(tp, fn, fp), beta, 0.05) > truth) <= 0.05
    assert np.mean(fbeta_upper(Counts(tp, fn, fp), beta, 0.05) < truth) <= 0.05
