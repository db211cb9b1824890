"""Fewer points for a path, none of them missed by an eye."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
POINTS: Final = 512


def thin(*coordinates: Floats, points: int = POINTS) -> NDArray[np.intp]:
    """Positions of at most 512 points of a path, or so many: both ends, and points evenly spaced along it.

    A point that is left out lies, in every coordinate, within 1/510 of the path's length (2 for a ROC curve) of one
    that is kept.

    Args:
        coordinates: ``(points,)`` each, finite, between 0 and 1.
        points: how many at most; of another number, 1/510 above is 1/(points - 2).

    >>> thin(np.linspace(0, 1, 100_001), np.linspace(0, 1, 100_001)).shape
    (511,)
    """
    count = len(coordinates[0])
    if count <= points:
        return np.arange(count)
    steps = sum(np.abs(np.diff(c, prepend=c[0])) for c in coordinates)
    along = np.cumsum(steps)
    place = np.floor(along / max(along[-1], 1e-300) * (points - 2))
    kept = np.diff(place, prepend=-1.0) > 0
    kept[-1] = True
    return np.flatnonzero(kept)
