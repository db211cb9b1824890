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
COARSE_A_CLASS = 256
COARSE_IN_ALL = 8_192
COARSE_BITS = 4
MOST_CLASSES = 16_384


def grid_shift(classes: int, *, coarse: bool = False) -> int:
    """Bits that the cells of so many classes give up, so that a tally, or a part of one, stays small."""
    return (0 if classes <= 1_024 else 2) + (COARSE_BITS if coarse else 0)


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
        coarse: a part of a tally (a slice, a fold of groups), which keeps fewer scores and a sixteenth of the cells.
    """

    exact: bool
    classes: int
    owner: NDArray[np.int32]
    values: Floats
    positives: Counts
    negatives: Counts
    coarse: bool = False

    @classmethod
    def of_grid(cls, positives: Counts, negatives: Counts, *, coarse: bool = False) -> Self:
        """From dense tables ``(classes, cells)``."""
        return cls(False, len(positives), np.empty(0, np.int32), np.empty(0), positives, negatives, coarse)

    @classmethod
    def of_values(
        cls, folded: Floats, truth: NDArray[np.bool_], *, weights: Counts | None = None, coarse: bool = False
    ) -> Self:
        """From ``(rows, classes)`` folded scores and truths, at the level they call for; `weights` count rows."""
        rows, classes = folded.shape
        owner = np.tile(np.arange(classes, dtype=np.int32), rows)
        each = np.ones(rows, np.int64) if weights is None else weights
        hit = np.where(truth, each[:, None], 0)
        return cls._joined(owner, folded.ravel(), hit.ravel(), (each[:, None] - hit).ravel(), (classes, coarse))

    @classmethod
    def of_owned(  # noqa: PLR0913  a column a row
        cls,
        owner: NDArray[np.int32],
        folded: Floats,
        truth: NDArray[np.bool_],
        *,
        classes: int,
        weights: Counts | None = None,
        coarse: bool = False,
    ) -> Self:
        """From one folded score a row, which counts for the class that owns it, at the level that the rows call for."""
        each = np.ones(len(owner), np.int64) if weights is None else weights
        exact, step = None, COARSE_IN_ALL if coarse else EXACT_IN_ALL
        for start in range(0, len(owner), step):
            part = slice(start, start + step)
            hit = np.where(truth[part], each[part], 0)
            more = cls._joined(owner[part], folded[part], hit, each[part] - hit, (classes, coarse))
            exact = more if exact is None else exact + more
            if not exact.exact:
                hits = np.where(truth, each, 0)
                tables = count_cells(owner, folded, hits, each - hits, classes=classes, coarse=coarse)
                return cls.of_grid(*tables, coarse=coarse)
        assert exact is not None  # noqa: S101 - a batch has rows
        return exact

    @classmethod
    def _joined(
        cls, owner: NDArray[np.int32], values: Floats, positives: Counts, negatives: Counts, kind: tuple[int, bool]
    ) -> Self:
        classes, coarse = kind
        order = np.lexsort((values, owner))
        owner, values = owner[order], values[order]
        fresh = np.ones(len(values), bool)
        fresh[1:] = (owner[1:] != owner[:-1]) | (values[1:] != values[:-1])
        starts = np.flatnonzero(fresh)
        joined = cls(
            True, classes, owner[starts], values[starts],
            np.add.reduceat(positives[order], starts), np.add.reduceat(negatives[order], starts), coarse,
        )  # fmt: skip
        return joined if joined._few() else joined.cut()

    def _few(self) -> bool:
        in_all, a_class = (COARSE_IN_ALL, COARSE_A_CLASS) if self.coarse else (EXACT_IN_ALL, EXACT_A_CLASS)
        return len(self.values) <= in_all and int(np.bincount(self.owner).max(initial=0)) <= a_class

    def __add__(self, other: Self) -> Self:
        if self.exact and other.exact:
            return self._joined(
                np.concatenate([self.owner, other.owner]),
                np.concatenate([self.values, other.values]),
                np.concatenate([self.positives, other.positives]),
                np.concatenate([self.negatives, other.negatives]),
                (self.classes, self.coarse),
            )
        left, right = self.cut(), other.cut()
        return self.of_grid(left.positives + right.positives, left.negatives + right.negatives, coarse=self.coarse)

    def cut(self) -> Self:
        """The same rows on the grid."""
        if not self.exact:
            return self
        counts = (self.owner, self.values, self.positives, self.negatives)
        return self.of_grid(*count_cells(*counts, classes=self.classes, coarse=self.coarse), coarse=self.coarse)


def cells_a_class(classes: int, *, coarse: bool = False) -> int:
    """Length of a class's line on the grid."""
    return ((folded_cells.CELLS - 1) >> grid_shift(classes, coarse=coarse)) + 1


def count_cells(  # noqa: PLR0913  a column a score
    owner: NDArray[np.integer], folded: Floats, positives: Counts, negatives: Counts, *, classes: int, coarse: bool
) -> tuple[Counts, Counts]:
    """Dense tables of scores with counts."""
    cells = cells_a_class(classes, coarse=coarse)
    flat = owner.astype(np.int64) * cells + (folded_cells.cells_of(folded) >> grid_shift(classes, coarse=coarse))
    tables = []
    for counts in (positives, negatives):
        table = np.zeros(classes * cells, np.int64)
        np.add.at(table, flat, counts)
        tables.append(table.reshape(classes, cells))
    return tables[0], tables[1]
