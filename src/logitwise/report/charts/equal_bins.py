"""Probabilities in bins of equal width, each edge in the precision of the scores."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from logitwise.tallies.cells import Cells

SLACK: Final = 64 * 2.0**-52
"""Roundings, relative, with which a probability comes back from what is kept of it."""
_NEAR: Final = 2.0**-40
"""Relative distance from a shorter float within which a double is one that came back."""


def equal_bins(cells: Cells, count: int) -> NDArray[np.intp]:
    """``(cells,)`` number of the bin of each, of `count` between 0 and 1; a probability on an edge is in the upper one.

    The float32 of .7 lies below the double, so that edges are rounded as the scores are; 1 is in the last bin.

    >>> from logitwise.tallies.cells import Cells
    >>> p = np.array([0.1, 0.7, 1.0], np.float32).astype(float)
    >>> equal_bins(Cells(p, 1 - p, p, 0 * p, np.ones(3, int), np.ones(3, int), exact=True), 10).tolist()
    [1, 7, 9]
    """
    edges = np.arange(1, count) / count
    for short in (np.float16, np.float32) if cells.exact else ():
        rounded = cells.p.astype(short).astype(np.float64)
        if (np.abs(rounded - cells.p) <= _NEAR * cells.p).all():
            return np.searchsorted(edges.astype(short).astype(np.float64), rounded, side="right")
    return np.searchsorted(edges, cells.p * (1 + SLACK), side="right")
