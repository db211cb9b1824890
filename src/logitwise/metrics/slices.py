"""Slices ranked: which values of which columns are worse than the rest of the rows, worst first."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import chain
from math import isnan, nan
from typing import TYPE_CHECKING, Final

import numpy as np

from logitwise.metrics.below_the_rest import Split, chance_below
from logitwise.metrics.false_discovery import benjamini_hochberg, benjamini_yekutieli
from logitwise.metrics.shrinkage import shrunken
from logitwise.metrics.slice_shares import Ranked, shares_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from logitwise.tallies.parts import Parts
    from logitwise.tallies.tally import Tally

Q: Final = 0.1
"""Largest expected share of false ones among the slices that are called worse (METHODS h)."""
FEWEST_ROWS: Final = 10
"""Rows that a share needs before anything is claimed about it (METHODS l). A judgement."""
FEWEST_GROUPS: Final = 20
"""Groups that a slice of grouped rows needs to be compared with the rest (METHODS a). A judgement."""


@dataclass(frozen=True, slots=True)
class Slice:
    """One value of one column against the others.

    Attributes:
        column: name of the column.
        value: the value, as text.
        tally: what its rows left behind.
        estimate: of the metric by which slices are ranked; NaN where undefined.
        rest: the same of the column's other values added up.
        shrunken: the estimate drawn towards that of all rows; the ranking goes by it.
        p: one-sided p-value of being below the rest; NaN where there is nothing to compare, or of too few groups.
        adjusted: the same adjusted for all slices of all columns.
        worse: whether it is found worse, with a false discovery rate of `Q`.
        few: whether it has fewer than `FEWEST_ROWS` rows of what the metric is made of, or `FEWEST_GROUPS` groups.
    """

    column: str
    value: str
    tally: Tally
    estimate: float
    rest: float
    shrunken: float
    p: float
    adjusted: float
    worse: bool
    few: bool


@dataclass(frozen=True, slots=True)
class Ranking:
    """All slices, worst first.

    Attributes:
        by: the metric.
        slices: by their shrunken estimate, equal ones by their p-value; those with few rows that are not found worse
            stand after the others, undefined ones last.
        correction: how p-values were adjusted.
    """

    by: Ranked
    slices: tuple[Slice, ...]
    correction: str


def rank_slices(columns: Mapping[str, Parts], by: Ranked) -> Ranking:
    """Every value of every column, worst first.

    Each is compared with the rest of its own column, never with all rows, which hold it itself. Slices of one column
    share no row, and Benjamini and Hochberg's procedure holds the false discovery rate; those of several columns
    overlap in any way, and Benjamini and Yekutieli's does. Of weighted and grouped rows effective counts are compared.
    Columns in which one value is all there is are listed without a test.

    Args:
        columns: for each column its values with their tallies.
        by: the metric to rank by; see `slice_shares.rankable`.

    Raises:
        OptionError: the metric is none that slices are ranked by, or names a class that does not exist.
    """
    found = list(chain.from_iterable(_of_column(name, parts, by) for name, parts in columns.items()))
    overlapping = len(columns) > 1
    adjust = benjamini_yekutieli if overlapping else benjamini_hochberg
    adjusted = adjust([one.p for one in found]).tolist()
    told = [_adjusted(one, p) for one, p in zip(found, adjusted, strict=True)]
    return Ranking(by, tuple(sorted(told, key=_order)), "Benjamini-Yekutieli" if overlapping else "Benjamini-Hochberg")


def _of_column(name: str, parts: Parts, by: Ranked) -> list[Slice]:
    """The values of one column, not yet adjusted."""
    counts = np.array([shares_of(tally, by) for tally in parts.values()])  # slices, shares, (successes, trials)
    successes, trials = counts[..., 0], counts[..., 1]
    rest = np.nansum(counts, axis=0) - np.nan_to_num(counts)
    drawn = np.mean([shrunken(*np.nan_to_num(counts[:, s]).T) for s in range(counts.shape[1])], axis=0)
    own, others = _mean_share(successes, trials), _mean_share(rest[..., 0], rest[..., 1])
    return [
        Slice(
            column=name,
            value=value,
            tally=tally,
            estimate=own[i].item(),
            rest=others[i].item(),
            shrunken=drawn[i].item(),
            p=nan if _few_groups(tally) else chance_below(_splits(counts[i], rest[i])),
            adjusted=nan,
            worse=False,
            few=_few_groups(tally) or not trials[i].min() >= FEWEST_ROWS,
        )
        for i, (value, tally) in enumerate(parts.items())
    ]


def _few_groups(tally: Tally) -> bool:
    return tally.groups is not None and tally.groups.distinct < FEWEST_GROUPS


def _splits(own: NDArray[np.float64], rest: NDArray[np.float64]) -> list[Split]:
    pairs = zip(own.tolist(), rest, strict=True)
    return [Split(successes, trials, *_cleared(others)) for (successes, trials), others in pairs]


def _mean_share(successes: NDArray[np.float64], trials: NDArray[np.float64]) -> NDArray[np.float64]:
    """``(slices,)`` mean of the shares; NaN where one of them has no rows."""
    shares = np.where(trials > 0, successes / np.where(trials > 0, trials, 1.0), np.nan)
    return np.asarray(shares.mean(axis=1))


def _cleared(counts: NDArray[np.float64]) -> tuple[float, float]:
    """A difference of sums without what rounding left of nothing."""
    successes, trials = counts.tolist()
    return (max(successes, 0.0), trials) if trials > 1e-9 else (0.0, 0.0)


def _adjusted(one: Slice, p: float) -> Slice:
    return replace(one, adjusted=p, worse=bool(p <= Q))


def _order(one: Slice) -> tuple[bool, bool, float, float, str, str]:
    # Where slices differ much the prior is weak, and shrinkage alone would let one of three rows head the list.
    little = one.few and not one.worse
    return isnan(one.estimate), little, one.shrunken, 2.0 if isnan(one.p) else one.p, one.column, one.value
