"""Partial area under the ROC curve."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import roc_auc_score

from logitwise.metrics import Parameters, measure
from logitwise.metrics.partial_auc import partial_area, partial_auc, standardised
from logitwise.tallies.cells import Cells

counted = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=1, max_size=6)


def table(cells, z, y):
    some = cells(z, y)
    return some.positives, some.negatives


@pytest.mark.parametrize("name", ["bin60", "ties80", "bin2000"])
def test_standardised_it_is_procs_and_scikit_learns(value, rows, binary, name):
    found = measure(binary(*rows(name)), "partial_auc")
    assert found.value == pytest.approx(value(f"proc_pauc_fpr0_0.1_mcclish.{name}"), rel=1e-9)
    assert found.value == pytest.approx(value(f"sk_auc_maxfpr0.1_mcclish.{name}"), rel=1e-9)
    assert found.parameter == 0.1


@pytest.mark.parametrize("name", ["bin60", "ties80"])
def test_raw_areas_are_procs(value, rows, cells, name):
    area = partial_area(*table(cells, *rows(name)), high=0.1)
    assert area.value == pytest.approx(value(f"proc_pauc_fpr0_0.1.{name}"), rel=1e-9)


def test_the_area_over_sensitivities_is_procs(value, rows, cells):
    area = partial_area(*table(cells, *rows("bin60")), low=0.9, over="tpr")
    assert area.value == pytest.approx(value("proc_pauc_sens0.9_1.bin60"), rel=1e-9)


@pytest.mark.parametrize("rate", [0.03, 0.3, 0.77, 1.0])
def test_at_any_rate_it_is_scikit_learns(rows, binary, rate):
    z, y = rows("ties80")
    found = measure(binary(z, y), "partial_auc", parameters=Parameters(max_fpr=rate))
    assert found.value == pytest.approx(roc_auc_score(y, z, max_fpr=rate), rel=1e-9)


@given(counted, st.randoms(use_true_random=False), st.sampled_from([0.1, 0.5, 0.9, 1.0]))
def test_the_bounds_hold_every_order_inside_cells(pairs, random, rate):
    positives, negatives = np.array(pairs).T
    if positives.sum() == 0 or negatives.sum() == 0:
        return
    area = partial_area(positives, negatives, high=rate)
    score, y = [], []
    for b, (p, n) in enumerate(pairs):
        score += [b + random.choice([0.0, 0.2, 0.4]) for _ in range(p + n)]
        y += [1] * p + [0] * n
    found = roc_auc_score(y, score, max_fpr=rate)
    low, high = (standardised(float(x), rate) for x in (area.lowest, area.highest))
    assert low - 1e-12 <= found <= high + 1e-12


@given(counted)
def test_the_bounds_are_attained(pairs):
    positives, negatives = np.array(pairs).T
    if positives.sum() == 0 or negatives.sum() == 0:
        return
    area = partial_area(positives, negatives, high=0.5)
    for first, bound in ((0, area.highest), (1, area.lowest)):
        split = [cell for p, n in pairs for cell in ((0, n), (p, 0))[:: 1 if first == 0 else -1]]
        assert partial_area(*np.array(split).T, high=0.5).value == pytest.approx(float(bound), abs=1e-12)


def test_on_a_grid_the_certificate_is_the_further_bound():
    p = np.array([0.2, 0.6])
    some = Cells(p, 1 - p, p, 0 * p + 0.1, np.array([2, 4]), np.array([5, 1]), exact=False)
    found, area = partial_auc(some, 0.5, of="yes"), partial_area(some.positives, some.negatives, high=0.5)
    off = max(area.highest - area.value, area.value - area.lowest)
    assert found.certificate == pytest.approx(off / (2 * (0.5 - 0.125)))


def test_perfect_separation_shows_the_whole_range(binary):
    found = measure(binary([0.0, 1.0, 2.0, 3.0], [0, 0, 1, 1]), "partial_auc")
    assert found.value == pytest.approx(1)
    assert (found.estimate().low, found.estimate().high) == pytest.approx((standardised(0, 0.1), 1))


@pytest.mark.parametrize(("y", "reason"), [([1, 1], "every row is truly yes"), ([0, 0], "no row is truly yes")])
def test_it_is_undefined_without_one_of_the_classes(binary, y, reason):
    assert measure(binary([1.0, 2.0], y), "partial_auc").undefined == reason
