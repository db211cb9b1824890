"""How many rows would decide what these rows leave open."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, isfinite, log, sqrt
from typing import TYPE_CHECKING, Final, Literal

import numpy as np
from scipy.special import betainc, ndtri

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from logitwise.metrics.law import Share

POWER: Final = 0.8
_SCANNED: Final = 100_000  # rows up to which the exact sawtooth is looked through


@dataclass(frozen=True, slots=True)
class RowsNeeded:
    """An answer to "how many more".

    Attributes:
        rows: rows in all, the present ones included; None where no number of rows will probably do, or too many.
        sentence: the answer in words.
    """

    rows: int | None
    sentence: str


def rows_for_share(
    share: Share, direction: Literal[">=", "<="], *, alpha: float, unit: str, worth: float = 1.0
) -> RowsNeeded:
    """Rows for an exact one-sided Clopper-Pearson test of a share to have power 0.8.

    The true share is taken to be (k + 1/2) / (n + 1). Binomial power is a sawtooth in the rows: the answer is the
    number from which on the power stays. Where rows are weighted or grouped, `worth` says how many independent ones
    each stands for.

    >>> from logitwise.metrics.law import Share
    >>> rows_for_share(Share(143, 158, 0.86), ">=", alpha=0.05, unit="rows").rows
    398
    """
    k, n, floor = share
    if direction == "<=":  # a ceiling on the share is a floor on the rest
        k, floor = n - k, 1 - floor
    if not isfinite(k + n):
        return RowsNeeded(None, f"how many {unit} would decide it cannot be said of so few groups")
    truth = (k + 0.5) / (n + 1)
    least = ceil(log(alpha) / log(floor)) if 0 < floor < 1 else 1
    if k == n > 0 and truth <= floor:  # nothing speaks against it yet, and nothing for it
        needed = ceil(max(least, ceil(n + 1)) / worth)
        sentence = f"at least {needed:,} {unit}, all of them right, would be needed (there are {round(n / worth):,})"
        return RowsNeeded(needed, sentence)
    hopeless = _hopeless(truth, floor, sd=sqrt(truth * (1 - truth) / (n + 1)))
    if hopeless is not None:
        return hopeless
    rows = ceil(max(_safe_rows(truth, floor, alpha), least, ceil(n + 1)) / worth)
    return RowsNeeded(rows, f"about {rows:,} {unit} would decide it (there are {round(n / worth):,})")


def rows_for_estimate(value: float, limit: float, *, bound: float, rows: float, alpha: float) -> RowsNeeded:
    """Rows for a limit that closes in on the value as 1 / sqrt(rows) to pass the bound with power 0.8."""
    z = float(ndtri(1 - alpha))
    sd = abs(value - limit) / z
    toward = value - bound if limit <= value else bound - value
    if limit == value:
        return RowsNeeded(None, "these rows give no spread to reckon with")
    hopeless = _hopeless(toward, 0.0, sd=sd)
    if hopeless is not None:
        return hopeless
    needed = max(ceil(rows * ((z + float(ndtri(POWER))) * sd / toward) ** 2), ceil(rows + 1))
    return RowsNeeded(needed, f"about {needed:,} rows would decide it (there are {round(rows):,})")


def _hopeless(value: float, bound: float, *, sd: float) -> RowsNeeded | None:
    if value <= bound:
        return RowsNeeded(None, "more rows will probably not make it ready: the estimate is on the wrong side")
    if value - bound < 0.2 * sd:  # ((1.645 + 0.842) / 0.2)^2 = 155
        return RowsNeeded(None, "more than 150 times as many rows would be needed: the estimate is too near the bound")
    return None


def _safe_rows(truth: float, floor: float, alpha: float) -> int:
    """Smallest number of rows from which on the exact test keeps its power.

    While the same number of misses passes, power falls with each row, so only the last row of each such stretch is
    looked at.
    """
    spread = ndtri(1 - alpha) * sqrt(floor * (1 - floor)) + ndtri(POWER) * sqrt(truth * (1 - truth))
    normal = float((spread / (truth - floor)) ** 2)
    if normal > _SCANNED:
        return ceil(normal)
    # Where many misses are allowed, power is .7 at most at .6 of the normal number and .83 at least at 1.5 of it.
    low, high = (0.6 * normal, 1.5 * normal) if normal * (1 - floor) > 300 else (0, 2 * normal + 500)
    misses = np.arange(int(low * (1 - floor)), ceil(high * (1 - floor)) + 2, dtype=np.float64)
    first = _fewest_rows(misses, floor, alpha)
    short = np.flatnonzero(_at_most(misses[:-1], first[1:] - 1, truth) < POWER)
    return int(first[short[-1] + 1 if len(short) else 0])


def _fewest_rows(misses: NDArray[np.float64], floor: float, alpha: float) -> NDArray[np.float64]:
    """The fewest rows among which so many misses still show the floor."""
    z, miss = float(ndtri(1 - alpha)), 1 - floor
    # A negative binomial quantile by Cornish and Fisher's second term, from which the exact one is a few rows away.
    guess = (misses + 1) / miss + z * np.sqrt((misses + 1) * floor) / miss + (z * z - 1) * (1 + floor) / (6 * miss)
    rows = np.maximum(np.ceil(guess), misses + 1)
    while (more := _at_most(misses, rows, floor) > alpha).any():
        rows += more
    while (fewer := (rows > misses + 1) & (_at_most(misses, rows - 1, floor) <= alpha)).any():
        rows -= fewer
    return rows


def _at_most(misses: NDArray[np.float64], rows: NDArray[np.float64], share: float) -> NDArray[np.float64]:
    """P(so many misses or fewer) where each row is right with chance `share`."""
    return np.where(misses >= rows, 1.0, betainc(np.maximum(rows - misses, 1.0), misses + 1, share))
