"""Counts of truth against decision, exact at the declared decision rule.

Counts are int64. What is read from them also works on float64 counts, by which weighted rows are measured.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from logitwise.errors import ShapeError

Counts = NDArray[np.int64]


class Four(NamedTuple):
    """One class against the rest: rows hit, falsely called, missed and rightly left; fractional where weighted."""

    tp: float
    fp: float
    fn: float
    tn: float

    @property
    def rows(self) -> float:
        """All rows."""
        return self.tp + self.fp + self.fn + self.tn


@dataclass(frozen=True, slots=True, eq=False)
class Confusion:
    """Truth against decision for classes of which each row has one, kept sparse so that 200,000 classes fit.

    Attributes:
        classes: number of classes.
        keys: ``(cells,)`` ascending ``truth * classes + decision`` of the occupied cells.
        counts: ``(cells,)`` rows in each, all positive.

    >>> c = Confusion.of_matrix(np.array([[50, 2], [4, 45]]))
    >>> c.rows, c.hits.tolist(), c.of(1)
    (101, [50, 45], Four(tp=45, fp=2, fn=4, tn=50))
    """

    classes: int
    keys: Counts
    counts: NDArray[Any]

    @classmethod
    def of_matrix(cls, matrix: NDArray[Any]) -> Self:
        """From a dense ``(classes, classes)`` matrix, rows the truth."""
        if matrix.ndim != 2 or matrix.shape[0] != matrix.shape[1]:
            raise ShapeError(f"a confusion matrix is square, C x C; got {' x '.join(map(str, matrix.shape))}")
        flat = matrix.astype(np.float64 if matrix.dtype.kind == "f" else np.int64).ravel()
        keys = np.flatnonzero(flat)
        return cls(matrix.shape[0], keys, flat[keys])

    def __add__(self, other: Self) -> Self:
        keys = np.union1d(self.keys, other.keys)
        counts = np.zeros(len(keys), np.result_type(self.counts, other.counts))
        counts[np.searchsorted(keys, self.keys)] += self.counts
        counts[np.searchsorted(keys, other.keys)] += other.counts
        return type(self)(self.classes, keys, counts)

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, Confusion)
            and self.classes == other.classes
            and np.array_equal(self.keys, other.keys)
            and np.array_equal(self.counts, other.counts)
        )

    __hash__ = None  # type: ignore[assignment]

    @property
    def rows(self) -> int:
        """All rows."""
        rows: int = self.counts.sum().item()
        return rows

    @property
    def truth(self) -> Counts:
        """True class of each occupied cell."""
        return self.keys // self.classes

    @property
    def decision(self) -> Counts:
        """Decided class of each occupied cell."""
        return self.keys % self.classes

    @property
    def support(self) -> Counts:
        """``(classes,)`` rows that truly are of each class."""
        return self._sum_by(self.truth, self.counts)

    @property
    def predicted(self) -> Counts:
        """``(classes,)`` rows decided to be of each class."""
        return self._sum_by(self.decision, self.counts)

    @property
    def hits(self) -> Counts:
        """``(classes,)`` rows rightly decided, by class."""
        right = self.truth == self.decision
        return self._sum_by(self.truth[right], self.counts[right])

    @property
    def misses(self) -> Counts:
        """``(classes,)`` rows of each class decided to be of another."""
        wrong = self.truth != self.decision
        return self._sum_by(self.truth[wrong], self.counts[wrong])

    @property
    def false_alarms(self) -> Counts:
        """``(classes,)`` rows of other classes decided to be of each."""
        wrong = self.truth != self.decision
        return self._sum_by(self.decision[wrong], self.counts[wrong])

    def of(self, k: int) -> Four:
        """Class `k` against the rest."""
        truth, decision = self.truth == k, self.decision == k
        # Each a sum of its own: of weights, differences of sums would leave rounding where there is nothing.
        cells = (truth & decision, ~truth & decision, truth & ~decision, ~truth & ~decision)
        return Four(*(self.counts[cell].sum().item() for cell in cells))

    def matrix(self) -> Counts:
        """Dense ``(classes, classes)``; ask for it only where the classes are few enough to look at."""
        dense = np.zeros(self.classes * self.classes, self.counts.dtype)
        dense[self.keys] = self.counts
        return dense.reshape(self.classes, self.classes)

    def _sum_by(self, index: Counts, counts: NDArray[Any]) -> NDArray[Any]:
        total = np.zeros(self.classes, counts.dtype)
        np.add.at(total, index, counts)
        return total


@dataclass(frozen=True, slots=True, eq=False)
class LabelConfusion:
    """Truth against decision for labels of which a row may hold several: one 2 x 2 table a label.

    Attributes:
        counts: ``(labels, 2, 2)``, indexed by label, truth, decision.
    """

    counts: NDArray[Any]

    def __add__(self, other: Self) -> Self:
        return type(self)(self.counts + other.counts)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, LabelConfusion) and np.array_equal(self.counts, other.counts)

    __hash__ = None  # type: ignore[assignment]

    @property
    def classes(self) -> int:
        """Number of labels."""
        return len(self.counts)

    @property
    def rows(self) -> int:
        """All rows (each counts once for every label)."""
        rows: int = self.counts[0].sum().item() if len(self.counts) else 0
        return rows

    @property
    def support(self) -> Counts:
        """``(labels,)`` rows that truly hold each label."""
        return np.asarray(self.counts[:, 1].sum(axis=1))

    @property
    def predicted(self) -> Counts:
        """``(labels,)`` rows decided to hold each label."""
        return np.asarray(self.counts[:, :, 1].sum(axis=1))

    @property
    def hits(self) -> Counts:
        """``(labels,)`` rows rightly decided to hold each label."""
        return self.counts[:, 1, 1]

    def of(self, k: int) -> Four:
        """Label `k`."""
        (tn, fp), (fn, tp) = self.counts[k].tolist()
        return Four(tp, fp, fn, tn)
