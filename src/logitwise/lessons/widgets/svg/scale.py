"""Scales: from numbers to places, and the round numbers that are marked on them."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor, log10
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

_STEPS: Final = (1.0, 2.0, 2.5, 5.0, 10.0)
_ROOM: Final = 1e-9  # of a step, by which a tick may miss an end through rounding


@dataclass(frozen=True, slots=True)
class Scale:
    """A straight or logarithmic way from an interval of numbers to one of places.

    Attributes:
        low: number at `start`.
        high: number at `end`, above `low`.
        start: place of the lowest.
        end: place of the highest; below `start` where places count downwards.
        log: by powers of ten; both ends are then above 0.

    >>> Scale(0.0, 10.0, 100.0, 0.0)(2.5).item()
    75.0
    """

    low: float
    high: float
    start: float
    end: float
    log: bool = False

    def __call__(self, values: ArrayLike) -> NDArray[np.float64]:
        """Places, those of numbers beyond an end at that end; NaN stays NaN."""
        x = np.clip(np.asarray(values, np.float64), self.low, self.high)
        low, high = self.low, self.high
        if self.log:
            x, low, high = np.log10(x), log10(low), log10(high)
        return np.asarray(self.start + (x - low) / (high - low) * (self.end - self.start))


def round_ticks(low: float, high: float, most: int) -> tuple[float, ...]:
    """Multiples of a round step within an interval, at most so many.

    >>> round_ticks(0.0, 1.0, 6)
    (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
    """
    step = _step((high - low) / max(most - 1, 1))
    first, last = ceil(low / step - _ROOM), floor(high / step + _ROOM)
    return tuple(float(f"{k * step:.12g}") for k in range(first, last + 1))


def power_ticks(low: float, high: float, most: int) -> tuple[int, ...]:
    """Exponents of ten within an interval, evenly apart, at most so many.

    >>> power_ticks(1e-8, 1.0, 5)
    (-8, -6, -4, -2, 0)
    """
    first, last = ceil(log10(low) - _ROOM), floor(log10(high) + _ROOM)
    by = max(1, ceil((last - first) / max(most - 1, 1)))
    return tuple(range(last, first - 1, -by))[::-1]


def widened(low: float, high: float) -> tuple[float, float]:
    """An interval of round ends around another, of some length.

    >>> widened(0.03, 0.97), widened(2.0, 2.0)
    ((0.0, 1.0), (1.0, 3.0))
    """
    if not low < high:
        room = max(abs(low) / 2, 0.5)
        low, high = low - room, high + room
    step = _step((high - low) / 5)
    return float(f"{floor(low / step + _ROOM) * step:.12g}"), float(f"{ceil(high / step - _ROOM) * step:.12g}")


def _step(least: float) -> float:
    """The smallest round number that is at least so large."""
    size = 10.0 ** floor(log10(least))
    return next(step * size for step in _STEPS if step * size >= least * (1 - _ROOM))
