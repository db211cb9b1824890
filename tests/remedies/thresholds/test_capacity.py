"""No more alerts than somebody can look at."""

from __future__ import annotations

import numpy as np
import pytest

from logitwise.errors import OptionError, RemedyError
from logitwise.remedies.choose import choose
from logitwise.remedies.goals import Goals


def test_as_many_rows_are_alerts_as_are_allowed(binormal):
    found = choose(binormal(2.0, 0.1).cells(10_000, np.random.default_rng(0)), Goals(capacity=200 / 10_000))
    assert found.apparent["alerts"] == 0.02
    assert found.guarantee is None


def test_how_many_more_there_may_be_is_clopper_pearsons(binormal):
    from scipy.stats import binomtest

    found = choose(binormal(2.0, 0.1).cells(10_000, np.random.default_rng(0)), Goals(capacity=0.02))
    limit = binomtest(200, 10_000).proportion_ci(0.9).high
    assert f"may be up to {100 * limit:.3g} % (95 % confidence)" in " ".join(found.warnings)


def test_more_rows_on_the_highest_score_than_are_allowed_are_refused(cells_of_probabilities):
    tied = cells_of_probabilities([0.1, 1.0], [1, 30], [65, 4])
    with pytest.raises(RemedyError, match=r"34 of 100 rows \(34.0 %\) share the highest score"):
        choose(tied, Goals(capacity=0.2))


@pytest.mark.parametrize("share", [0, 1, 1.5, float("nan")])
def test_a_share_that_is_none_is_refused(cells, share):
    with pytest.raises(OptionError, match="expected a share above 0 and below 1"):
        choose(cells([0.0, 1.0], [0, 1]), Goals(capacity=share))
