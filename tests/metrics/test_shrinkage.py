"""Shrunken shares: small slices give way, large ones stay, pure chance leaves nothing."""

from __future__ import annotations

import numpy as np
import pytest

from logitwise.metrics.shrinkage import shrunken


def drawn(seed, slices=200, concentration=20.0, mean=0.8, sizes=(5, 500)):
    """Slices whose true shares vary as a beta law."""
    rng = np.random.default_rng(seed)
    n = rng.integers(*sizes, slices).astype(float)
    true = rng.beta(concentration * mean, concentration * (1 - mean), slices)
    return true, rng.binomial(n.astype(int), true).astype(float), n


def test_it_lies_nearer_to_the_truth_than_the_raw_share_does():
    errors = []
    for seed in range(20):
        true, k, n = drawn(seed)
        errors.append([((each - true) ** 2).mean() for each in (k / n, shrunken(k, n))])
    raw, drawn_in = np.mean(errors, axis=0)
    assert drawn_in < 0.85 * raw


def test_it_is_near_what_the_true_prior_would_give():
    concentration, mean = 20.0, 0.8
    true, k, n = drawn(1, slices=2000)
    best = (k + concentration * mean) / (n + concentration)
    assert np.abs(shrunken(k, n) - best).mean() < 0.01
    assert ((shrunken(k, n) - true) ** 2).mean() < 1.02 * ((best - true) ** 2).mean()


def test_a_slice_of_one_wrong_row_does_not_come_before_a_large_bad_one():
    estimates = shrunken(np.array([0.0, 700.0, 950.0, 960.0]), np.array([1.0, 1000.0, 1000.0, 1000.0]))
    assert np.argmin(estimates) == 1


def test_large_slices_keep_their_share():
    k, n = np.array([60_000.0, 95_000.0]), np.array([100_000.0, 100_000.0])
    assert shrunken(k, n) == pytest.approx(k / n, abs=1e-3)


def test_slices_that_differ_no_more_than_by_chance_become_one():
    k, n = np.array([80.0, 81.0, 79.0]), np.array([100.0, 100.0, 100.0])
    assert shrunken(k, n) == pytest.approx([0.8] * 3)


def test_a_slice_without_rows_is_what_all_are():
    assert shrunken(np.array([50.0, 90.0, 0.0]), np.array([100.0, 100.0, 0.0]))[2] == pytest.approx(0.7)
    assert np.isnan(shrunken(np.zeros(2), np.zeros(2))).all()


@pytest.mark.parametrize("share", [0.0, 1.0])
def test_all_right_or_all_wrong_stays_so(share):
    n = np.array([3.0, 30.0, 300.0])
    assert shrunken(share * n, n).tolist() == [share] * 3


def test_one_slice_is_itself():
    assert shrunken(np.array([7.0]), np.array([10.0])).tolist() == [0.7]


def test_all_or_nothing_slices_stay_within_0_and_1():
    estimates = shrunken(np.array([10.0, 0.0, 0.0]), np.array([10.0, 10.0, 0.0]))
    assert ((estimates >= 0) & (estimates <= 1)).all()
