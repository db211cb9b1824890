"""Cells few enough to fit many times: neighbours put together at their mean log-odds."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from logitwise.metrics.coarse import occupied
from logitwise.remedies.scores import log_odds_of

if TYPE_CHECKING:
    from logitwise.tallies.cells import Cells

Floats = NDArray[np.float64]
MOST: Final = 2048
"""Cells that are fitted as they are."""
_STEPS: Final = 128
"""Cells a spread wide near the centre; further out cells are 1/128 of the distance wide."""


def grouped(cells: Cells) -> Cells:
    """The same rows in at most some 2,000 cells; themselves where they are no more than that.

    Cells are equal steps of asinh((z - centre) / spread), with the centre and the spread (1 at most) of rows by how
    much each tells, p q; their number grows with the logarithm of the extent only. Inside a cell rows lose what is left
    of their order, which moved temperatures and slopes by at most 8e-5 of themselves, and never by more than an
    eightieth of a standard error (25,000 real and 300,000 drawn rows, all distinct); a curve loses knots that stand on
    single rows.

    Args:
        cells: finite log-odds, ascending.
    """
    cells = occupied(cells)
    if len(cells.p) <= MOST:
        return cells
    z = log_odds_of(cells)
    n = np.asarray(cells.positives + cells.negatives, np.float64)
    tells = n * np.maximum(cells.p * cells.q, 1e-12)
    centre = float(tells @ z) / float(tells.sum())
    spread = min(float(np.sqrt(tells @ (z - centre) ** 2 / tells.sum())), 1.0)
    step = np.floor(np.arcsinh((z - centre) / spread) * _STEPS)
    starts = np.flatnonzero(np.concatenate([[True], step[1:] != step[:-1]]))
    mean = np.add.reduceat(n * z, starts) / np.add.reduceat(n, starts)
    p, edge = expit(mean), cells.edge[starts]
    last = np.append(starts[1:], len(z)) - 1
    far = cells.p[last] + cells.width[last]
    return replace(
        cells,
        p=p,
        q=expit(-mean),
        edge=edge,
        width=np.maximum(np.maximum(far - p, p - edge), 0.0),
        positives=np.add.reduceat(cells.positives, starts),
        negatives=np.add.reduceat(cells.negatives, starts),
        exact=False,
    )
