"""Rows at fifteen temperatures: compiled loop and NumPy twin give the same bits, and SciPy the same numbers."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.special import logsumexp, softmax

from logitwise.kernels.softmax import softmax_rows
from logitwise.kernels.temperature import BETAS, FLOOR, MOST, NODES, OWN, node_rows
from logitwise.tallies.of_temperature import temperature_sums


def rows_of(classes, *, probabilities, dtype):
    """More than two blocks of rows, with infinite, equal, huge and far scores; and what each row lost."""
    rng = np.random.default_rng(classes)
    scores, labels = rng.normal(0, 4, (2_100, classes)), rng.integers(0, classes, 2_100).astype(np.int32)
    labels[0] = 1  # whose truth is impossible below
    if probabilities:
        scores = softmax(scores, axis=1)
        scores[0], scores[1] = np.eye(classes)[0], 0.9 / classes
        scores[2, 1:] = 1e-40
    else:
        scores[0, 1:], scores[1], scores[2], scores[3] = -np.inf, 0.0, scores[2] * 300, scores[3] * 1e30
        scores[4, :2], scores[5, 0], scores[6] = 9.0, -1e30, np.linspace(2 * FLOOR, 0, classes)
    scores = scores.astype(dtype)
    return scores, labels, softmax_rows(scores, labels, probabilities=probabilities).loss


def same(a, b):
    return (a.rows, a.infinite) == (b.rows, b.infinite) and (a.sums == b.sums).all()


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("probabilities", [False, True])
@pytest.mark.parametrize("classes", [3, 4, 9, 10, 32, 33, 64])
def test_the_compiled_loop_and_its_twin_give_the_same_bits(classes, probabilities, dtype):
    rows = rows_of(classes, probabilities=probabilities, dtype=dtype)
    compiled, numpy = (temperature_sums(*rows, probabilities=probabilities, small=small) for small in (False, True))
    assert compiled.infinite > 0
    assert same(compiled, numpy)


@pytest.mark.parametrize("small", [False, True])
@pytest.mark.parametrize("classes", [5, 64])
def test_the_order_of_classes_changes_nothing(classes, small):
    scores, labels, losses = rows_of(classes, probabilities=False, dtype=np.float64)
    order = np.random.default_rng(0).permutation(classes)
    turned = np.ascontiguousarray(scores[:, order]), np.argsort(order).astype(np.int32)[labels], losses
    a, b = (temperature_sums(*rows, probabilities=False, small=small) for rows in ((scores, labels, losses), turned))
    assert same(a, b)


@pytest.mark.parametrize("classes", [3, 4])
def test_a_class_of_no_probability_is_as_if_it_were_not_there(classes):
    scores, labels, losses = rows_of(classes, probabilities=False, dtype=np.float64)
    masked = np.insert(scores, 1, -np.inf, axis=1)
    moved = np.where(labels >= 1, labels + 1, labels)
    assert same(
        temperature_sums(scores, labels, losses, probabilities=False, small=True),
        temperature_sums(masked, moved, losses, probabilities=False, small=True),
    )


def test_every_node_equals_scipy():
    rng = np.random.default_rng(1)
    z, y = rng.normal(0, 6, (500, 10)), rng.integers(0, 10, 500)
    rows = node_rows(z, y, probabilities=False)
    below = z - z.max(axis=1, keepdims=True)
    for k, beta in enumerate(BETAS):
        q = softmax(beta * below, axis=1)
        mean = (q * below).sum(axis=1)
        assert np.allclose(rows.log_sum[k], logsumexp(beta * below, axis=1), rtol=1e-11, atol=1e-13)
        assert np.allclose(rows.mean[k], mean, rtol=1e-11, atol=1e-13)
        assert np.allclose(rows.variance[k], (q * (below - mean[:, None]) ** 2).sum(axis=1), rtol=1e-10, atol=1e-13)
    assert np.allclose(rows.gap, -below[np.arange(500), y])


def test_nodes_are_the_half_octaves_from_a_sixteenth_to_eight():
    assert (BETAS[0], BETAS[OWN], BETAS[-1], len(BETAS)) == (1 / 16, 1.0, 8.0, NODES)
    assert np.allclose(BETAS[1:] / BETAS[:-1], np.sqrt(2), rtol=1e-15)


def test_nothing_that_weighs_anything_lies_below_the_floor():
    z = np.array([[0.0, 1.001 * FLOOR, -np.inf], [0.0, FLOOR / 1.05, -np.inf]])
    rows = node_rows(z, np.array([0, 0]), probabilities=False)
    assert (rows.log_sum == 0).all()
    assert (rows.mean == 0).all()
    assert (rows.variance == 0).all()


def test_the_largest_row_that_is_kept_fits_into_fixed_point_and_the_next_is_added_apart_alike():
    limit = np.nextafter(MOST, 0)
    gaps = np.array([limit, np.nextafter(MOST, np.inf)])
    scores = np.stack([np.zeros(2), -gaps, np.full(2, -np.inf)], axis=1)
    found = [
        temperature_sums(scores[[i]], np.array([1], np.int32), np.array([gaps[i]]), probabilities=False, small=small)
        for i, small in ((0, True), (0, False), (1, True))
    ]
    assert same(found[0], found[1])
    assert np.allclose(found[0].numbers().loss, BETAS * limit + np.log1p(np.exp(-BETAS * limit)), rtol=1e-9)
    for name in ("loss", "slope", "curvature", "slope_squared", "loss_squared", "loss_by_own"):
        below, above = (getattr(found[i].numbers(), name) for i in (0, 2))
        assert np.allclose(below, above, rtol=1e-9, atol=1e-9), name
