"""A threshold as it is written down: between two scores, with as few digits as that allows."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from math import floor, inf, isfinite, log10
from typing import TYPE_CHECKING, Final

from scipy.special import expit

from logitwise.remedies.cuts import BELOW_ONE, log_odds
from logitwise.remedies.scores import log_odds_of

if TYPE_CHECKING:
    from logitwise.tallies.cells import Cells

_FEWEST_DIGITS: Final = 2
_MARGIN: Final = 0.05
"""Share of the room, or of 1 in log-odds, that a written threshold keeps from either score."""


@dataclass(frozen=True, slots=True)
class Threshold:
    """A threshold and the room that it has.

    Attributes:
        value: probability; rows at or above it are decided positive.
        low: log-odds of the highest score below it, minus infinite where there is none.
        high: log-odds of the lowest score at or above it, infinite where there is none.
        on_score: whether it is itself a possible score: no probability lies between, or scores were put into cells, of
            which it is the lower edge.
    """

    value: float
    low: float
    high: float
    on_score: bool

    @property
    def gap(self) -> float:
        """Width of the room in log-odds."""
        return self.high - self.low


def threshold_of(cells: Cells, first: int) -> Threshold:
    """The threshold that decides the cells from `first` on positive.

    Strictly between two scores, so that no rounding on the way (float32 outputs, a logit instead of a probability) can
    move a row across it. Of all decimals there with the fewest digits, two at least, the one nearest to the middle in
    log-odds. Cells that hold more than one score are parted at their exact edge where they touch.

    Args:
        cells: ascending scores, each with rows.
        first: the lowest cell that is decided positive; the number of cells for none.

    >>> import numpy as np
    >>> from logitwise.tallies.cells import Cells
    >>> p, one = np.array([0.1234, 0.32, 0.41]), np.ones(3, np.int64)
    >>> threshold_of(Cells(p, 1 - p, p, 0 * p, one, one, exact=True), 2).value
    0.36
    """
    low, high = _room(cells, first)
    target = _target(cells, first, low, high)
    if low < high:
        short = _shortest(target, low, high)
        if short is not None:
            return Threshold(short, low, high, on_score=False)
    if cells.exact and 0 < target < 1 and low < log_odds(target) <= high:
        return Threshold(target, low, high, on_score=target in cells.p[max(first - 1, 0) : first + 1])
    return Threshold(float(cells.edge[first]), min(low, high), high, on_score=True)


def _room(cells: Cells, first: int) -> tuple[float, float]:
    """Log-odds between which no row scores."""
    z = log_odds_of(cells)
    low = float(z[first - 1]) if first else -inf
    high = float(z[first]) if first < len(z) else inf
    if not cells.exact:
        if first and cells.width[first - 1] > 0:
            low = float(log_odds(min(float(cells.p[first - 1] + cells.width[first - 1]), 1.0)))
        if first < len(z) and cells.width[first] > 0:
            high = float(log_odds(float(cells.edge[first])))
    return low, high


def _target(cells: Cells, first: int, low: float, high: float) -> float:
    """Halfway in log-odds; towards 0 or 1, where that has no end, halfway in probability."""
    if isfinite(low) and isfinite(high):
        return min(float(expit((low + high) / 2)), BELOW_ONE)
    if isfinite(high):
        return float(expit(high)) / 2
    return min(1 - float(cells.q[first - 1]) / 2, BELOW_ONE) if isfinite(low) else 0.5


def _shortest(target: float, low: float, high: float) -> float | None:
    """The decimal with the fewest digits, nearest to the target, that keeps off the scores on both sides."""
    margin = _MARGIN * min(high - low, 1.0)
    low, high = low + margin, high - margin
    p_low, p_high = float(expit(low)), float(expit(high))
    if not p_low < p_high:
        return None
    enough = max(_FEWEST_DIGITS, floor(-log10(p_high - p_low)))
    for digits in range(enough, enough + 3):  # ten steps of the second fit into the room, if doubles do
        scaled = Decimal(target).scaleb(digits)
        nearest = [float(scaled.to_integral_value(way).scaleb(-digits)) for way in (ROUND_FLOOR, ROUND_CEILING)]
        fits = [t for t in nearest if 0 < t < 1 and low < log_odds(t) < high]
        if fits:
            return min(fits, key=lambda t: abs(t - target))
    return None
