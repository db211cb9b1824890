"""About a thousand cells a class for one-vs-rest scores, cut from the folded score (`sigmoid.folded`).

Below p = 1/2 the score is log p, above it -log(1 - p); its magnitude, at least ln 2, keeps six mantissa bits between
2^-1 and 2^7 (p = 1e-56) and has a cell of its own where it is infinite. Cells ascend with p.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

CUT = 52 - 6
SMALLEST = 1022 << 6  # leading bits of 2^-1
SIDE = 8 << 6  # finite cells a side
CELLS = 2 * (SIDE + 1)


def cells_of(folded: Floats) -> NDArray[np.int64]:
    """Cell of each folded score, 0 (p = 0) to `CELLS` - 1 (p = 1).

    >>> cells_of(np.array([-np.inf, -0.7, 0.7, np.inf])).tolist()
    [0, 487, 538, 1025]
    """
    magnitude = (np.abs(folded).view(np.int64) >> CUT) - SMALLEST
    k = np.where(np.isinf(folded), SIDE, np.clip(magnitude, 0, SIDE - 1))
    return np.where(folded < 0, SIDE - k, SIDE + 1 + k)


def edges(cells: NDArray[np.int64]) -> tuple[Floats, Floats]:
    """Smallest and largest magnitude of the folded scores in each cell."""
    k = np.where(cells <= SIDE, SIDE - cells, cells - (SIDE + 1))
    low = ((k + SMALLEST) << CUT).view(np.float64)
    high = ((k + 1 + SMALLEST) << CUT).view(np.float64)
    infinite = k == SIDE
    last = k == SIDE - 1
    return np.where(infinite, np.inf, np.maximum(low, np.log(2.0))), np.where(infinite | last, np.inf, high)
