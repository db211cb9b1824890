"""The threshold that costs least."""

from __future__ import annotations

import numpy as np
import pytest

from logitwise.errors import OptionError
from logitwise.policy import Costs
from logitwise.remedies.choose import choose
from logitwise.remedies.cuts import decided, log_odds
from logitwise.remedies.goals import Goals
from logitwise.remedies.splits import of_cells


@pytest.fixture
def honest(binormal):
    return binormal(1.5, 0.2).cells(5000, np.random.default_rng(0))


def test_it_is_elkans(honest):
    found = choose(honest, Goals(costs=Costs(1, 20)))
    assert found.threshold == pytest.approx(1 / 21, rel=2e-4)  # four digits
    assert found.low == found.threshold == found.high


@pytest.mark.parametrize("t", [0.1, 0.25, 0.5, 0.75])
def test_the_cost_is_what_dcurves_calls_net_benefit(cells, references, t):
    # NB = prevalence - cost / c_FN, with c_FP / c_FN = t / (1 - t)
    data = references["datasets"]["bin2000"]
    y = np.array(data["y"])
    found = choose(cells(data["logit"], y), Goals(costs=Costs(t, 1 - t)))
    expected = references["values"]["dcurves_net_benefit.bin2000"]["value"][f"p@{t}"]
    assert y.mean() - found.apparent["cost"] / (1 - t) == pytest.approx(expected, abs=1e-10)


def test_honest_probabilities_are_not_accused(binormal):
    accused = 0
    for seed in range(100):
        cells = binormal(1.5, 0.2).cells(1000, np.random.default_rng(seed))
        found = choose(cells, Goals(costs=Costs(1, 5)), pairs=of_cells(cells))
        accused += any("not calibrated" in warning for warning in found.warnings)
    assert accused <= 5


def test_probabilities_that_are_wrong_are_named_as_the_problem(cells, binormal):
    z, y = binormal(1.5, 0.2).rows(5000, np.random.default_rng(0))
    shifted = cells(z + 2, y)
    found = choose(shifted, Goals(costs=Costs(1, 5)), pairs=of_cells(shifted))
    assert any("the probabilities are not calibrated there" in warning for warning in found.warnings)
    assert found.corrected["lowest_cost"] < found.corrected["cost"]


def test_costs_are_told_at_one_half_and_at_the_cheapest_too(honest):
    found = choose(honest, Goals(costs=Costs(1, 20)), pairs=of_cells(honest))
    half = decided(honest, 0.0)
    assert found.apparent["cost_at_half"] == pytest.approx((half.fp + 20 * half.fn) / 5000)
    assert found.apparent["lowest_cost"] <= found.apparent["cost"] < found.apparent["cost_at_half"]
    assert found.corrected["cost"] == pytest.approx(found.apparent["cost"])  # nothing was chosen


def test_a_score_exactly_at_the_threshold_is_left_a_little_room(cells_of_probabilities):
    found = choose(cells_of_probabilities([0.1, 0.2, 0.6], [1, 2, 9], [20, 8, 2]), Goals(costs=Costs(1, 4)))
    assert 0.1 < found.threshold < 0.2
    assert log_odds(found.threshold) < log_odds(0.2)


@pytest.mark.parametrize(("wrong", "missed"), [(0, 1), (1, -2), (float("nan"), 1), (1, float("inf"))])
def test_costs_that_are_not_positive_are_refused(honest, wrong, missed):
    with pytest.raises(OptionError, match="expected a positive number"):
        choose(honest, Goals(costs=Costs(wrong, missed)))
