"""Rows of a multilabel head into a tally: each label a binary problem, rows kept together in folds and sample."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from logitwise.batch import Batch
from logitwise.kernels import folded_cells
from logitwise.kernels.hashing import row_hashes
from logitwise.kernels.sigmoid import folded, log_odds, row_losses
from logitwise.tallies.confusion import LabelConfusion
from logitwise.tallies.exact_sums import BRIER, ExactSums
from logitwise.tallies.folds import FOLDS, Folds, fold_cells_a_class, fold_of, fold_shift
from logitwise.tallies.of_binary import decide
from logitwise.tallies.one_vs_rest import OneVsRest, cells_a_class, grid_shift
from logitwise.tallies.row_sample import RowSample
from logitwise.tallies.tally import Tally

CHUNK = 1 << 18  # scores taken at once


def tally_multilabel(batch: Batch, *, coarse: bool = False) -> Tally:
    """The tally of a batch of label rows; of a part `coarse`, and without folds and sample."""
    hashes = row_hashes(batch.scores) if batch.ids is None else batch.ids
    folds = fold_of(hashes if batch.groups is None else batch.groups)
    decided = decide(batch.scores, batch=batch)
    tables = LabelTables(batch.scores.shape[1], coarse=coarse)
    step = max(1, CHUNK // batch.scores.shape[1])
    for start in range(0, batch.rows, step):
        part = slice(start, start + step)
        scores = batch.scores[part].astype(np.float64)
        logits = log_odds(scores) if batch.form == "probability" else scores
        tables.add(logits, batch.labels[part], decided[part], folds[part])
    by_fold = tables.folds()
    assert by_fold.confusion is not None  # noqa: S101 - said to the type checker
    assert by_fold.sums is not None  # noqa: S101
    total = by_fold.sums
    return Tally(
        head=batch.head,
        scale=batch.scale,
        rows=batch.rows,
        confusion=LabelConfusion(by_fold.confusion.sum(axis=0)),
        one_vs_rest=tables.one_vs_rest,
        sums=ExactSums(total.rows.sum(axis=0), total.infinite.sum(axis=0), total.sums.sum(axis=0)),
        worst=tables.worst,
        extent=(float(batch.scores.min()), float(batch.scores.max())),
        folds=None if coarse else by_fold,
        sample=None if coarse else RowSample.of_rows(hashes, batch.labels, batch.scores),
        whole=int(((batch.labels != 0) == decided).all(axis=1).sum()),
    )


class LabelTables:
    """What chunks of label rows add up to while a batch is read."""

    def __init__(self, labels: int, *, coarse: bool) -> None:
        self.labels = labels
        self.coarse = coarse
        in_fold = fold_cells_a_class(labels)
        self.positives = np.zeros((labels, FOLDS, in_fold), np.int64)
        self.negatives = np.zeros((labels, FOLDS, in_fold), np.int64)
        self.confusion = np.zeros((FOLDS, labels, 2, 2), np.int64)
        self.sums = ExactSums.zeros((FOLDS, labels, 2))
        self.worst = np.zeros(labels)
        self.one_vs_rest: OneVsRest | None = None

    def add(self, logits: NDArray[Any], labels: NDArray[Any], decided: NDArray[Any], folds: NDArray[np.int64]) -> None:
        """Count one chunk ``(rows, labels)``."""
        scores = folded(logits)
        truth = labels != 0
        more = OneVsRest.of_values(scores, truth, coarse=self.coarse) if self.exact else self.grid(scores, truth)
        self.one_vs_rest = more if self.one_vs_rest is None else self.one_vs_rest + more
        cells = folded_cells.cells_of(scores) >> (grid_shift(self.labels) + fold_shift(self.labels))
        owner = np.broadcast_to(np.arange(self.labels), truth.shape)
        fold = np.broadcast_to(folds[:, None], truth.shape)
        if self.positives.size:
            np.add.at(self.positives, (owner[truth], fold[truth], cells[truth]), 1)
            np.add.at(self.negatives, (owner[~truth], fold[~truth], cells[~truth]), 1)
        np.add.at(self.confusion, (fold, owner, truth.astype(np.int8), decided.astype(np.int8)), 1)
        self.worst = np.maximum(self.worst, np.abs(scores).max(axis=0))
        self.sums = self.sums + self.losses(logits, truth.astype(np.int64), (fold * self.labels + owner) * 2 + truth)

    @property
    def exact(self) -> bool:
        """Whether distinct scores are still few enough to keep."""
        return self.one_vs_rest is None or self.one_vs_rest.exact

    def grid(self, scores: NDArray[np.float64], truth: NDArray[np.bool_]) -> OneVsRest:
        """The chunk's histograms on the grid."""
        width = cells_a_class(self.labels, coarse=self.coarse)
        cells = folded_cells.cells_of(scores) >> grid_shift(self.labels, coarse=self.coarse)
        flat = cells + np.arange(self.labels) * width
        tables = [np.bincount(flat[keep], minlength=self.labels * width) for keep in (truth, ~truth)]
        positives, negatives = (t.astype(np.int64).reshape(self.labels, width) for t in tables)
        return OneVsRest.of_grid(positives, negatives, coarse=self.coarse)

    def losses(self, logits: NDArray[Any], truth: NDArray[np.int64], owner: NDArray[np.int64]) -> ExactSums:
        """Losses of one chunk by fold, label and truth (`owner` is their flat index)."""
        row = row_losses(logits, truth)
        shape = (FOLDS, self.labels, 2)
        halves = np.zeros((FOLDS * self.labels * 2, BRIER + 2, 2), np.int64)
        for which, fixed in enumerate(row[:4]):
            np.add.at(halves[:, which, 0], owner, fixed >> 32)
            np.add.at(halves[:, which, 1], owner, fixed & 0xFFFFFFFF)
        rows = np.bincount(owner.ravel(), minlength=len(halves)).astype(np.int64).reshape(shape)
        sums = ExactSums.of_halves(rows, halves.reshape(*shape, 4, 2))
        return sums.with_large(owner[row.large], np.abs(logits[row.large]))

    def folds(self) -> Folds:
        """Everything that is kept by fold."""
        return Folds(self.positives, self.negatives, self.confusion, self.sums)
