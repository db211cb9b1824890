"""Rows that come in groups: intervals by leaving out a fold of groups at a time."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import t as student

import logitwise as lw
from logitwise.metrics import beats_majority, measure, measure_all
from logitwise.metrics.clusters import Clustered, freedom_of
from logitwise.metrics.mean_loss import MeanLoss, Sums
from logitwise.metrics.proportion import Binomial

RNG = np.random.default_rng(3)


def rows(groups, each, *, spread=0.0, seed=0):
    rng = np.random.default_rng(seed)
    group = np.repeat(np.arange(groups), each)
    y = (rng.random(groups * each) < 0.4).astype(int)
    z = 1.2 * (2 * y - 1) + rng.normal(0, spread, groups)[group] + rng.normal(0, 1, groups * each)
    return y, z, group


def test_groups_of_one_row_change_values_not_at_all_and_intervals_little():
    y, z, group = rows(4000, 1)
    alone, grouped = (lw.tally(y, logits=z, **said) for said in ({}, {"groups": group}))
    for name in ("accuracy", "f1", "roc_auc", "brier", "mcc"):
        a, b = measure(alone, name), measure(grouped, name)
        assert b.value == a.value
        assert 0.4 < b.design_effect < 2  # of a chi-square of 31 over 31
        assert b.lower(0.05) == pytest.approx(a.lower(0.05), abs=0.01)


def test_rows_that_are_copied_fivefold_count_once():
    y, z, group = rows(1000, 1)
    copied = measure(lw.tally(np.repeat(y, 5), logits=np.repeat(z, 5), groups=np.repeat(group, 5)), "accuracy")
    once = measure(lw.tally(y, logits=z), "accuracy")
    assert copied.value == once.value
    assert 3 < copied.design_effect < 8
    assert copied.estimate().low == pytest.approx(once.estimate().low, abs=0.012)


@pytest.mark.parametrize("name", ["accuracy", "recall", "f1", "roc_auc", "log_loss", "balanced_accuracy"])
def test_groups_that_differ_widen_intervals(name):
    y, z, group = rows(100, 40, spread=1.5)
    alone, grouped = (measure(lw.tally(y, logits=z, **said), name) for said in ({}, {"groups": group}))
    assert grouped.design_effect > 1
    assert grouped.lower(0.05) < alone.lower(0.05)
    assert grouped.upper(0.05) > alone.upper(0.05)


def test_without_an_error_as_many_rows_count_as_there_are_groups():
    y, _, group = rows(50, 20)
    accuracy = measure(lw.tally(y, logits=np.where(y, 1.0, -1.0), groups=group), "accuracy")
    assert accuracy.lower(0.05) == pytest.approx(Binomial(50, 50).lower(0.05))


def test_one_group_bounds_nothing():
    y, z, _ = rows(1, 100)
    accuracy = measure(lw.tally(y, logits=z, groups=np.zeros(100, int)), "accuracy")
    assert np.isnan([accuracy.lower(0.05), accuracy.upper(0.05)]).all()


@pytest.mark.parametrize(("groups", "stopped"), [(19, True), (20, False)])
def test_fewer_than_twenty_groups_withhold_ready(groups, stopped):
    y, z, group = rows(groups, 50)
    verdict = lw.evaluate(y, logits=z, groups=group, policy="baseline").verdict
    assert any("groups" in stop for stop in verdict.stops) == stopped


def test_the_report_shows_the_design_effect():
    y, z, group = rows(60, 50, spread=1.0)
    report = lw.evaluate(y, logits=z, groups=group, policy="baseline")
    assert "60 groups" in " ".join(report.methods)
    assert report.metric("accuracy").design_effect > 0


def test_a_calibration_gap_is_cross_fitted_by_groups():
    y, _, group = rows(100, 30)
    u = RNG.normal(0, 1, 100)[group]
    p = 1 / (1 + np.exp(-u))
    y = (RNG.random(3000) < p).astype(int)
    gap = measure(lw.tally(y, probabilities=p, groups=group), "calibration_gap")  # calibrated, one score a group
    assert gap.value < 0.04


def test_every_metric_of_a_softmax_and_of_labels_knows_groups():
    z, group = RNG.normal(0, 2, (600, 3)), np.repeat(np.arange(60), 10)
    y = z.argmax(axis=1)
    y[RNG.random(600) < 0.3] = 0
    for said in ({"y": y, "head": None}, {"y": (z > 0).astype(int), "head": "multilabel"}):
        tally = lw.tally(said["y"], logits=z, head=said["head"], groups=group)
        known = [m for m in measure_all(tally) if m.undefined is None]
        assert all(m.design_effect is not None or m.name in ("calibration_gap", "top_label_gap") for m in known)


def test_the_sign_test_knows_groups():
    y, z, group = rows(60, 50, spread=1.5)
    alone, grouped = (beats_majority(lw.tally(y, logits=z, **said)) for said in ({}, {"groups": group}))
    assert grouped.value == alone.value
    assert grouped.lower(0.05) < alone.lower(0.05)


def test_folds_of_unequal_rows_count_as_fewer():
    values = np.linspace(0.7, 0.8, 10)
    equal, unequal = (
        Clustered(Binomial(75, 100), 0.75, values, 40, freedom=f) for f in (9.0, freedom_of([90] + [10] * 9))
    )
    assert freedom_of([5] * 10) == 9
    assert unequal.freedom == pytest.approx(180**2 / (90**2 + 9 * 10**2) - 1)
    assert unequal.lower(0.05) < equal.lower(0.05)
    assert unequal.upper(0.05) > equal.upper(0.05)


def test_an_upper_limit_of_a_mean_loss_is_on_the_log_scale():
    values = np.array([0.30, 0.28, 0.33, 0.29, 0.31])
    law = Clustered(MeanLoss(Sums(1e6, 3e5, 2e5), 1.0), 0.3, values, 5, unit_range=False, positive=True)
    se = np.sqrt(4 / 5 * ((values - values.mean()) ** 2).sum())
    assert law.upper(0.05) == pytest.approx(0.3 * np.exp(student.ppf(0.95, 4) * se / 0.3))
    assert law.lower(0.05) == pytest.approx(0.3 - student.ppf(0.95, 4) * se)
