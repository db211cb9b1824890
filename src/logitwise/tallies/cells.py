"""Scores split by truth, as ascending cells: what every metric on scores reads."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Cells:
    """One class (or label, or "the top label is right") against the rest, by ascending score.

    Attributes:
        p: ``(cells,)`` probability of the positive outcome that stands for the cell; of an exact cell, the value
            itself.
        q: ``(cells,)`` 1 - p, computed without cancellation.
        edge: ``(cells,)`` smallest probability that falls into the cell: deciding ``p >= edge[i]`` takes cells i and
            up.
        width: ``(cells,)`` largest distance of a probability in the cell from `p`; 0 where exact.
        positives: ``(cells,)`` rows in which the outcome holds.
        negatives: ``(cells,)`` rows in which it does not.
        exact: True while each cell is one distinct score, so that nothing is lost by bucketing.
    """

    p: Floats
    q: Floats
    edge: Floats
    width: Floats
    positives: Counts
    negatives: Counts
    exact: bool

    @property
    def rows(self) -> float:
        """All rows."""
        rows: float = (self.positives.sum() + self.negatives.sum()).item()
        return rows


@dataclass(frozen=True, slots=True, eq=False)
class FoldCells:
    """The same on coarse cells, once for each of the folds, for delete-a-group jackknives and cross-fitting.

    Attributes:
        p: ``(cells,)`` probability that stands for the coarse cell.
        positives: ``(folds, cells)``.
        negatives: ``(folds, cells)``.
    """

    p: Floats
    positives: Counts
    negatives: Counts
