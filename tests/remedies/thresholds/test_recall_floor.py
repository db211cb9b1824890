"""Floors that are kept with stated confidence."""

from __future__ import annotations

import numpy as np
import pytest

from logitwise.errors import NoGuaranteeError, OptionError, RemedyError
from logitwise.remedies.choose import choose
from logitwise.remedies.cuts import cuts_of, decided, log_odds
from logitwise.remedies.goals import Floor, Goals
from logitwise.remedies.plan import Highest, Plan
from logitwise.remedies.recall_floor import RateFloor


def recall_floor(cells, *, floor, delta=0.05, effect=None):
    return choose(cells, Goals(require=(Floor("recall", ">=", floor),), delta=delta), effect=effect)


def specificity_floor(cells, *, floor, delta=0.05):
    return choose(cells, Goals(require=(Floor("specificity", ">=", floor),), delta=delta))


@pytest.fixture
def sorted_rows(cells):
    """`negatives` rows below `positives` rows, all scores distinct."""

    def make(negatives, positives):
        z = np.linspace(-3, 3, negatives + positives)
        return cells(z, np.repeat([0, 1], [negatives, positives]))

    return make


@pytest.mark.parametrize(
    ("rows", "ceiling", "delta"), [(59, 0.05, 0.05), (100, 0.05, 0.05), (500, 0.05, 0.05), (1000, 0.1, 0.1),
                                   (300, 0.01, 0.05), (299, 0.01, 0.05)]
)  # fmt: skip
def test_false_positives_are_as_many_as_the_umbrella_algorithm_allows(sorted_rows, references, rows, ceiling, delta):
    # the k-th smallest negative score is the threshold there, and lies below it here
    k, _ = references["values"][f"np_umbrella_order.n{rows}_alpha{ceiling}_delta{delta}"]["value"]
    mixed = sorted_rows(rows, 20)
    found = specificity_floor(mixed, floor=1 - ceiling, delta=delta)
    assert decided(mixed, float(log_odds(found.threshold))).fp == rows - k


@pytest.mark.parametrize(("rows", "ceiling"), [(58, 0.05), (298, 0.01)])
def test_one_row_fewer_than_the_umbrella_algorithm_needs_is_refused(sorted_rows, rows, ceiling):
    with pytest.raises(NoGuaranteeError, match=rf"needs at least {rows + 1} rows of not yes.*there are {rows};"):
        specificity_floor(sorted_rows(rows, 20), floor=1 - ceiling)


@pytest.mark.parametrize(("floor", "needed"), [(0.9, 29), (0.95, 59), (0.99, 299)])
def test_a_recall_floor_needs_ln_delta_over_ln_floor_positives(sorted_rows, references, floor, needed):
    name = f"alpha{round(1 - floor, 2)}_delta0.05"
    assert references["values"]["np_umbrella_min_n"]["value"][name] == needed
    assert recall_floor(sorted_rows(20, needed), floor=floor).apparent["recall"] == 1
    with pytest.raises(NoGuaranteeError, match=f"at least {needed} rows of yes.*there are {needed - 1};"):
        recall_floor(sorted_rows(20, needed - 1), floor=floor)


def test_it_is_the_highest_edge_whose_clopper_pearson_limit_keeps_the_floor(cells, binormal):
    from scipy.stats import binomtest

    mixed = binormal(2.0, 0.3).cells(700, np.random.default_rng(3))
    cuts = cuts_of(mixed)
    i = Plan(Highest(), (RateFloor("recall", 0.85),)).pick(cuts)
    here, above = (binomtest(int(cuts.tp[j]), int(cuts.positives)).proportion_ci(0.9).low for j in (i, i + 1))
    assert here >= 0.85 > above


def test_positives_below_every_negative_are_kept_by_deciding_all_positive(cells):
    z = np.concatenate([np.linspace(-9, -8, 5), np.linspace(0, 3, 95)])
    mixed = cells(z, np.r_[np.ones(5), np.tile([0, 1, 1], 40)[:95]])
    found = recall_floor(mixed, floor=0.97, delta=0.3)
    assert found.apparent["specificity"] == 0
    assert any("every row is decided to be yes" in warning for warning in found.warnings)


