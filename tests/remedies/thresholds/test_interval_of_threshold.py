"""How far a threshold moves."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy.special import expit

from logitwise.remedies.choose import choose
from logitwise.remedies.cuts import cuts_of
from logitwise.remedies.goals import Goals
from logitwise.remedies.group_effect import GroupEffect
from logitwise.remedies.interval_of_threshold import interval_of_threshold
from logitwise.remedies.plan import Best, Highest, Plan
from logitwise.remedies.reached import Measure
from logitwise.remedies.recall_floor import RateFloor
from logitwise.remedies.scores import joined


def test_it_is_the_same_every_time_and_holds_the_threshold(binormal):
    cells = binormal(1.5, 0.2).cells(1000, np.random.default_rng(0))
    first, second = choose(cells, Goals(maximize="f1")), choose(cells, Goals(maximize="f1"))
    assert (first.low, first.high) == (second.low, second.high)
    assert first.low <= first.threshold <= first.high


def test_it_narrows_as_rows_are_added(binormal):
    rng = np.random.default_rng(1)
    few, many = (choose(binormal(1.5, 0.2).cells(rows, rng), Goals(maximize="f1")) for rows in (300, 30_000))
    assert many.high - many.low < (few.high - few.low) / 2


def test_it_is_as_wide_as_thresholds_scatter_over_other_samples(binormal):
    world, rng = binormal(1.5, 0.2), np.random.default_rng(2)
    plan = Plan(Highest(), (RateFloor("recall", 0.9),))

    def chosen():
        cuts = cuts_of(world.cells(1500, rng))
        return cuts, cuts.score[plan.pick(cuts)]

    scatter = np.std([chosen()[1] for _ in range(200)])
    ends = np.array([interval_of_threshold(chosen()[0], plan.pick, replicates=200) for _ in range(10)])
    widths = np.diff(np.log(ends / (1 - ends)), axis=1)
    assert widths.mean() == pytest.approx(2 * 1.96 * scatter, rel=0.25)


def test_many_cuts_are_taken_together_without_moving_it_far(binormal):
    cells = binormal(1.5, 0.2).cells(20_000, np.random.default_rng(3))
    low, high = interval_of_threshold(cuts_of(cells), Plan(Best(Measure("f1"))).pick, replicates=100)
    assert 0 < low < high < 1
    assert low < expit(np.log(0.3 / 0.7)) < high + 0.1


def test_without_redraws_there_is_none(binormal):
    cuts = cuts_of(binormal(1.5, 0.2).cells(200, np.random.default_rng(0)))
    assert np.isnan(interval_of_threshold(cuts, Plan(Highest()).pick, replicates=0)).all()


def test_weighted_rows_are_redrawn_too(cells_of_probabilities):
    weighted = cells_of_probabilities([0.1, 0.4, 0.7], [1.5, 20.25, 50.0], [100.5, 30.0, 1.75])
    found = choose(weighted, Goals(maximize="f1"))
    assert found.low <= found.threshold <= found.high


def test_rows_that_stand_four_times_in_one_group_move_it_as_far_as_once_alone(binormal):
    world, rng = binormal(1.5, 0.2), np.random.default_rng(6)
    folds = [world.cells(150, rng) for _ in range(32)]
    copied = [replace(each, positives=4 * each.positives, negatives=4 * each.negatives) for each in folds]
    pick = Plan(Highest(), (RateFloor("recall", 0.9),)).pick
    alone = interval_of_threshold(cuts_of(joined(folds)), pick)
    grouped = interval_of_threshold(cuts_of(joined(copied)), pick, effect=GroupEffect.of(copied))
    blind = interval_of_threshold(cuts_of(joined(copied)), pick)
    assert np.diff(grouped)[0] == pytest.approx(np.diff(alone)[0], rel=0.3)  # 31 degrees of freedom: 13 %
    assert np.diff(blind)[0] < 0.7 * np.diff(alone)[0]
