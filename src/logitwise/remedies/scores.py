"""Cells as log-odds, and cells after a calibration."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from logitwise.tallies.cells import Cells

if TYPE_CHECKING:
    from logitwise.rule import Calibration

Floats = NDArray[np.float64]


def log_odds_of(cells: Cells) -> Floats:
    """``(cells,)`` log p - log q: both tails apart, since near 1 only q tells scores apart."""
    with np.errstate(divide="ignore"):
        return np.asarray(np.log(cells.p) - np.log(cells.q))


def recalibrated(cells: Cells, calibration: Calibration | Callable[[Floats], Floats], *, shift: float = 0.0) -> Cells:
    """The same rows at their recalibrated probabilities; scores that become equal are put together.

    Args:
        cells: ascending scores.
        calibration: non-decreasing in the log-odds.
        shift: added to the recalibrated log-odds.
    """
    z = np.asarray(calibration(log_odds_of(cells)), np.float64) + shift
    with np.errstate(divide="ignore", invalid="ignore"):
        edge = np.where(cells.edge == cells.p, z, calibration(np.log(cells.edge) - np.log1p(-cells.edge)) + shift)
        far = np.minimum(cells.p + cells.width, 1.0)
        high = np.where(cells.width == 0, z, calibration(np.log(far) - np.log1p(-far)) + shift)
    p, low, top = expit(z), expit(edge), expit(high)
    width = np.zeros(len(p)) if cells.exact else np.maximum(np.maximum(top - p, p - low), 0.0)
    starts = np.flatnonzero(np.concatenate([[True], z[1:] != z[:-1]])) if len(z) else np.zeros(0, np.int64)
    if len(starts) == len(z):
        return Cells(p, expit(-z), low, width, cells.positives, cells.negatives, cells.exact)
    positives, negatives = (np.add.reduceat(c, starts) for c in (cells.positives, cells.negatives))
    return Cells(
        p[starts], expit(-z)[starts], low[starts], np.maximum.reduceat(width, starts), positives, negatives, cells.exact
    )


def joined(parts: Sequence[Cells]) -> Cells:
    """The rows of several cells together, scores that are equal as one."""
    p, q, edge, width, positives, negatives = (
        np.concatenate([getattr(part, name) for part in parts])
        for name in ("p", "q", "edge", "width", "positives", "negatives")
    )
    order = np.lexsort((-q, p))
    p, q, edge, width = p[order], q[order], edge[order], width[order]
    starts = np.flatnonzero(np.concatenate([[True], (p[1:] != p[:-1]) | (q[1:] != q[:-1])]))
    return Cells(
        p[starts], q[starts], np.minimum.reduceat(edge, starts), np.maximum.reduceat(width, starts),
        np.add.reduceat(positives[order], starts), np.add.reduceat(negatives[order], starts),
        all(part.exact for part in parts),
    )  # fmt: skip
