"""Isotonic regression."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from sklearn.isotonic import isotonic_regression

from logitwise.metrics.pav import isotonic


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(1, 9)), min_size=1, max_size=40))
def test_it_is_scikit_learns(cells):
    share, rows = np.array(cells, float).T
    hits = rows * share / 9
    np.testing.assert_allclose(isotonic(hits, rows), isotonic_regression(hits / rows, sample_weight=rows), atol=1e-12)


def test_a_staircase_that_falls_at_its_end_is_walked_through():
    hits = np.concatenate([np.arange(1.0, 3000.0), [-1e7]])
    np.testing.assert_allclose(isotonic(hits, np.ones(3000)), isotonic_regression(hits))


def test_many_sequences_are_fitted_apart():
    rng = np.random.default_rng(1)
    hits = rng.binomial(4, np.sort(rng.random(50)), (7, 3, 50)).astype(float)
    together = isotonic(hits, np.full(hits.shape, 4.0))
    np.testing.assert_allclose(together[6, 2], isotonic_regression(hits[6, 2] / 4))


def test_cells_without_rows_take_the_value_below():
    fitted = isotonic(np.array([0.0, 1.0, 0.0, 2.0]), np.array([0.0, 2.0, 0.0, 2.0]))
    assert fitted.tolist() == [0.5, 0.5, 0.5, 1.0]


def test_a_sequence_without_rows_has_no_values():
    assert np.isnan(isotonic(np.zeros((2, 3)), np.array([[0.0, 0, 0], [1, 1, 1]]))[0]).all()
