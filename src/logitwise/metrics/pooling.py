"""Cells of several classes pooled into one sequence, for micro averages."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Sequence

    from logitwise.tallies.cells import Cells

Counts = NDArray[np.int64]


class Pooled(NamedTuple):
    """Counts by ascending score over all classes.

    Attributes:
        positives: ``(cells,)``.
        negatives: ``(cells,)``.
        exact: each cell is one distinct score.
    """

    positives: Counts
    negatives: Counts
    exact: bool


def pool(classes: Sequence[Cells]) -> Pooled:
    """All classes' rows as if they were one outcome's.

    Exact cells meet where their scores are equal. Where some class is on the grid, its cell edges divide the scores of
    all classes, so that order between pooled cells is known and order inside them is what the certificate is for.
    """
    exact = all(c.exact for c in classes)
    if exact:
        score = _log_odds(np.concatenate([c.p for c in classes]), np.concatenate([c.q for c in classes]))
        _, place = np.unique(score, return_inverse=True)
    else:
        grid = np.unique(np.concatenate([c.edge for c in classes if not c.exact]))
        place = np.searchsorted(grid, np.concatenate([c.edge for c in classes]), side="right")
    positives = np.concatenate([c.positives for c in classes])
    negatives = np.concatenate([c.negatives for c in classes])
    return Pooled(_sum_by(place, positives), _sum_by(place, negatives), exact)


def _sum_by(place: NDArray[np.intp], counts: Counts) -> Counts:
    total = np.zeros(int(place.max(initial=-1)) + 1, counts.dtype)
    np.add.at(total, place, counts)
    return total


def _log_odds(p: NDArray[np.float64], q: NDArray[np.float64]) -> NDArray[np.float64]:
    """Both tails apart: near 1 only q still tells scores from each other."""
    with np.errstate(divide="ignore"):
        return np.log(p) - np.log(q)
