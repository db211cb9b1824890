"""Selective prediction."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import binomtest

from logitwise.metrics import coverage_at_error, error_at_coverage
from logitwise.tallies.cells import Cells


def at(right, wrong):
    p = np.linspace(0.5, 0.99, len(right))
    return Cells(p, 1 - p, p, 0 * p, np.asarray(right), np.asarray(wrong), exact=True)


TEN = at([5, 6, 7, 8, 9, 10, 10, 10, 10, 10], [5, 4, 3, 2, 1, 0, 0, 0, 0, 0])


def test_the_most_confident_rows_are_accepted_first():
    found = error_at_coverage(TEN, 0.8)
    assert (found.coverage, found.error) == (0.8, pytest.approx(6 / 80))
    assert found.confidence == TEN.p[2]


def test_the_interval_is_clopper_and_pearsons():
    found = error_at_coverage(TEN, 0.8)
    expected = binomtest(6, 80).proportion_ci(0.95, "exact")
    assert (found.low, found.high) == pytest.approx((expected.low, expected.high), rel=1e-9)


def test_equal_confidences_are_accepted_together_and_the_coverage_reached_is_said():
    found = error_at_coverage(at([10, 50], [0, 40]), 0.8)
    assert (found.coverage, found.error) == (0.9, pytest.approx(40 / 90))


def test_one_confidence_is_accepted_whole():
    assert error_at_coverage(at([3], [1])).coverage == 1


def test_a_certified_coverage_is_the_deepest_of_ten_that_passes():
    some = at(10 * np.array([5, 6, 7, 8, 9, 10, 10, 10, 10, 10]), 10 * np.array([5, 4, 3, 2, 1, 0, 0, 0, 0, 0]))
    found = coverage_at_error(some, 0.05)
    passing = [
        depth
        for depth, wrong in zip(range(1, 11), np.cumsum([0, 0, 0, 0, 0, 10, 20, 30, 40, 50]), strict=True)
        if binomtest(int(wrong), 100 * depth, 0.05, alternative="less").pvalue <= 0.005
    ]
    assert found.coverage == max(passing) / 10


def test_too_few_rows_certify_nothing():
    assert coverage_at_error(at([100, 100], [0, 0]), 0.01) is None  # 1 - .005^(1/200) = .026
    assert coverage_at_error(at([400, 400], [0, 0]), 0.01).coverage == 1  # 1 - .005^(1/800) = .0066


def test_without_rows_there_is_nothing():
    nothing = at(np.zeros(0, int), np.zeros(0, int))
    assert error_at_coverage(nothing) is coverage_at_error(nothing) is None


def test_empty_cells_are_no_depths():
    assert error_at_coverage(at([5, 0, 0, 5], [0, 0, 0, 0]), 0.5).confidence == pytest.approx(0.99)


@pytest.mark.slow
def test_the_certified_ceiling_is_passed_seldom():
    """Errors at confidence c are 1 - c^2; the true error of what is accepted lies above .1 in at most 5 % of runs."""
    rng, broken = np.random.default_rng(1), 0
    for _ in range(500):
        c = rng.random(400)
        levels, place = np.unique(c.round(2), return_inverse=True)
        right = np.bincount(place, rng.random(400) < c**2).astype(int)
        some = Cells(levels, 1 - levels, levels, 0 * levels, right, np.bincount(place) - right, exact=True)
        found = coverage_at_error(some, 0.1)
        if found is not None:
            t = found.confidence - 0.005
            broken += 1 - (1 - t**3) / (3 * (1 - t)) > 0.1
    assert broken / 500 <= 0.05
