"""What groups of rows make of the shares that thresholds keep: of each threshold its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

import numpy as np
from numpy.typing import NDArray

from logitwise.errors import NoGuaranteeError
from logitwise.metrics.wording import counted
from logitwise.remedies.clustering import FEWEST_FOLDS, Clustering
from logitwise.remedies.scores import log_odds_of
from logitwise.tallies.folds import FOLDS

if TYPE_CHECKING:
    from logitwise.remedies.cuts import Cuts
    from logitwise.tallies.cells import Cells

Floats = NDArray[np.float64]
_NEAR_ONE = 1 - 1e-12


@dataclass(frozen=True, slots=True, eq=False)
class GroupEffect:
    """Rows of each fold of groups, and how far they go together at every threshold between their scores.

    Of independent rows there is none: wherever one is asked for, None stands for them.

    Attributes:
        score: ``(cells,)`` ascending log-odds, the lowest of each cell.
        positives: ``(folds, cells + 1)`` positive rows at or above each, and none; folds without rows too.
        negatives: the same of negative rows.
        recall: of the share of positive rows at or above.
        specificity: of the share of negative rows below.
        precision: of the share of positive rows among those at or above.
        alerts: of the share of rows at or above.
    """

    score: Floats
    positives: Floats
    negatives: Floats
    recall: Clustering
    specificity: Clustering
    precision: Clustering
    alerts: Clustering

    @classmethod
    def of(cls, folds: Sequence[Cells]) -> Self:
        """From the rows of each fold that holds any, on the scale on which the threshold will be compared.

        Scores of folds are kept in coarser cells than those of all rows; a threshold inside one counts it as above.
        """
        scores = [_lowest(cells) for cells in folds]
        score = np.unique(np.concatenate(scores)) if scores else np.zeros(0)
        positives, negatives = np.zeros((2, FOLDS, len(score) + 1))
        for f, (z, cells) in enumerate(zip(scores, folds, strict=True)):
            at = np.searchsorted(score, z)
            np.add.at(positives[f], at, cells.positives)
            np.add.at(negatives[f], at, cells.negatives)
        positives, negatives = (each[:, ::-1].cumsum(axis=1)[:, ::-1] for each in (positives, negatives))
        both, below = positives + negatives, negatives[:, :1] - negatives
        return cls(
            score, positives, negatives, _rate(positives, positives[:, :1]), _rate(below, negatives[:, :1]),
            Clustering.of(positives, both), _rate(both, both[:, :1]),
        )  # fmt: skip

    def places(self, score: Floats) -> NDArray[np.intp]:
        """Where in `recall` and the others thresholds at some log-odds are found."""
        return np.searchsorted(self.score, score)

    def redrawn(self, cuts: Cuts, replicates: int, rng: np.random.Generator) -> Floats:
        """``(replicates, 2, cuts + 1)`` rows of either outcome at or above, folds drawn anew; the first: all rows.

        Inside a cell the rows of each fold lie as those of all do.
        """
        held = np.flatnonzero(self.positives[:, 0] + self.negatives[:, 0])
        drawn = rng.multinomial(len(held), np.full(len(held), 1 / len(held)), replicates).astype(np.float64)
        cell = np.clip(np.searchsorted(self.score, cuts.score, "right") - 1, 0, len(self.score) - 1)
        sides = []
        for above, counts in ((self.positives[held], cuts.tp), (self.negatives[held], cuts.fp)):
            low, high = above[:, cell + 1], above[:, cell]
            extent = (high - low).sum(axis=0)
            inside = np.divide(counts - low.sum(axis=0), extent, out=np.ones_like(extent), where=extent > 0)
            sides.append(np.column_stack([above[:, 0], low + (high - low) * np.clip(inside, 0.0, 1.0)]))
        return np.stack([drawn @ each for each in sides], axis=1)

    def by_distance(self, threshold: float, distance: Floats) -> Clustering:
        """How far rightly decided rows go together among those at least so far from a threshold.

        Args:
            threshold: in log-odds.
            distance: ``(distances,)`` in log-odds.
        """
        distance = distance * (1 - 1e-9)  # rounding must not part the rows of one score
        at = self.places(threshold + distance)
        below = self.places(np.minimum(np.nextafter(threshold - distance, np.inf), threshold))
        right = self.positives[:, at] + self.negatives[:, :1] - self.negatives[:, below]
        wrong = self.negatives[:, at] + self.positives[:, :1] - self.positives[:, below]
        return Clustering.of(right, right + wrong)


def _rate(part: Floats, whole: Floats) -> Clustering:
    """Of a share of the same rows at every threshold, which rises or falls from one to the next."""
    return Clustering.of(part, whole).steadied(part.sum(axis=0) / max(float(whole.sum()), 1e-300))


def _lowest(cells: Cells) -> Floats:
    """``(cells,)`` log-odds from which on rows fall into each; near 1, where probabilities round, its own."""
    z = log_odds_of(cells)
    with np.errstate(divide="ignore"):
        edge = np.log(cells.edge) - np.log1p(-np.minimum(cells.edge, _NEAR_ONE))
    return np.asarray(np.where(cells.edge < _NEAR_ONE, np.minimum(edge, z), z))


def too_few_groups(goal: str, folds: int, *, rows: float, kind: str) -> NoGuaranteeError | None:
    """The refusal of a promise about rows that lie in fewer than 20 folds of groups, else None.

    >>> str(too_few_groups("recall of 1 >= 0.5", 2, rows=410, kind="of 1"))
    'recall of 1 >= 0.5 cannot be guaranteed: the 410 rows of 1 lie in 2 groups or few more: at least 20 groups of them
    are needed; add groups'
    """
    if folds >= FEWEST_FOLDS:
        return None
    return NoGuaranteeError(
        f"{goal} cannot be guaranteed: the {round(rows):,} rows{f' {kind}' if kind else ''} lie in "
        f"{counted(folds, 'group')} or few more: at least {FEWEST_FOLDS} groups of them are needed; add groups"
    )
