"""Labelled rows in groups: how far means by class would move with other groups."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Self

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri, stdtrit

from logitwise.errors import RemedyError
from logitwise.metrics.clusters import freedom_of
from logitwise.remedies.chances_by_class import Chances, labelled
from logitwise.tallies.confusion import Confusion

if TYPE_CHECKING:
    from logitwise.rule import Calibration
    from logitwise.tallies import Tally

Floats = NDArray[np.float64]
_TAIL: Final = 0.025


@dataclass(frozen=True, slots=True, eq=False)
class GroupedChances:
    """Labelled rows by fold of groups.

    Attributes:
        folds: probabilities, or decisions, of the rows of each fold that holds any.
        classes: how many classes there are.
    """

    folds: tuple[Chances, ...]
    classes: int

    @classmethod
    def of(cls, tally: Tally, calibration: Calibration | None = None) -> Self | None:
        """Recalibrated probabilities; None where rows are not grouped, or their folds keep no scores."""
        try:
            folds = tuple(labelled(part, calibration) for part in (tally.clusters or {}).values() if part.rows)
        except RemedyError:
            return None
        return cls(folds, len(tally.head.classes)) if folds else None

    @classmethod
    def of_decisions(cls, tally: Tally) -> Self | None:
        """Decisions as probabilities of 0 and 1; None where rows are not grouped."""
        classes, folds = len(tally.head.classes), []
        for part in (tally.clusters or {}).values():
            confusion = part.confusion
            if isinstance(confusion, Confusion):
                counts = confusion.counts.astype(np.float64)
                folds.append(Chances(np.eye(classes)[confusion.decision], counts, confusion.truth))
        return cls(tuple(folds), classes) if folds else None

    def held_by(self, k: int) -> int:
        """Folds that hold rows of class `k`: a lower limit of the number of groups that do."""
        return sum(1 for fold in self.folds if fold.of_class(k).any())

    def noise(self, values: Callable[[Floats], Floats], shares: Floats) -> Floats:
        """``(columns, columns)`` covariance of a mixture of mean values by class, by the delete-a-fold jackknife.

        Wider by the square of Student's over the normal quantile of the class that lies in fewest folds; NaN where one
        of them lies in a single fold.

        Args:
            values: ``(rows, classes)`` probabilities to ``(rows, columns)`` values.
            shares: ``(classes,)`` of the mixture.
        """
        rows = np.array([[fold.of_class(k).sum() for k in range(self.classes)] for fold in self.folds])
        sums = np.array([[fold.of_class(k) @ values(fold.p) for k in range(self.classes)] for fold in self.folds])
        with np.errstate(divide="ignore", invalid="ignore"):
            means = (sums.sum(axis=0) - sums) / (rows.sum(axis=0) - rows)[:, :, None]
        mixed = np.einsum("k,fkc->fc", shares, means)
        away, g = mixed - mixed.mean(axis=0), len(self.folds)
        freedom = min(freedom_of(each) for each in rows.T)
        student = float(stdtrit(freedom, 1 - _TAIL)) / float(ndtri(1 - _TAIL))
        return np.asarray((g - 1) / g * away.T @ away * student**2)
