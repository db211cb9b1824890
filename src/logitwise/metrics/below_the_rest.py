"""Is a share smaller in one part of the rows than in the rest? An exact one-sided test."""

from __future__ import annotations

from math import isfinite, nan, sqrt
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
from scipy.special import ndtr

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

SAME: Final = 1e-9
"""Two sums of shares that differ by less are one: rounding of at most a few ulp a term."""
DEVIATIONS: Final = 12
"""Standard deviations of the hypergeometric law that are summed; beyond lie less than 1e-30."""


class Split(NamedTuple):
    """A share in the part and in the rest.

    Attributes:
        successes: rows of the part in which it held; fractional where rows are weighted.
        trials: rows of the part in which it could.
        rest_successes: the same of the rest.
        rest_trials: the same of the rest.
    """

    successes: float
    trials: float
    rest_successes: float
    rest_trials: float

    @property
    def slope(self) -> float:
        """By how much the difference of the two shares moves with one success, the total fixed."""
        return 1 / self.trials + 1 / self.rest_trials

    @property
    def difference(self) -> float:
        """Share of the part less that of the rest."""
        return self.successes / self.trials - self.rest_successes / self.rest_trials

    @property
    def whole(self) -> bool:
        """Whether all counts are whole numbers."""
        return all(float(count).is_integer() for count in self)


def chance_below(splits: Sequence[Split]) -> float:
    """One-sided p-value: how often the part would fall as far below the rest if all were alike; 0 to 1.

    Given the totals, the successes in the part are hypergeometric. Of one share this is Fisher's exact test, of the
    mean of two (recall and specificity) the exact law of the sum; half the probability of what was seen counts (mid-p),
    without which small parts are found too seldom. Fractional counts of weighted or grouped rows are compared by the
    score test. Below 1e-30 it may be 0.

    Undefined (NaN): the part or the rest has no rows of a share.

    Source: Lancaster (1961), doi:10.1080/01621459.1961.10482105, for the mid-p; Hirji, Tan and Elashoff (1991),
    doi:10.1002/sim.4780100709, for its level in two-by-two tables.

    Args:
        splits: one share, or the two whose mean is meant.

    >>> round(chance_below([Split(1, 10, 60, 100)]), 5)
    0.00151
    """
    if not all(isfinite(sum(split)) and split.trials > 0 and split.rest_trials > 0 for split in splits):
        return nan
    if len(splits) > 2 or not all(split.whole for split in splits):
        return _by_score(splits)
    return _exact(splits)


def _by_score(splits: Sequence[Split]) -> float:
    variance = sum(_pooled_variance(split) for split in splits)
    difference = sum(split.difference for split in splits)
    return float(ndtr(difference / sqrt(variance))) if variance > 0 else 0.5


def _pooled_variance(split: Split) -> float:
    share = (split.successes + split.rest_successes) / (split.trials + split.rest_trials)
    return share * (1 - share) * split.slope


def _exact(splits: Sequence[Split]) -> float:
    first, seen = splits[0], sum(split.slope * split.successes for split in splits)
    counts, chances = _hypergeometric(first)
    if len(splits) == 1:
        return float(_mid(counts, chances, np.array([first.successes]))[0])
    other = splits[1]
    # The sum of both lies below what was seen where the other lies below what the first leaves for it.
    left = (seen - first.slope * counts) / other.slope
    return float(chances @ _mid(*_hypergeometric(other), left))


def _mid(counts: NDArray[np.float64], chances: NDArray[np.float64], limits: NDArray[np.float64]) -> NDArray[np.float64]:
    """Chance of less than each limit, and half that of just it."""
    up_to = np.concatenate([[0.0], np.cumsum(chances)])
    tolerance = SAME * (1 + np.abs(limits))
    below = np.searchsorted(counts, limits - tolerance, "left")
    not_above = np.searchsorted(counts, limits + tolerance, "right")
    return np.asarray((up_to[below] + up_to[not_above]) / 2)


def _hypergeometric(split: Split) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Successes that the part may have, given the totals, with their chances."""
    n, m = split.trials, split.rest_trials
    k = split.successes + split.rest_successes
    mean = k * n / (n + m)
    deviation = sqrt(max(mean * m / (n + m) * (n + m - k) / max(n + m - 1, 1), 0.0))
    low = max(0.0, k - m, np.floor(mean - DEVIATIONS * deviation - DEVIATIONS))
    high = min(n, k, np.ceil(mean + DEVIATIONS * deviation + DEVIATIONS))
    counts = np.arange(low, high + 1)
    x = counts[:-1]
    # From ratios of neighbours: no factorial of millions, whose logarithm would keep few digits.
    steps = np.log(((k - x) * (n - x)) / ((x + 1) * (m - k + x + 1)))
    logs = np.concatenate([[0.0], np.cumsum(steps)])
    chances = np.exp(logs - logs.max())
    return counts, chances / chances.sum()
