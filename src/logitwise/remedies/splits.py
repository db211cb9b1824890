"""Five-fold splits of rows: what is fitted on four parts is judged on the fifth."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from logitwise.metrics.coarse import occupied, whole
from logitwise.metrics.weighting import as_counted, effective, worth_of
from logitwise.remedies.scores import joined
from logitwise.tallies.cells import Cells

if TYPE_CHECKING:
    from logitwise.tallies import Tally

FOLDS: Final = 5
_SEED: Final = 0


@dataclass(frozen=True, slots=True, eq=False)
class Split:
    """One fold against the rest.

    Attributes:
        fit: cells of the rows of the other folds.
        held: cells of the rows of this fold.
    """

    fit: Cells
    held: Cells


def splits(tally: Tally, k: int, *, seed: int = _SEED) -> tuple[Split, ...]:
    """Five splits of the scores of class or label `k`.

    Whole groups where groups were given. Else counts are thinned, which is an exact random split of the rows, since a
    histogram by label holds all that a fit on one score sees; labels never decide the fold.

    Raises:
        ValueError: the tally keeps no scores of `k`.
    """
    if tally.clusters is not None:
        return tuple(Split(joined(rest), joined(held)) for rest, held in held_out(group_cells(tally, k)))
    cells = as_counted(tally).cells(k)
    if cells is None:
        raise ValueError("these outputs keep no scores")
    return of_cells(cells, seed=seed)


def held_out(groups: Sequence[Cells]) -> list[tuple[list[Cells], list[Cells]]]:
    """Folds of groups five times in two: those to fit on and those to judge on; a time without either is left out.

    The fold at place i is judged the (i mod 5)-th time.
    """
    times = [
        ([cells for i, cells in enumerate(groups) if i % FOLDS != f], list(groups[f::FOLDS])) for f in range(FOLDS)
    ]
    return [(rest, held) for rest, held in times if rest and held]


def group_cells(tally: Tally, k: int) -> list[Cells]:
    """Scores of class or label `k` in each fold of groups that holds rows.

    Weighted rows count as the rows that they are worth, by one share for all folds.
    """
    share = None if tally.weighted is None else worth_of(tally.weighted, "accuracy", k=None, averaged=False)
    known = []
    for part in (tally.clusters or {}).values():
        weighted = part.weighted
        cells = part.cells(k) if weighted is None or share is None else effective(weighted.counts, share).cells(k)
        if cells is not None and cells.rows:
            known.append(cells)
    return known


def of_cells(cells: Cells, *, seed: int = _SEED) -> tuple[Split, ...]:
    """Five splits of cells whose rows are independent."""
    rng = np.random.default_rng(seed)
    share = [1 / FOLDS] * FOLDS
    positives = rng.multinomial(whole(np.asarray(cells.positives, np.float64), rng), share)
    negatives = rng.multinomial(whole(np.asarray(cells.negatives, np.float64), rng), share)
    found = []
    for f in range(FOLDS):
        held = replace(cells, positives=positives[:, f], negatives=negatives[:, f])
        rest = replace(
            cells, positives=positives.sum(axis=1) - held.positives, negatives=negatives.sum(axis=1) - held.negatives
        )
        if held.rows and rest.rows:
            found.append(Split(occupied(rest), occupied(held)))
    return tuple(found)
