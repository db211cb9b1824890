"""Expected calibration error over fifteen bins."""

from __future__ import annotations

import numpy as np
import pytest

from logitwise.metrics import measure
from logitwise.metrics.ece import ece15
from logitwise.tallies.cells import Cells


def by_rows(p, y):
    """Row by row: the bin of p is the smallest k with p <= k / 15."""
    place = np.array([next(k for k in range(1, 16) if x <= k / 15) for x in p])
    return sum(abs((y[place == k] - p[place == k]).sum()) for k in range(1, 16)) / len(p)


def at(p, hits, misses):
    p = np.asarray(p, np.float64)
    return Cells(p, 1 - p, p, 0 * p, np.asarray(hits), np.asarray(misses), exact=True)


@pytest.mark.parametrize("name", ["bin60", "bin2000"])
def test_it_is_the_reference(value, rows, binary, name):
    assert measure(binary(*rows(name)), "ece15").value == pytest.approx(value(f"ece15_equalwidth.{name}"), rel=1e-9)


def test_a_probability_on_an_edge_belongs_to_the_bin_below_it():
    # 0.2 is 3 / 15: with 0.19 in one bin the residuals 1 - 0.2 and -0.19 partly cancel, with 0.21 they do not
    assert ece15(at([0.19, 0.2], [0, 1], [1, 0])).value == pytest.approx((0.8 - 0.19) / 2)
    assert ece15(at([0.2, 0.21], [1, 0], [0, 1])).value == pytest.approx((0.8 + 0.21) / 2)


def test_zero_belongs_to_the_first_bin():
    assert ece15(at([0.0, 0.05], [1, 0], [0, 20])).value == pytest.approx((1 - 1) / 21, abs=1e-12)


def test_of_a_softmax_it_is_of_the_top_label(rows, softmax):
    z, y = rows("multi90")
    p = np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)
    expected = by_rows(p.max(axis=1), p.argmax(axis=1) == y)
    found = measure(softmax(z, y), "ece15")
    assert (found.value, found.of) == (pytest.approx(expected), None)


def test_on_the_grid_its_certificate_holds_the_exact_value(binary):
    rng = np.random.default_rng(1)
    z = rng.normal(0, 2, 70_000)
    y = rng.random(70_000) < 1 / (1 + np.exp(-z / 2))
    found = measure(binary(z, y), "ece15")
    exact = by_rows(1 / (1 + np.exp(-z)), y)
    assert 0 < found.certificate < 0.01
    assert abs(found.value - exact) <= found.certificate


def test_the_certificate_knows_rows_that_lie_beyond_an_edge():
    one = Cells(*np.array([[0.3333], [0.6667], [0.333], [0.0004]]), np.array([10]), np.array([0]), exact=False)
    assert ece15(one).certificate == pytest.approx((0.0004 * 10 + 2 * 10 * 0.6667) / 10)


def test_no_verdict_rests_on_it_and_calibration_gap_is_named(binary):
    z = np.random.default_rng(2).normal(size=500)
    found = measure(binary(z, z > 0), "ece15")
    assert np.isnan([found.lower(0.05), found.upper(0.05)]).all()
    assert "calibration_gap" in found.rows_needed(0.05, "<=", 0.05).sentence


@pytest.mark.slow
@pytest.mark.parametrize("size", [200, 1000])
def test_its_interval_holds_the_error_of_a_perfect_model(cells, size):
    rng = np.random.default_rng(3)
    for _ in range(200):
        z = rng.normal(0, 2, size)
        low, _ = ece15(cells(z, rng.random(size) < 1 / (1 + np.exp(-z)))).law.interval(0.95)
        assert low < 0.01
