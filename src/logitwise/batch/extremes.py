"""Smallest and largest value in one walk over memory."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

BLOCK = 65_536  # values that stay in the second-level cache, so that memory is read once for both ends


def extremes(values: NDArray[Any]) -> tuple[float, float]:
    """Smallest and largest value, both NaN where any value is NaN; (0, 0) of nothing.

    >>> extremes(np.array([0.5, -2.0, 3.0]))
    (-2.0, 3.0)
    """
    if not values.size:
        return 0.0, 0.0
    with np.errstate(invalid="ignore"):
        if not (values.flags.c_contiguous or values.flags.f_contiguous):
            return float(values.min()), float(values.max())
        flat = values.reshape(-1, order="A")
        lows, highs = [], []
        for start in range(0, flat.size, BLOCK):
            block = flat[start : start + BLOCK]
            lows.append(block.min())
            highs.append(block.max())
        return float(np.min(lows)), float(np.max(highs))
