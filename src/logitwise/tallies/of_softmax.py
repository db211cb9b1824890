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
from logitwise.kernels.softmax import SORTED, softmax_rows
from logitwise.tallies.confusion import Confusion
from logitwise.tallies.exact_sums import ExactSums, is_large
from logitwise.tallies.folds import FOLDS, Folds, fold_cells_a_class, fold_of, fold_shift
from logitwise.tallies.of_binary import binary_scores
from logitwise.tallies.of_temperature import temperature_sums
from logitwise.tallies.one_vs_rest import (
    COARSE_A_CLASS,
    COARSE_IN_ALL,
    EXACT_A_CLASS,
    EXACT_IN_ALL,
    MOST_CLASSES,
    OneVsRest,
    cells_a_class,
    grid_shift,
)
from logitwise.tallies.row_sample import RowSample
from logitwise.tallies.tally import Tally
from logitwise.tallies.temperature_sums import TEMPERATURE_CLASSES

SOFT_CLASSES = 64
SMALL = 700_000  # scores up to which NumPy alone is faster than importing the compiler; parts of long files hold more
CHUNK = 1 << 18  # scores that the NumPy twin takes at once


@dataclass(slots=True)
class Tables:
    """What a pass over rows fills: a column a row, and a table a class."""

    top: NDArray[np.int32]
    confidence: NDArray[np.float64]
    tied: NDArray[np.bool_]
    rank: NDArray[np.int32]
    losses: NDArray[np.float64]
    halves: NDArray[np.int64]
    soft: NDArray[np.int64]
    fine: NDArray[Any]
    right: NDArray[Any]
    by_fold: NDArray[Any]
    right_by_fold: NDArray[Any]

    @classmethod
    def empty(cls, rows: int, classes: int, *, coarse: bool = False) -> Tables:
        """All zero, for so many rows; of a part `coarse`, and without room for folds."""
        kept = classes if classes <= MOST_CLASSES else 0
        counter = np.int64 if rows > 2**31 - 1 else np.int32
        folded = (1 if coarse else FOLDS) * fold_cells_a_class(classes)
        soft = classes if classes <= SOFT_CLASSES and not coarse else 0
        cells = cells_a_class(classes, coarse=coarse)
        return cls(
            np.zeros(rows, np.int32), np.zeros(rows), np.zeros(rows, np.bool_), np.zeros(rows, np.int32),
            np.zeros(rows),
            np.zeros((classes, 4, 2), np.int64), np.zeros((soft, classes), np.int64),
            np.zeros((kept, cells), counter), np.zeros((kept, cells), counter),
            np.zeros((kept, folded), counter), np.zeros((kept, folded), counter),
        )  # fmt: skip


def tally_softmax(batch: Batch, *, coarse: bool = False) -> Tally:
    """The tally of a batch of softmax rows; of a part `coarse`, and without folds, sample and soft confusion."""
    scores, labels, classes = batch.scores, batch.labels.astype(np.int32, copy=False), len(batch.head.classes)
    small = scores.size <= SMALL
    hashes = content_hashes(scores, small=small) if batch.ids is None else batch.ids
    tables = Tables.empty(len(scores), classes, coarse=coarse)
    fill = fill_by_numpy if small else fill_compiled
    folds = np.zeros(len(scores), np.int64) if coarse else fold_of(hashes if batch.groups is None else batch.groups)
    spread = fill(tables, scores, labels, folds, probabilities=batch.form == "probability", coarse=coarse)
    correct = tables.top == labels
    extent = (float(tables.confidence.min()), float(tables.confidence.max()))
    large = is_large(tables.losses)
    sums = ExactSums.of_halves(np.bincount(labels, minlength=classes).astype(np.int64), tables.halves)
    return Tally(
        head=batch.head,
        scale=batch.scale,
        rows=batch.rows,
        ties=int(tables.tied.sum()),
        confusion=count_pairs(labels, tables.top, classes=classes),
        one_vs_rest=one_vs_rest(tables, batch, labels=labels, coarse=coarse) if classes <= MOST_CLASSES else None,
        confidence=binary_scores(
            tables.confidence, correct.view(np.uint8), form="folded", extent=extent, coarse=coarse
        ),
        sums=sums.with_large(labels[large], tables.losses[large]),
        soft=tables.soft.astype(object) if len(tables.soft) else None,
        worst=np.array([spread]),
        extent=(float(scores.min()), float(scores.max())),
        folds=None if coarse else folds_of(tables),
        sample=None if coarse else RowSample.of_rows(hashes, labels, scores),
        ranks=np.bincount(tables.rank, minlength=classes).astype(np.int64),
        by_decision=None if coarse or classes > MOST_CLASSES else OneVsRest.of_owned(
            tables.top, tables.confidence, correct, classes=classes, coarse=True
        ),
        temperature=None if coarse or classes > TEMPERATURE_CLASSES else temperature_sums(
            scores, labels, tables.losses, probabilities=batch.form == "probability", small=small
        ),
    )  # fmt: skip


