"""One histogram a class (softmax) or label (multilabel): its folded score, split by whether the truth is the class."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from logitwise.kernels import folded_cells

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]

EXACT_A_CLASS = 2_048
EXACT_IN_ALL = 65_536
MOST_CLASSES = 16_384


def grid_shift(classes: int) -> int:
    """Bits that the cells of so many classes give up, so that a tally stays small."""
    return 0 if classes <= 1_024 else 2


@dataclass(frozen=True, slots=True, eq=False)
class OneVsRest:
    """Exact distinct scores by class while they are few, else about a thousand fixed cells a class.

    Attributes:
        exact: which level; like that of `BinaryScores` it depends on nothing but the rows.
        classes: how many classes or labels.
        owner: exact: ``(values,)`` class of each value, ascending; grid: empty.
        values: exact: ``(values,)`` folded scores, ascending within a class; grid: empty.
        positives: exact: ``(values,)``; grid: ``(classes, cells)``.
        negatives: likewise.
    """

    exact: bool
    classes: int
    owner: NDArray[np.int32]
    values: Floats
    positives: Counts
    negatives: Counts

    @classmethod
    def of_grid(cls, positives: Counts, negatives: Counts) -> Self:
        """From dense tables ``(classes, cells)``."""
        return cls(False, len(positives), np.empty(0, np.int32), np.empty(0), positives, negatives)

    @classmethod
    def of_values(cls, folded: Floats, truth: NDArray[np.bool_]) -> Self:
        """From ``(rows, classes)`` folded scores and truths, at the level they call for."""
        rows, classes = folded.shape
        owner = np.tile(np.arange(classes, dtype=np.int32), rows)
        hit = truth.ravel().astype(np.int64)
        return cls._joined(classes, owner, folded.ravel(), hit, 1 - hit)

    @classmethod
    def _joined(
        cls, classes: int, owner: NDArray[np.int32], values: Floats, positives: Counts, negatives: Counts
    ) -> Self:
        order = np.lexsort((values, owner))
        owner, values = owner[order], values[order]
        fresh = np.ones(len(values), bool)
        fresh[1:] = (owner[1:] != owner[:-1]) | (values[1:] != values[:-1])
        starts = np.flatnonzero(fresh)
        joined = cls(
            True, classes, owner[starts], values[starts],
            np.add.reduceat(positives[order], starts), np.add.reduceat(negatives[order], starts),
        )  # fmt: skip
        return joined if joined._few() else joined.cut()

    def _few(self) -> bool:
        return len(self.values) <= EXACT_IN_ALL and int(np.bincount(self.owner).max(initial=0)) <= EXACT_A_CLASS

    def __add__(self, other: Self) -> Self:
        if self.exact and other.exact:
            return self._joined(
                self.classes,
                np.concatenate([self.owner, other.owner]),
                np.concatenate([self.values, other.values]),
                np.concatenate([self.positives, other.positives]),
                np.concatenate([self.negatives, other.negatives]),
            )
        left, right = self.cut(), other.cut()
        return self.of_grid(left.positives + right.positives, left.negatives + right.negatives)

    def cut(self) -> Self:
        """The same rows on the grid."""
        if not self.exact:
            return self
        return self.of_grid(*count_cells(self.owner, self.values, self.positives, self.negatives, classes=self.classes))


def cells_a_class(classes: int) -> int:
    """Length of a class's line on the grid."""
    return ((folded_cells.CELLS - 1) >> grid_shift(classes)) + 1


def count_cells(
    owner: NDArray[np.integer], folded: Floats, positives: Counts, negatives: Counts, *, classes: int
) -> tuple[Counts, Counts]:
    """Dense tables of scores with counts."""
    cells = cells_a_class(classes)
    flat = owner.astype(np.int64) * cells + (folded_cells.cells_of(folded) >> grid_shift(classes))
    tables = []
    for counts in (positives, negatives):
        table = np.zeros(classes * cells, np.int64)
        np.add.at(table, flat, counts)
        tables.append(table.reshape(classes, cells))
    return tables[0], tables[1]
