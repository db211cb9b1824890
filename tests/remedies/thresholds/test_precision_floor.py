"""A floor of precision, learnt and then tested."""

from __future__ import annotations

import numpy as np
import pytest

from logitwise.errors import NoGuaranteeError, RemedyError
from logitwise.remedies.choose import choose
from logitwise.remedies.cuts import cuts_of, log_odds
from logitwise.remedies.depths import at_least, certified, depths
from logitwise.remedies.goals import Floor, Goals
from logitwise.remedies.plan import Lowest, Plan
from logitwise.remedies.precision_floor import PrecisionFloor


def precision_floor(cells, *, floor):
    return choose(cells, Goals(require=(Floor("precision", ">=", floor),)))


def test_a_binomial_tail_is_scipys():
    from scipy.stats import binom

    right, taken = np.array([15.0, 100.0, 9.0, 0.0]), np.array([20.0, 110.0, 9.0, 9.0])
    expected = binom.sf(right - 1, taken, 0.8)
    assert at_least(right, taken, 0.8) == pytest.approx(expected, rel=1e-12)


def test_a_binomial_tail_is_far_below_hoeffding_and_bentkus(references):
    [bentkus] = references["values"]["mapie_hoeffding_bentkus_p.rhat0.03_n500_alpha0.05"]["value"]
    assert at_least(np.array([485.0]), np.array([500.0]), 0.95)[0] == pytest.approx(0.0199, abs=5e-5)
    assert bentkus > 0.05


def test_depths_begin_at_20_rows_and_end_at_all_of_them():
    assert depths(5000)[0] == 20
    assert depths(5000)[-1] == 5000
    assert 2000 in depths(5000).round(9)


def test_whatever_bonferroni_of_the_ten_starts_certifies_is_certified():
    rng = np.random.default_rng(0)
    taken = depths(3000)
    for _ in range(200):
        right = np.round(taken * np.clip(rng.normal(0.85, 0.1, len(taken)), 0, 1))
        starts = at_least(right, np.round(taken), 0.8)[:100:10] <= 0.05 / 10
        assert certified(right, np.round(taken), floor=0.8, delta=0.05)[:100:10][starts].all()


def test_rows_that_share_a_score_are_never_parted(cells_of_probabilities):
    tied = cells_of_probabilities([0.1, 0.5, 0.9], [10, 20, 300], [500, 100, 2])
    found = precision_floor(tied, floor=0.9)
    assert found.apparent["alerts"] == pytest.approx(302 / 932)
    assert 0.5 < found.threshold < 0.9


def test_too_few_rows_above_any_threshold_are_refused_with_how_many_are_needed(cells):
    z = np.linspace(-2, 2, 60)
    with pytest.raises(NoGuaranteeError, match="even without a single false alarm 104 rows are needed"):
        precision_floor(cells(z, (z > 0).astype(int)), floor=0.95)  # ln(.005) / ln(.95) = 103.3


def test_a_floor_above_what_the_model_reaches_is_refused_with_the_nearest_depth(binormal):
    with pytest.raises(NoGuaranteeError, match=r"precision of yes >= 0.99 cannot .* the nearest are the .* highest"):
        precision_floor(binormal(1.0, 0.2).cells(2000, np.random.default_rng(0)), floor=0.99)


def test_inverted_scores_are_refused(cells):
    z = np.linspace(-2, 2, 200)
    with pytest.raises(RemedyError, match="inverted"):
        precision_floor(cells(z, (z < 0).astype(int)), floor=0.9)


def _runs(world, rng, *, runs, rows, floor):
    """Shares of runs in which the true precision is below the floor, by the rule and naively, and mean recall."""
    broken, naive, recalls = 0, 0, []
    for _ in range(runs):
        cuts = cuts_of(world.cells(rows, rng))
        i = Plan(Lowest(), (PrecisionFloor(floor),)).pick(cuts)
        observed = np.flatnonzero((cuts.alerts > 0) & (cuts.tp >= floor * cuts.alerts))
        naive += world.precision(cuts.score[observed[0]]) < floor if len(observed) else 0
        if i >= 0:
            broken += world.precision(cuts.score[i]) < floor
            recalls.append(world.rates(cuts.score[i])[0])
    return broken / runs, naive / runs, np.mean(recalls)


def test_a_precision_floor_is_seldom_broken_where_the_observed_precision_breaks_it_half_the_time(binormal):
    broken, naive, recall = _runs(binormal(2.0, 0.27), np.random.default_rng(4), runs=150, rows=1500, floor=0.8)
    assert broken <= 0.05
    assert naive > 0.35
    assert recall > 0.5


@pytest.mark.slow
@pytest.mark.parametrize(("apart", "prevalence", "floor"), [(2, 0.27, 0.8), (2, 0.12, 0.8), (1.5, 0.62, 0.9),
                                                             (1.5, 0.82, 0.9), (3, 0.05, 0.9)])  # fmt: skip
def test_a_precision_floor_is_broken_in_at_most_delta_of_many_runs(binormal, apart, prevalence, floor):
    broken, naive, _ = _runs(binormal(apart, prevalence), np.random.default_rng(5), runs=800, rows=3000, floor=floor)
    assert broken <= 0.05
    assert naive > 0.35


def test_on_calibrated_scores_it_comes_near_the_deepest_threshold_that_truly_has_the_precision(binormal):
    world = binormal(2.0, 0.27)
    found = precision_floor(world.cells(50_000, np.random.default_rng(0)), floor=0.8)
    cuts = np.linspace(-6, 6, 2001)
    oracle = world.rates(cuts[np.argmax(world.precision(cuts) >= 0.8)])[0]
    assert oracle - 0.06 < world.rates(float(log_odds(found.threshold)))[0] < oracle