@pytest.mark.parametrize(("floor", "says"), [(1.0, "floor of 1 can never"), (0.0, "floor of 0"), (1.2, "above 0 and")])
def test_a_floor_that_nothing_or_everything_keeps_is_refused(sorted_rows, floor, says):
    with pytest.raises(OptionError, match=says):
        recall_floor(sorted_rows(50, 50), floor=floor)


def test_rows_of_one_class_are_refused(cells):
    with pytest.raises(RemedyError, match="no row is truly yes"):
        recall_floor(cells([0.0, 1.0], [0, 0]), floor=0.9)
    with pytest.raises(RemedyError, match="every row is truly yes"):
        recall_floor(cells([0.0, 1.0], [1, 1]), floor=0.9)


def test_constant_scores_are_refused(cells):
    with pytest.raises(RemedyError, match=r"the scores are constant: all 40 rows have the probability 0.5"):
        recall_floor(cells(np.zeros(40), np.repeat([0, 1], 20)), floor=0.9)


def test_inverted_scores_are_refused_and_poor_ones_are_not(cells):
    rng = np.random.default_rng(0)
    y = np.repeat([0, 1], 100)
    with pytest.raises(RemedyError, match=r"inverted: ROC AUC is 0\.2"):
        recall_floor(cells(rng.normal(size=200) - y, y), floor=0.9)
    assert recall_floor(cells(rng.normal(size=200), y), floor=0.9).guarantee is not None


def test_weighted_rows_say_that_it_is_approximate(cells_of_probabilities):
    weighted = cells_of_probabilities([0.2, 0.6], [0.5, 60.25], [40.5, 0.75])
    assert "approximate, since rows are weighted" in recall_floor(weighted, floor=0.9).guarantee


def test_positives_of_probability_0_are_beyond_every_threshold(cells):
    z = np.r_[np.full(30, -np.inf), np.linspace(-1, 1, 400)]
    with pytest.raises(RemedyError, match="infinite logits on the wrong side"):
        recall_floor(cells(z, np.r_[np.ones(30), np.zeros(200), np.ones(200)]), floor=0.95)


def _broken(world, rng, *, runs, rows, floor):
    """Shares of runs in which the true recall is below the floor: by the rule, and by the observed recall."""
    rule = naive = 0
    for _ in range(runs):
        cuts = cuts_of(world.cells(rows, rng))
        i = Plan(Highest(), (RateFloor("recall", floor),)).pick(cuts)
        rule += world.rates(cuts.score[i])[0] < floor
        naive += world.rates(cuts.score[np.flatnonzero(cuts.tp >= floor * cuts.positives)[-1]])[0] < floor
    return rule / runs, naive / runs


def test_a_recall_floor_is_seldom_broken_where_the_observed_recall_breaks_it_half_the_time(binormal):
    rule, naive = _broken(binormal(2.0, 0.27), np.random.default_rng(1), runs=300, rows=400, floor=0.9)
    assert rule <= 0.05 + 2 * 0.0126  # two standard errors of 300 runs
    assert 0.4 < naive < 0.65


@pytest.mark.slow
@pytest.mark.parametrize(("apart", "prevalence", "rows", "floor"), [(2, 0.27, 300, 0.9), (1.5, 0.12, 1000, 0.9),
                                                                     (2, 0.05, 5000, 0.95)])  # fmt: skip
def test_a_recall_floor_is_broken_in_at_most_delta_of_many_runs(binormal, apart, prevalence, rows, floor):
    rule, naive = _broken(binormal(apart, prevalence), np.random.default_rng(2), runs=3000, rows=rows, floor=floor)
    assert rule <= 0.05 + 2 * 0.004
    assert 0.45 < naive < 0.65
