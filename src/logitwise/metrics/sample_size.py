"""How many rows would decide what these rows leave open."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, log, sqrt
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


def rows_for_share(share: Share, direction: Literal[">=", "<="], *, alpha: float, unit: str) -> RowsNeeded:
    """Rows for an exact one-sided Clopper-Pearson test of a share to have power 0.8.

    The true share is taken to be (k + 1/2) / (n + 1). Binomial power is a sawtooth in the rows: the answer is the
    number from which on the power stays.

    >>> from logitwise.metrics.law import Share
    >>> rows_for_share(Share(143, 158, 0.86), ">=", alpha=0.05, unit="rows").rows
    398
    """
    k, n, floor = share
    if direction == "<=":  # a ceiling on the share is a floor on the rest
        k, floor = n - k, 1 - floor
    truth = (k + 0.5) / (n + 1)
    least = ceil(log(alpha) / log(floor)) if 0 < floor < 1 else 1
    if k == n > 0 and truth <= floor:  # nothing speaks against it yet, and nothing for it
        needed = max(least, n + 1)
        return RowsNeeded(needed, f"at least {needed:,} {unit}, all of them right, would be needed (there are {n:,})")
    hopeless = _hopeless(truth, floor, sd=sqrt(truth * (1 - truth) / (n + 1)))
    if hopeless is not None:
        return hopeless
    rows = max(_safe_rows(truth, floor, alpha), least, n + 1)
    return RowsNeeded(rows, f"about {rows:,} {unit} would decide it (there are {n:,})")


def rows_for_estimate(value: float, limit: float, *, bound: float, rows: int, alpha: float) -> RowsNeeded:
    """Rows for a limit that closes in on the value as 1 / sqrt(rows) to pass the bound with power 0.8."""
    z = float(ndtri(1 - alpha))
    sd = abs(value - limit) / z
    toward = value - bound if limit <= value else bound - value
    if limit == value:
        return RowsNeeded(None, "these rows give no spread to reckon with")
    hopeless = _hopeless(toward, 0.0, sd=sd)
    if hopeless is not None:
        return hopeless
    needed = max(ceil(rows * ((z + float(ndtri(POWER))) * sd / toward) ** 2), rows + 1)
    return RowsNeeded(needed, f"about {needed:,} rows would decide it (there are {rows:,})")


def _hopeless(value: float, bound: float, *, sd: float) -> RowsNeeded | None:
    if value <= bound:
        return RowsNeeded(None, "more rows will probably not make it ready: the estimate is on the wrong side")
    if value - bound < 0.2 * sd:  # ((1.645 + 0.842) / 0.2)^2 = 155
        return RowsNeeded(None, "more than 150 times as many rows would be needed: the estimate is too near the bound")
    return None


def _safe_rows(truth: float, floor: float, alpha: float) -> int:
    """Smallest number of rows from which on the exact test keeps its power."""
    spread = ndtri(1 - alpha) * sqrt(floor * (1 - floor)) + ndtri(POWER) * sqrt(truth * (1 - truth))
    normal = float((spread / (truth - floor)) ** 2)
    if normal > _SCANNED:
        return ceil(normal)
    rows = np.arange(1, int(2 * normal + 500), dtype=np.int64)
    short = np.flatnonzero(_power(rows, truth, floor, alpha) < POWER)
    return int(rows[short[-1]]) + 1 if len(short) else 1


def _power(rows: NDArray[np.int64], truth: float, floor: float, alpha: float) -> NDArray[np.float64]:
    """Chance that the lower Clopper-Pearson limit reaches the floor, for each number of rows."""
    n = rows.astype(np.float64)
    guess = np.ceil(n * floor + ndtri(1 - alpha) * np.sqrt(n * floor * (1 - floor)))
    needed = np.clip(
        guess, 0, n + 1
    )  # rows that must hold; from the normal guess walk to where the tail is just small enough
    while (down := (needed > 0) & (_tail(needed - 1, n, floor) <= alpha)).any():
        needed -= down
    while (up := _tail(needed, n, floor) > alpha).any():
        needed += up
    return _tail(needed, n, truth)


def _tail(k: NDArray[np.float64], n: NDArray[np.float64], p: float) -> NDArray[np.float64]:
    """P(Bin(n, p) >= k)."""
    inside = betainc(np.clip(k, 1, n), np.clip(n - k + 1, 1, n), p)
    return np.where(k <= 0, 1.0, np.where(k > n, 0.0, inside))
