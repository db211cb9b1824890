"""Cohen's kappa."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from sklearn.metrics import cohen_kappa_score

from logitwise.metrics import measure
from logitwise.metrics.kappa import kappa
from logitwise.metrics.resampling import Replicates
from logitwise.tallies.confusion import Confusion


def of(counts):
    confusion = Confusion.of_matrix(np.asarray(counts))
    return kappa(confusion, Replicates(confusion))


def test_value_and_standard_error_are_those_of_statsmodels(value):
    measured = of(value("cm3"))
    expected = value("sm_kappa_and_se.cm3")  # statsmodels 0.15 cohens_kappa: kappa, Fleiss's standard error
    np.testing.assert_allclose((measured.value, measured.law.se), expected[:2], rtol=1e-10)


@given(arrays(np.int64, (3, 3), elements=st.integers(1, 30)))
def test_it_is_scikit_learns(counts):
    truth, decision = np.indices(counts.shape)
    rows = np.repeat(truth.ravel(), counts.ravel()), np.repeat(decision.ravel(), counts.ravel())
    assert of(counts).value == pytest.approx(cohen_kappa_score(*rows), abs=1e-12)


def test_it_is_undefined_where_truth_and_decision_are_one_class():
    assert np.isnan(of([[9, 0], [0, 0]]).value)
    assert of([[9, 0], [0, 0]]).undefined == "truth and decision are the same class in all rows"
    assert of([[0, 0], [0, 0]]).undefined == "there are no rows"


def test_a_constant_answer_is_chance_and_bounded(matrix):
    measured = measure(matrix([[970, 0], [30, 0]]), "kappa")
    assert measured.value == 0
    assert -0.3 < measured.lower(0.05) < 0 < measured.upper(0.05) < 0.3  # of 30 rows without a hit up to 9.5 % are


def test_truth_of_one_class_alone_bounds_nothing(matrix):
    measured = measure(matrix([[90, 10], [0, 0]]), "kappa")
    assert (measured.value, measured.lower(0.05), measured.upper(0.05)) == (0, -1, 1)


@pytest.mark.parametrize("rows", [3, 50])
def test_perfect_agreement_has_no_interval_of_zero_width(rows):
    shown = of(np.eye(3, dtype=int) * rows).estimate()
    assert (shown.value, shown.high) == (1.0, 1.0)
    assert shown.low < 1 - 1 / (3 * rows)


def test_of_a_label_it_is_that_of_its_two_by_two(multilabel):
    rng = np.random.default_rng(1)
    z = rng.normal(size=(80, 2))
    y = (z + rng.normal(size=z.shape) > 0).astype(int)
    expected = cohen_kappa_score(y[:, 1], z[:, 1] >= 0)
    assert measure(multilabel(z, y), "kappa", of="l1").value == pytest.approx(expected)


def test_its_spread_is_that_of_the_bootstrap(value):
    counts = np.array(value("cm3"))
    draws = np.random.default_rng(1).multinomial(counts.sum(), counts.ravel() / counts.sum(), 4000).reshape(-1, 3, 3)
    spread = np.std([of(draw).value for draw in draws])
    assert of(counts).law.se == pytest.approx(spread, rel=0.05)


@pytest.mark.slow
@pytest.mark.parametrize(("rows", "rare", "recall"), [(500, 0.03, 0.5), (500, 0.1, 0.1), (50, 0.5, 0.9)])
def test_verdict_limits_miss_at_most_five_percent(rows, rare, recall):
    """3000 runs measured at most .046 (plain delta .11 above at 50 rows and a recall of .1); tolerance .02."""
    truth = np.array([[(1 - rare) * 0.98, (1 - rare) * 0.02], [rare * (1 - recall), rare * recall]])
    kappa_of_truth = of(truth * 1e12).value
    laws = [of(d).law for d in np.random.default_rng(1).multinomial(rows, truth.ravel(), 1000).reshape(-1, 2, 2)]
    below = np.mean([law.lower(0.05) > kappa_of_truth for law in laws])
    above = np.mean([law.upper(0.05) < kappa_of_truth for law in laws])
    assert max(below, above) <= 0.05 + 0.02
