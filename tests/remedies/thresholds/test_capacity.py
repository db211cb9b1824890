"""No more alerts than somebody can look at."""

from __future__ import annotations

import numpy as np
import pytest

from logitwise.errors import NoGuaranteeError, OptionError, RemedyError
from logitwise.remedies.capacity import Capacity, capacity
from logitwise.remedies.cuts import cuts_of
from logitwise.remedies.plan import Lowest, Plan


def test_as_many_rows_are_alerts_as_are_allowed(binormal):
    found = capacity(binormal(2.0, 0.1).cells(10_000, np.random.default_rng(0)), share=200 / 10_000)
    assert found.apparent["alerts"] == 0.02
    assert found.guarantee is None


def test_a_guaranteed_share_is_clopper_pearsons(binormal):
    from scipy.stats import binomtest

    cells = binormal(2.0, 0.1).cells(10_000, np.random.default_rng(0))
    found = capacity(cells, share=0.02, delta=0.05)
    alerts = round(found.apparent["alerts"] * 10_000)
    assert binomtest(alerts, 10_000).proportion_ci(0.9).high <= 0.02
    assert binomtest(alerts + 1, 10_000).proportion_ci(0.9).high > 0.02
    assert "At most 2.0 % of rows decided to be yes with 95 % confidence" in found.guarantee


def test_a_guaranteed_share_is_seldom_passed(binormal):
    world, rng, passed = binormal(2.0, 0.1), np.random.default_rng(1), 0
    for _ in range(300):
        cuts = cuts_of(world.cells(1000, rng))
        recall, false = world.rates(cuts.score[Plan(Lowest(), (Capacity(0.05, delta=0.05),)).pick(cuts)])
        passed += 0.1 * recall + 0.9 * false > 0.05
    assert passed / 300 <= 0.05 + 2 * 0.0126


def test_more_rows_on_the_highest_score_than_are_allowed_are_refused(cells_of_probabilities):
    tied = cells_of_probabilities([0.1, 1.0], [1, 30], [65, 4])
    with pytest.raises(RemedyError, match=r"34 of 100 rows \(34.0 %\) share the highest score"):
        capacity(tied, share=0.2)


def test_too_few_rows_for_a_guarantee_are_refused(cells):
    z = np.linspace(-2, 2, 100)
    with pytest.raises(NoGuaranteeError, match="needs more than 149 independent ones"):  # ln .05 / ln .98 = 148.3
        capacity(cells(z, (z > 0).astype(int)), share=0.02, delta=0.05)


@pytest.mark.parametrize("share", [0, 1, 1.5, float("nan")])
def test_a_share_that_is_none_is_refused(cells, share):
    with pytest.raises(OptionError, match="expected a share above 0 and below 1"):
        capacity(cells([0.0, 1.0], [0, 1]), share=share)
