"""Where metrics of probabilities have nothing to be made of, and counts that are no integers."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from logitwise.metrics import curves, decompositions, error_at_coverage, measure_all
from logitwise.metrics.augrc import augrc
from logitwise.metrics.calibration_intercept import calibration_intercept
from logitwise.metrics.calibration_slope import calibration_slope
from logitwise.metrics.coarse import occupied, whole
from logitwise.metrics.confident_errors import confident_errors
from logitwise.metrics.decomposition import decompose
from logitwise.metrics.ece import ece15
from logitwise.metrics.observed_over_expected import observed_over_expected
from logitwise.metrics.of_scores import gap
from logitwise.metrics.partial_auc import partial_auc
from logitwise.tallies.cells import Cells

ESTIMATORS = {
    "ece15": ece15,
    "observed_over_expected": observed_over_expected,
    "calibration_intercept": calibration_intercept,
    "calibration_slope": calibration_slope,
    "confident_errors": confident_errors,
    "augrc": augrc,
    "partial_auc": lambda cells: partial_auc(cells, 0.1, of="yes"),
    "calibration_gap": lambda cells: gap(cells, None, None),
}
MINE = {*ESTIMATORS, "top_label_gap", "hand_till"}
inf = np.inf
EDGES = {
    "one row": ([0.3], [1]),
    "one class": ([-1.0, 0.0, 1.0], [1, 1, 1]),
    "the other class": ([-1.0, 0.0, 1.0], [0, 0, 0]),
    "one score": ([0.5] * 20, [0, 1] * 10),
    "infinite logits": ([-inf, inf, -inf, inf, 0.0], [0, 1, 1, 0, 1]),
    "infinite and right": ([-inf, inf] * 60, [0, 1] * 60),
    "separated": (np.linspace(-3, 3, 120), np.arange(120) >= 60),
    "upside down": (np.linspace(-3, 3, 120), np.arange(120) < 60),
    "far out": ([-700.0, 700.0, -40.0, 40.0] * 30, [0, 1, 1, 0] * 30),
}


@pytest.mark.parametrize("edge", EDGES)
@pytest.mark.parametrize("kind", ["binary", "softmax", "multilabel"])
def test_every_number_is_finite_or_says_why(request, kind, edge):
    """Warnings are errors here."""
    z, y = (np.asarray(x, np.float64) for x in EDGES[edge])
    finite = np.clip(z, -1e3, 1e3)
    given = {
        "binary": (z, y),
        "softmax": (np.stack([-finite / 2, finite / 2, 0 * finite], axis=1), y),
        "multilabel": (np.stack([z, -z], axis=1), np.stack([y, 1 - y], axis=1)),
    }[kind]
    tally = request.getfixturevalue(kind)(*given)
    for measured in (each for each in measure_all(tally) if each.name in MINE):
        shown = measured.estimate()
        assert np.isfinite(measured.value) == (measured.undefined is None), measured
        if measured.undefined is None:
            assert shown.low <= measured.value <= shown.high, measured
    for parts in decompositions(tally):
        assert np.isfinite(parts.score) == (parts.undefined is None)
    assert all(len({len(column) for column in curve.columns.values()}) == 1 for curve in curves(tally))


@pytest.fixture(scope="module")
def some(cells) -> Cells:
    rng = np.random.default_rng(1)
    z = rng.normal(0, 3, 3000).round(2)
    return cells(z, rng.random(3000) < 1 / (1 + np.exp(-z / 2)))


def floating(cells, by):
    return replace(cells, positives=cells.positives * by, negatives=cells.negatives * by)


@pytest.mark.parametrize("name", ESTIMATORS)
def test_counts_that_are_floats_are_counted_alike(some, name):
    whole, floats = ESTIMATORS[name](some), ESTIMATORS[name](floating(some, 1.0))
    assert floats.value == whole.value
    assert floats.law.interval(0.95) == whole.law.interval(0.95)


@pytest.mark.parametrize("name", [name for name in ESTIMATORS if name != "calibration_gap"])
def test_half_counts_leave_the_value_and_widen_the_interval(some, name):
    """The gap redraws rows, which halves cannot be."""
    whole, half = ESTIMATORS[name](some), ESTIMATORS[name](floating(some, 0.5))
    assert half.value == pytest.approx(whole.value, rel=1e-9)
    low, high = whole.law.interval(0.95)
    low_of_half, high_of_half = half.law.interval(0.95)
    assert 1.2 * (high - low) < high_of_half - low_of_half < 1.7 * (high - low)


def test_half_counts_have_parts_and_a_selective_error(some):
    half = floating(some, 0.5)
    for of_all, parts in zip(decompose(some), decompose(half), strict=True):
        assert parts.miscalibration == pytest.approx(of_all.miscalibration)
    assert error_at_coverage(half).error == pytest.approx(error_at_coverage(some).error)


def test_cells_that_weights_left_without_rows_change_nothing(some):
    gaps = np.ones(len(some.p) + 1)
    gaps[10] = 0
    at = np.insert(np.arange(len(some.p)), 10, 9)
    columns = (some.p, some.q, some.edge, some.width, some.positives, some.negatives)
    padded = Cells(*(column[at] for column in columns), exact=True)
    padded = replace(padded, positives=padded.positives * gaps, negatives=padded.negatives * gaps)
    assert len(occupied(padded).p) == len(some.p)
    for name, estimate in ESTIMATORS.items():
        assert estimate(padded).value == pytest.approx(estimate(some).value), name


def test_fractions_are_rounded_up_as_often_as_they_say():
    rng = np.random.default_rng(2)
    counts = np.full(20_000, 0.3)
    assert whole(counts, rng).mean() == pytest.approx(0.3, abs=0.02)
    assert whole(np.array([3.0, 0.0]), rng).tolist() == [3, 0]
