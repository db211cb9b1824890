"""Cells taken together where a statistic is resampled or refitted many times."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from logitwise.tallies.cells import Cells

Floats = NDArray[np.float64]
FOR_FITS: Final = 2048
FOR_REDRAWS: Final = 256


class Coarse(NamedTuple):
    """Cells by ascending score.

    Attributes:
        p: ``(cells,)`` mean probability of the rows in each.
        hits: ``(cells,)`` rows in which the outcome holds.
        rows: ``(cells,)`` all rows.
    """

    p: Floats
    hits: Floats
    rows: Floats


def coarsen(cells: Cells, most: int) -> Coarse:
    """At most about `most` cells: neighbours put together until each holds a like share of both outcomes.

    Shares of the two outcomes, not of rows: with rare positives equal numbers of rows would put most of them in one
    cell.
    """
    cells = occupied(cells)
    rows = (cells.positives + cells.negatives).astype(np.float64)
    hits = cells.positives.astype(np.float64)
    if len(rows) <= most:
        return Coarse(cells.p, hits, rows)
    mass = hits / max(hits.sum(), 1) + (rows - hits) / max((rows - hits).sum(), 1)
    middle = (np.cumsum(mass) - mass / 2) / mass.sum()
    bins = np.floor(middle * most)
    starts = np.flatnonzero(np.diff(bins, prepend=-1.0))
    return together(cells.p, hits, rows, starts=starts)


def occupied(cells: Cells) -> Cells:
    """The cells that hold rows; weights can leave some without."""
    used = (cells.positives + cells.negatives) > 0
    if used.all():
        return cells
    return replace(
        cells,
        p=cells.p[used],
        q=cells.q[used],
        edge=cells.edge[used],
        width=cells.width[used],
        positives=cells.positives[used],
        negatives=cells.negatives[used],
    )


def whole(counts: Floats, rng: np.random.Generator) -> NDArray[np.int64]:
    """Counts that can be redrawn: those of weighted rows are rounded up as often as their fraction says."""
    floor = np.floor(counts)
    if (counts == floor).all():
        return floor.astype(np.int64)
    return (floor + (rng.random(counts.shape) < counts - floor)).astype(np.int64)


def together(p: Floats, hits: Floats, rows: Floats, *, starts: NDArray[np.int64]) -> Coarse:
    """Runs of cells that begin at `starts`, each put together; its probability is the mean over its rows."""
    n = np.add.reduceat(rows, starts)
    return Coarse(np.add.reduceat(p * rows, starts) / n, np.add.reduceat(hits, starts), n)