def content_hashes(scores: NDArray[Any], *, small: bool) -> NDArray[np.uint64]:
    """Hash of each row's scores."""
    if small:
        return row_hashes(scores)
    from logitwise.kernels import compiled_softmax as loops  # noqa: PLC0415  brings in Numba, which small data never need

    hashes = np.empty(len(scores), np.uint64)
    loops.hash_rows(scores, hashes)
    return hashes


def fill_compiled(  # noqa: PLR0913 the columns of a pass
    tables: Tables,
    scores: NDArray[Any],
    labels: NDArray[np.int32],
    folds: NDArray[np.int64],
    *,
    probabilities: bool,
    coarse: bool = False,
) -> float:
    """One compiled pass; returns the largest possible loss of a row."""
    from logitwise.kernels import compiled_few, compiled_softmax  # noqa: PLC0415  brings in Numba, which small data never need

    classes = scores.shape[1]
    count = compiled_few.count_few if classes <= SORTED else compiled_softmax.count_softmax
    offsets = (folds * fold_cells_a_class(classes)).astype(np.uint64)
    shifts = np.array([grid_shift(classes, coarse=coarse), fold_shift(classes)], np.int64)
    columns = (getattr(tables, name) for name in Tables.__dataclass_fields__)
    return float(count(scores, labels, offsets, probabilities, shifts, *columns))


def fill_by_numpy(  # noqa: PLR0913 the columns of a pass
    tables: Tables,
    scores: NDArray[Any],
    labels: NDArray[np.int32],
    folds: NDArray[np.int64],
    *,
    probabilities: bool,
    coarse: bool = False,
) -> float:
    """The same through NumPy, chunk by chunk."""
    spread, step = 0.0, max(1, CHUNK // scores.shape[1])
    for start in range(0, len(scores), step):
        part = slice(start, start + step)
        columns = (tables, part, scores, labels, folds)
        spread = max(spread, fill_chunk(*columns, probabilities=probabilities, coarse=coarse))
    return spread


def fill_chunk(  # noqa: PLR0913 the columns of a pass
    tables: Tables,
    part: slice,
    scores: NDArray[Any],
    labels: NDArray[np.int32],
    folds: NDArray[np.int64],
    *,
    probabilities: bool,
    coarse: bool,
) -> float:
    """Add one chunk of rows to the tables."""
    y, classes = labels[part], scores.shape[1]
    row = softmax_rows(scores[part], y, probabilities=probabilities)
    index = np.arange(len(y))
    tables.top[part], tables.tied[part], tables.losses[part] = row.top, row.tied, row.loss
    tables.rank[part] = row.rank
    tables.confidence[part] = row.folded[index, row.top]
    for which, fixed in enumerate(row[5:9]):
        np.add.at(tables.halves[:, which, 0], y, fixed >> 32)
        np.add.at(tables.halves[:, which, 1], y, fixed & 0xFFFFFFFF)
    if len(tables.soft):
        np.add.at(tables.soft, y, to_fixed(row.probabilities))
    if len(tables.fine):
        count_chunk(tables, folded_cells.cells_of(row.folded) >> grid_shift(classes, coarse=coarse), y, folds[part])
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


def one_vs_rest(tables: Tables, batch: Batch, *, labels: NDArray[np.int32], coarse: bool) -> OneVsRest:
    """The class histograms at the level that the rows call for: exact only if no class has too many distinct scores."""
    scores, probabilities = batch.scores, batch.form == "probability"
    exact, step = None, max(1, CHUNK // scores.shape[1])
    a_class, in_all = (COARSE_A_CLASS, COARSE_IN_ALL) if coarse else (EXACT_A_CLASS, EXACT_IN_ALL)
    first = min(step, a_class + 1, in_all // scores.shape[1] + 1)
    for start in [0, *range(first, len(scores), step)]:
        part = slice(start, first if start == 0 else start + step)
        folded = softmax_rows(scores[part], labels[part], probabilities=probabilities).folded
        truth = labels[part, None] == np.arange(scores.shape[1])
        more = OneVsRest.of_values(folded, truth, coarse=coarse)
        exact = more if exact is None else exact + more
        if not exact.exact:
            right = tables.right.astype(np.int64)
            return OneVsRest.of_grid(right, (tables.fine - right).astype(np.int64), coarse=coarse)
    assert exact is not None  # noqa: S101 - a batch has rows
    return exact


def folds_of(tables: Tables) -> Folds:
    """Histograms by fold."""
    classes = len(tables.by_fold)
    shape = (classes, FOLDS, -1) if classes else (0, FOLDS, 0)
    right = tables.right_by_fold.astype(np.int64)
    return Folds(right.reshape(shape), (tables.by_fold - right).astype(np.int64).reshape(shape))
