"""Net benefit at thresholds, held against the rows."""

import numpy as np
import pytest
from scipy.stats import norm, t

from logitwise.metrics.curves.decisions import decision_curve
from logitwise.metrics.curves.net_benefit import THRESHOLDS, acted, acted_by_fold, ahead, design_effect, over_none
from logitwise.tallies.cells import Cells, FoldCells


def cells_of(p, y):
    scores, at = np.unique(p, return_inverse=True)
    positives = np.bincount(at, y, len(scores)).astype(np.int64)
    return Cells(scores, 1 - scores, scores, 0 * scores, positives, np.bincount(at) - positives, exact=True)


def folds_of(p, y, fold):
    scores, at = np.unique(p, return_inverse=True)
    positives, negatives = np.zeros((fold.max() + 1, len(scores))), np.zeros((fold.max() + 1, len(scores)))
    np.add.at(positives, (fold, at), y)
    np.add.at(negatives, (fold, at), 1 - y)
    return acted_by_fold(FoldCells(scores, positives, negatives))


def alike(seed=0, groups=24, each=30, spread=1):
    """Rows whose outcome goes along with their group beyond what the probability says."""
    rng = np.random.default_rng(seed)
    group = np.repeat(np.arange(groups), each)
    z = rng.normal(0, spread, len(group))
    y = (rng.random(len(group)) < 1 / (1 + np.exp(-z - 1.5 * rng.normal(size=groups)[group]))).astype(np.int64)
    return np.round(1 / (1 + np.exp(-z)), 3), y, group


def terms_over(p, y, threshold):
    """What each row adds over never and over always acting."""
    price = threshold / (1 - threshold)
    act = p >= threshold
    none = np.where(act, np.where(y == 1, 1.0, -price), 0.0)
    return none, np.where(act, 0.0, np.where(y == 1, -1.0, price))


@pytest.mark.parametrize("k", [9, 49, 79])
def test_with_groups_the_variance_is_that_of_leaving_out_each_fold(k):
    p, y, group = alike()
    terms, _ = terms_over(p, y, THRESHOLDS[k])
    left_out = np.array([terms[group != g].mean() for g in range(24)])
    clustered = 23 / 24 * ((left_out - left_out.mean()) ** 2).sum()
    wanted = max(1.0, clustered / (terms.var() / len(terms)))
    at, folds = acted(cells_of(p, y)), folds_of(p, y, group)
    assert design_effect(at, over_none(at), folds)[k] == pytest.approx(wanted)
    curve = decision_curve(cells_of(p, y), "yes", folds=folds).columns
    half = t(23).ppf(0.95) * np.sqrt(wanted * terms.var() / len(terms))
    assert curve["high"][k] - curve["net_benefit"][k] == pytest.approx(half)
    assert wanted > 3 or k == 79


def test_one_fold_leaves_the_band_unknown():
    p, y, group = alike()
    curve = decision_curve(cells_of(p, y), "yes", folds=folds_of(p, y, 0 * group)).columns
    assert np.isnan(curve["low"]).all()
    assert np.isfinite(curve["net_benefit"]).all()


@pytest.mark.parametrize("grouped", [False, True])
def test_acting_is_ahead_where_both_paired_limits_are_above_0_after_one_worst_row(grouped):
    p, y, group = alike(3, spread=3)
    at, folds = acted(cells_of(p, y)), folds_of(p, y, group) if grouped else None
    far, wanted = t(23).ppf(0.975) if grouped else norm.ppf(0.975), []
    for threshold in THRESHOLDS:
        sure = []
        for terms, worst in zip(terms_over(p, y, threshold), (-threshold / (1 - threshold), -1.0), strict=True):
            left_out = np.array([terms[group != g].mean() for g in range(24)])
            clustered = 23 / 24 * ((left_out - left_out.mean()) ** 2).sum()
            wider = max(1.0, clustered * len(y) / terms.var()) if grouped and terms.var() else 1.0
            more = np.append(terms, worst)
            sure.append(more.mean() - far * np.sqrt(wider * more.var() / len(more)) > 0)
        wanted.append(all(sure))
    assert ahead(at, level=0.95, folds=folds).tolist() == wanted
    assert 0 < sum(wanted) < 99


def test_scores_that_tell_nothing_are_ahead_nowhere():
    won = 0
    for seed in range(100):
        rng = np.random.default_rng(seed)
        y, p = (rng.random(400) < 0.3).astype(np.int64), rng.random(400)
        won += bool(ahead(acted(cells_of(p, y)), level=0.95).any())
    assert won <= 5  # of 95 %


def test_a_threshold_inside_a_cell_stands_at_its_end_and_one_between_cells_stays():
    mids, rows = np.array([0.2, 0.5]), np.array([4, 4])
    some = Cells(mids, 1 - mids, mids - 0.05, np.full(2, 0.05), rows, rows, exact=False)
    assert acted(some, np.array([0.15, 0.2, 0.3, 0.52, 0.6])).threshold == pytest.approx([0.15, 0.25, 0.3, 0.55, 0.6])
    assert acted(some, np.array([0.15, 0.2, 0.3, 0.52, 0.6])).tp.tolist() == [8, 4, 4, 0, 0]
