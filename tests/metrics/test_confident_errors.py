"""Errors of confident rows over those expected."""

from __future__ import annotations

import numpy as np
import pytest

from logitwise.metrics import measure
from logitwise.metrics.confident_errors import PoissonRatio, confident_errors
from logitwise.tallies.cells import Cells


def by_rows(confidence, right):
    sure = confidence >= 0.99
    return (~right[sure]).sum() / (1 - confidence[sure]).sum(), int(sure.sum())


def at(p, width, positives, negatives, *, exact=False):
    p, width = np.asarray(p, np.float64), np.asarray(width, np.float64)
    return Cells(p, 1 - p, p - width, width, np.asarray(positives), np.asarray(negatives), exact=exact)


def test_of_a_softmax_it_is_counted_from_the_top_label(softmax):
    rng = np.random.default_rng(1)
    z, y = 4 * rng.normal(size=(500, 3)), rng.integers(0, 3, 500)
    p = np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)
    found = measure(softmax(z, y), "confident_errors")
    assert (found.value, found.n) == pytest.approx(by_rows(p.max(axis=1), p.argmax(axis=1) == y))


def test_of_two_classes_both_ends_count(binary):
    rng = np.random.default_rng(2)
    z, y = rng.normal(0, 5, 500), rng.integers(0, 2, 500)
    p = 1 / (1 + np.exp(-z))
    expected = by_rows(np.maximum(p, 1 / (1 + np.exp(z))), (p > 0.5) == y)
    found = measure(binary(z, y), "confident_errors")
    assert (found.value, found.n) == pytest.approx(expected)


def test_its_limits_are_garwoods():
    # R 4.2.2 poisson.test(10, T = 4)$conf.int, one- and two-sided: chi-square quantiles over 2 T
    law = PoissonRatio(10, 4.0)
    assert law.interval(0.95) == pytest.approx((4.795389 / 4, 18.390356 / 4), rel=1e-6)
    assert PoissonRatio(0, 2.0).upper(0.05) == pytest.approx(-np.log(0.05) / 2)
    assert PoissonRatio(0, 2.0).lower(0.05) == 0


def test_without_confident_rows_it_is_undefined(binary):
    found = measure(binary([0.0, 1.0], [0, 1]), "confident_errors")
    assert (found.undefined, found.n) == ("no row has a confidence of at least 0.99", 0)


@pytest.mark.parametrize(("wrong", "said"), [(0, "0 are"), (3, "3 are")])
def test_rows_that_are_all_certain_may_not_be_wrong_at_all(wrong, said):
    found = confident_errors(at([1.0], [0.0], [50], [wrong], exact=True))
    assert np.isnan(found.value)
    assert found.undefined.endswith(said)


def test_a_cell_around_the_limit_is_in_the_certificate():
    astride, inside = at([0.9899, 0.995], [0.0002, 0.0], [10, 90], [1, 2]), at([0.995], [0.0], [90], [2])
    found, without = confident_errors(astride), confident_errors(inside)
    assert found.value == without.value == pytest.approx(2 / (92 * 0.005))
    with_all = 3 / (92 * 0.005)  # the wrong row above the limit, the right ones below it
    assert found.value + found.certificate >= with_all - 1e-12
    assert without.certificate == pytest.approx(0)


def test_on_the_grid_the_certificate_holds_the_exact_ratio(binary):
    rng = np.random.default_rng(3)
    z = rng.normal(0, 4, 70_000)
    y = (rng.random(70_000) < 1 / (1 + np.exp(-z / 2))).astype(int)
    p = 1 / (1 + np.exp(-z))
    expected, _ = by_rows(np.maximum(p, 1 / (1 + np.exp(z))), (p > 0.5) == y)
    found = measure(binary(z, y), "confident_errors")
    assert 0 < found.certificate < 0.5
    assert abs(found.value - expected) <= found.certificate
