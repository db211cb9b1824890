"""Rows of a softmax of three or more classes into a tally."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from logitwise.batch import Batch
from logitwise.kernels import folded_cells
from logitwise.kernels.fixed_point import to_fixed
from logitwise.kernels.hashing import row_hashes
from logitwise.kernels.softmax import softmax_rows
from logitwise.tallies.confusion import Confusion
from logitwise.tallies.exact_sums import ExactSums, is_large
from logitwise.tallies.folds import FOLDS, Folds, fold_cells_a_class, fold_of, fold_shift
from logitwise.tallies.id_sketch import IdSketch
from logitwise.tallies.of_binary import binary_scores
from logitwise.tallies.one_vs_rest import (
    EXACT_A_CLASS,
    EXACT_IN_ALL,
    MOST_CLASSES,
    OneVsRest,
    cells_a_class,
    grid_shift,
)
from logitwise.tallies.row_sample import RowSample
from logitwise.tallies.tally import Tally

SOFT_CLASSES = 64
SMALL = 1 << 21  # scores below which NumPy alone is faster than importing the compiler
CHUNK = 1 << 18  # scores that the NumPy twin takes at once


@dataclass(slots=True)
class Tables:
    """What a pass over rows fills: a column a row, and a table a class."""

    top: NDArray[np.int32]
    confidence: NDArray[np.float64]
    tied: NDArray[np.bool_]
    losses: NDArray[np.float64]
    halves: NDArray[np.int64]
    soft: NDArray[np.int64]
    fine: NDArray[Any]
    right: NDArray[Any]
    by_fold: NDArray[Any]
    right_by_fold: NDArray[Any]

    @classmethod
    def empty(cls, rows: int, classes: int) -> Tables:
        """All zero, for so many rows."""
        kept = classes if classes <= MOST_CLASSES else 0
        counter = np.int64 if rows > 2**31 - 1 else np.int32
        coarse = FOLDS * fold_cells_a_class(classes)
        soft = classes if classes <= SOFT_CLASSES else 0
        return cls(
            np.zeros(rows, np.int32), np.zeros(rows), np.zeros(rows, np.bool_), np.zeros(rows),
            np.zeros((classes, 4, 2), np.int64), np.zeros((soft, classes), np.int64),
            np.zeros((kept, cells_a_class(classes)), counter), np.zeros((kept, cells_a_class(classes)), counter),
            np.zeros((kept, coarse), counter), np.zeros((kept, coarse), counter),
        )  # fmt: skip


def tally_softmax(batch: Batch) -> Tally:
    """The tally of a batch of softmax rows."""
    scores, labels, classes = batch.scores, batch.labels.astype(np.int32, copy=False), len(batch.head.classes)
    small = scores.size <= SMALL
    hashes = content_hashes(scores, small=small) if batch.ids is None else batch.ids
    tables = Tables.empty(len(scores), classes)
    fill = fill_by_numpy if small else fill_compiled
    spread = fill(tables, scores, labels, fold_of(hashes), probabilities=batch.form == "probability")
    correct = (tables.top == labels).view(np.uint8)
    extent = (float(tables.confidence.min()), float(tables.confidence.max()))
    large = is_large(tables.losses)
    sums = ExactSums.of_halves(np.bincount(labels, minlength=classes).astype(np.int64), tables.halves)
    return Tally(
        head=batch.head,
        scale=batch.scale,
        rows=batch.rows,
        ties=int(tables.tied.sum()),
        confusion=count_pairs(labels, tables.top, classes=classes),
        one_vs_rest=one_vs_rest(tables, batch, labels=labels) if classes <= MOST_CLASSES else None,
        confidence=binary_scores(tables.confidence, correct, form="folded", extent=extent),
        sums=sums.with_large(labels[large], tables.losses[large]),
        soft=tables.soft.astype(object) if classes <= SOFT_CLASSES else None,
        worst=np.array([spread]),
        extent=(float(scores.min()), float(scores.max())),
        folds=folds_of(tables, by="contents" if batch.ids is None else "ids"),
        sample=RowSample.of_rows(hashes, labels, scores),
        ids=None if batch.ids is None else IdSketch.of(batch.ids),
    )


def content_hashes(scores: NDArray[Any], *, small: bool) -> NDArray[np.uint64]:
    """Hash of each row's scores."""
    if small:
        return row_hashes(scores)
    from logitwise.kernels import compiled_softmax as loops  # noqa: PLC0415  brings in Numba, which small data never need

    hashes = np.empty(len(scores), np.uint64)
    loops.hash_rows(scores, hashes)
    return hashes


