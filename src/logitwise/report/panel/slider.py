"""The slider: evenly spaced log-odds that hold all finite scores."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor, log2
from typing import Final

import numpy as np
from numpy.typing import NDArray

from logitwise.remedies.cuts import BELOW_ONE, log_odds

Floats = NDArray[np.float64]
MOST: Final = 2500
"""Positions, more than a hand can tell apart; no fewer than half as many, for a window is about as wide."""
LIMIT: Final = float(log_odds(BELOW_ONE))
"""The largest log-odds, 36.7, that a threshold written as a probability can have."""


@dataclass(frozen=True, slots=True)
class Slider:
    """Positions ``first * step`` to ``(first + count - 1) * step`` in log-odds.

    Attributes:
        first: the lowest, in steps.
        count: how many.
        step: a power of two, so that positions are exact and fall on edges of the grid.
    """

    first: int
    count: int
    step: float

    @property
    def positions(self) -> Floats:
        """``(count,)`` log-odds."""
        return np.arange(self.first, self.first + self.count, dtype=np.float64) * self.step


def slider_of(place: Floats, *, most: int = MOST) -> Slider:
    """From a position that takes every finite score to one that takes none, as far as a probability goes.

    Args:
        place: log-odds of the scores.
        most: positions.

    >>> found = slider_of(np.array([-np.inf, -3.0, 0.5, 4.0]), most=1000)
    >>> found.step, found.positions[[0, -1]].tolist()
    (0.0078125, [-3.0, 4.0078125])
    """
    finite = place[np.isfinite(place)]
    low, high = (
        float(np.clip(end, -LIMIT, LIMIT)) for end in ((finite.min(), finite.max()) if len(finite) else (-1, 1))
    )
    step = 2.0 ** ceil(log2(max(high - low, 2.0**-7) / (most - 3)))
    first = max(floor(low / step), ceil(-LIMIT / step))
    last = min(floor(high / step) + 1, floor(LIMIT / step))
    return Slider(first, max(last - first, 1) + 1, step)
