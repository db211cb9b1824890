"""Scores by the folds of groups, put together from the tallies of the folds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

import numpy as np

from logitwise.tallies.cells import Cells, FoldCells

if TYPE_CHECKING:
    from logitwise.tallies.tally import Tally


def cells_by_group(folds: Mapping[str, Tally], cells_of: Callable[[Tally], Cells | None]) -> FoldCells | None:
    """Counts of every fold at the probabilities that occur in any; None where a fold keeps no scores.

    Args:
        folds: tallies of the folds.
        cells_of: gives the cells that are wanted of one of them.
    """
    found = [cells_of(part) for part in folds.values()]
    kept = [cells for cells in found if cells is not None]
    if not kept or len(kept) < len(found):
        return None
    p = np.unique(np.concatenate([cells.p for cells in kept]))
    positives, negatives = np.zeros((len(kept), len(p))), np.zeros((len(kept), len(p)))
    for fold, cells in enumerate(kept):
        place = np.searchsorted(p, cells.p)
        np.add.at(positives[fold], place, cells.positives)
        np.add.at(negatives[fold], place, cells.negatives)
    return FoldCells(p, positives, negatives)  # type: ignore[arg-type]  # weights make effective rows
