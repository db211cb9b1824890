"""What 32 random parts of the rows leave behind, each on coarse cells: for jackknives and cross-fitting.

A row's fold is its hash mod 32: the hash of its group where groups are given, else of its id, else of its scores. The
label never enters.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Self

import numpy as np
from numpy.typing import NDArray

from logitwise.tallies.exact_sums import ExactSums
from logitwise.tallies.one_vs_rest import MOST_CLASSES, cells_a_class

Counts = NDArray[np.int64]

FOLDS = 32
FoldsBy = Literal["groups", "ids", "contents"]


def fold_of(hashes: NDArray[np.uint64]) -> Counts:
    """Fold of each row."""
    return (hashes & np.uint64(FOLDS - 1)).astype(np.int64)


def fold_shift(classes: int) -> int:
    """Bits that the cells of so many classes give up once more in the folds."""
    return 0 if classes <= 16 else 2 if classes <= 128 else 4


def fold_cells_a_class(classes: int) -> int:
    """Coarse cells of a class in one fold; none where there are too many classes."""
    return 0 if classes > MOST_CLASSES else ((cells_a_class(classes) - 1) >> fold_shift(classes)) + 1


@dataclass(frozen=True, slots=True, eq=False)
class Folds:
    """One-vs-rest counts by fold; of a multilabel head the confusion and the losses too.

    Attributes:
        positives: ``(classes, folds, cells)`` rows whose truth is the class.
        negatives: the other rows.
        confusion: ``(folds, labels, 2, 2)`` of a multilabel head, else None.
        sums: losses ``(folds, labels, 2)`` of a multilabel head, else None.
    """

    positives: Counts
    negatives: Counts
    confusion: Counts | None = None
    sums: ExactSums | None = None

    def __add__(self, other: Self) -> Self:
        confusion = None if self.confusion is None or other.confusion is None else self.confusion + other.confusion
        sums = None if self.sums is None or other.sums is None else self.sums + other.sums
        return type(self)(self.positives + other.positives, self.negatives + other.negatives, confusion, sums)


@dataclass(frozen=True, slots=True, eq=False)
class KeyFolds:
    """Scores of a binary head by fold, on the coarse keys of `kernels.keys.coarse`; kept where ids or groups are given.

    Attributes:
        keys: ``(cells,)`` ascending coarse keys.
        positives: ``(cells, folds)``.
        negatives: ``(cells, folds)``.
    """

    keys: Counts
    positives: Counts
    negatives: Counts

    @classmethod
    def of(cls, keys: Counts, folds: Counts, labels: NDArray[np.integer]) -> Self:
        """From the coarse key, fold and label of each row."""
        distinct, where = np.unique(keys, return_inverse=True)
        tables = []
        for wanted in (1, 0):
            mine = labels == wanted
            flat = np.bincount(where[mine] * FOLDS + folds[mine], minlength=len(distinct) * FOLDS)
            tables.append(flat.reshape(len(distinct), FOLDS).astype(np.int64))
        return cls(distinct, *tables)

    def __add__(self, other: Self) -> Self:
        keys = np.union1d(self.keys, other.keys)
        tables = []
        for mine, theirs in ((self.positives, other.positives), (self.negatives, other.negatives)):
            table = np.zeros((len(keys), FOLDS), np.int64)
            table[np.searchsorted(keys, self.keys)] += mine
            table[np.searchsorted(keys, other.keys)] += theirs
            tables.append(table)
        return type(self)(keys, *tables)