def fill_compiled(
    tables: Tables, scores: NDArray[Any], labels: NDArray[np.int32], folds: NDArray[np.int64], *, probabilities: bool
) -> float:
    """One compiled pass; returns the largest possible loss of a row."""
    from logitwise.kernels import compiled_softmax as loops  # noqa: PLC0415  brings in Numba, which small data never need

    classes = scores.shape[1]
    offsets = (folds * fold_cells_a_class(classes)).astype(np.uint64)
    shifts = np.array([grid_shift(classes), fold_shift(classes)], np.int64)
    columns = (getattr(tables, name) for name in Tables.__dataclass_fields__)
    return float(loops.count_softmax(scores, labels, offsets, probabilities, shifts, *columns))


def fill_by_numpy(
    tables: Tables, scores: NDArray[Any], labels: NDArray[np.int32], folds: NDArray[np.int64], *, probabilities: bool
) -> float:
    """The same through NumPy, chunk by chunk."""
    spread, step = 0.0, max(1, CHUNK // scores.shape[1])
    for start in range(0, len(scores), step):
        part = slice(start, start + step)
        spread = max(spread, fill_chunk(tables, part, scores, labels, folds, probabilities=probabilities))
    return spread


def fill_chunk(  # noqa: PLR0913 the columns of a pass
    tables: Tables,
    part: slice,
    scores: NDArray[Any],
    labels: NDArray[np.int32],
    folds: NDArray[np.int64],
    *,
    probabilities: bool,
) -> float:
    """Add one chunk of rows to the tables."""
    y, classes = labels[part], scores.shape[1]
    row = softmax_rows(scores[part], y, probabilities=probabilities)
    index = np.arange(len(y))
    tables.top[part], tables.tied[part], tables.losses[part] = row.top, row.tied, row.loss
    tables.confidence[part] = row.folded[index, row.top]
    for which, fixed in enumerate(row[5:9]):
        np.add.at(tables.halves[:, which, 0], y, fixed >> 32)
        np.add.at(tables.halves[:, which, 1], y, fixed & 0xFFFFFFFF)
    if len(tables.soft):
        np.add.at(tables.soft, y, to_fixed(row.probabilities))
    if len(tables.fine):
        count_chunk(tables, folded_cells.cells_of(row.folded) >> grid_shift(classes), y, folds[part])
    return float(row.spread.max())


def count_chunk(tables: Tables, cells: NDArray[np.int64], labels: NDArray[np.int32], folds: NDArray[np.int64]) -> None:
    """Add the cells ``(rows, classes)`` of a chunk to the histograms."""
    rows, classes = cells.shape
    coarse = folds[:, None] * fold_cells_a_class(classes) + (cells >> fold_shift(classes))
    for table, hits, cell in ((tables.fine, tables.right, cells), (tables.by_fold, tables.right_by_fold, coarse)):
        width = table.shape[1]
        flat = cell + np.arange(classes) * width
        table[:] += np.bincount(flat.ravel(), minlength=table.size).reshape(table.shape).astype(table.dtype)
        true = flat[np.arange(rows), labels]
        np.add.at(hits.reshape(-1), true, 1)


def count_pairs(truth: NDArray[np.integer], decision: NDArray[np.integer], *, classes: int) -> Confusion:
    """Truth against decision, sparse."""
    flat = truth.astype(np.int64) * classes + decision
    if classes <= 1_024:
        counts = np.bincount(flat, minlength=classes * classes)
        keys = np.flatnonzero(counts)
        return Confusion(classes, keys, counts[keys].astype(np.int64))
    return Confusion(classes, *np.unique(flat, return_counts=True))


def one_vs_rest(tables: Tables, batch: Batch, *, labels: NDArray[np.int32]) -> OneVsRest:
    """The class histograms at the level that the rows call for: exact only if no class has too many distinct scores."""
    scores, probabilities = batch.scores, batch.form == "probability"
    exact, step = None, max(1, CHUNK // scores.shape[1])
    first = min(step, EXACT_A_CLASS + 1, EXACT_IN_ALL // scores.shape[1] + 1)
    for start in [0, *range(first, len(scores), step)]:
        part = slice(start, first if start == 0 else start + step)
        folded = softmax_rows(scores[part], labels[part], probabilities=probabilities).folded
        truth = labels[part, None] == np.arange(scores.shape[1])
        more = OneVsRest.of_values(folded, truth)
        exact = more if exact is None else exact + more
        if not exact.exact:
            return OneVsRest.of_grid(tables.right.astype(np.int64), (tables.fine - tables.right).astype(np.int64))
    assert exact is not None  # noqa: S101 - a batch has rows
    return exact


def folds_of(tables: Tables, *, by: Any) -> Folds:
    """Histograms by fold."""
    classes = len(tables.by_fold)
    shape = (classes, FOLDS, -1) if classes else (0, FOLDS, 0)
    right = tables.right_by_fold.astype(np.int64)
    return Folds(by, right.reshape(shape), (tables.by_fold - right).astype(np.int64).reshape(shape))
