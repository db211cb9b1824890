"""Observed over expected."""

from __future__ import annotations

import numpy as np
import pytest

from logitwise.metrics import measure
from logitwise.metrics.observed_over_expected import observed_over_expected


def test_it_is_the_ratio_of_two_sums_over_rows(rows, binary):
    z, y = rows("bin2000")
    p = 1 / (1 + np.exp(-z))
    assert measure(binary(z, y), "observed_over_expected").value == pytest.approx(y.sum() / p.sum(), rel=1e-12)


def test_the_interval_is_the_delta_method_of_the_rows(rows, binary):
    z, y = rows("bin60")
    p = 1 / (1 + np.exp(-z))
    se = np.sqrt(((y / y.mean() - p / p.mean()) ** 2).sum()) / 60
    shown = measure(binary(z, y), "observed_over_expected").estimate()
    expected = y.sum() / p.sum() * np.exp(np.array([-1, 1]) * 1.959963984540054 * se)
    assert (shown.low, shown.high) == pytest.approx(expected, rel=1e-9)


def test_a_bootstrap_of_rows_agrees_with_the_interval(rows, binary):
    z, y = rows("bin2000")
    p = 1 / (1 + np.exp(-z))
    some = np.random.default_rng(1).integers(0, 2000, (1000, 2000))
    low, high = np.quantile(y[some].sum(axis=1) / p[some].sum(axis=1), [0.025, 0.975])
    shown = measure(binary(z, y), "observed_over_expected").estimate()
    assert (shown.low, shown.high) == pytest.approx((low, high), abs=0.01)


def test_no_row_with_the_outcome_leaves_an_upper_limit(binary):
    found = measure(binary(np.full(100, -3.0), np.zeros(100)), "observed_over_expected")
    assert (found.value, found.lower(0.05)) == (0.0, 0.0)
    # 1 - .05^(1/100) = .0295 is the exact upper limit of the share, the expected share .0474
    assert 0.0295 / 0.0474 * 0.8 < found.upper(0.05) < 2


def test_probabilities_that_are_all_zero_expect_nothing(binary):
    assert measure(binary([-np.inf, -np.inf], [0, 1]), "observed_over_expected").undefined == "every probability is 0"


def test_on_the_grid_the_certificate_holds_the_exact_ratio(binary):
    rng = np.random.default_rng(2)
    z, y = rng.normal(-2, 2, 70_000), rng.integers(0, 2, 70_000)
    found = measure(binary(z, y), "observed_over_expected")
    exact = y.sum() / (1 / (1 + np.exp(-z))).sum()
    assert 0 < found.certificate < 0.01
    assert abs(found.value - exact) <= found.certificate


@pytest.mark.slow
@pytest.mark.parametrize(("centre", "size"), [(-3, 103), (-3, 1035), (0, 40), (4, 147)])
def test_verdict_limits_keep_their_level_with_few_rows(cells, centre, size):
    """Nominal .05; the tolerance covers 600 draws."""
    rng = np.random.default_rng(3)
    missed = np.zeros(2)
    for _ in range(600):
        z = rng.normal(centre, 1.5, size)
        law = observed_over_expected(cells(z, rng.random(size) < 1 / (1 + np.exp(-z)))).law
        missed += [law.lower(0.05) > 1, law.upper(0.05) < 1]
    assert (missed / 600 <= 0.08).all()
