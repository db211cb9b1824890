"""Weighted rows into weighted counts, through NumPy alone, chunk by chunk."""

from __future__ import annotations

from dataclasses import replace
from functools import reduce
from operator import add
from typing import Any

import numpy as np
from numpy.typing import NDArray

from logitwise.batch import Batch
from logitwise.kernels import folded_cells
from logitwise.kernels.hashing import row_hashes
from logitwise.kernels.sigmoid import folded, log_odds, row_losses
from logitwise.kernels.softmax import softmax_rows
from logitwise.tallies.binary_scores import BinaryScores, ScoreForm
from logitwise.tallies.confusion import Confusion, LabelConfusion
from logitwise.tallies.exact_sums import ExactSums, is_large
from logitwise.tallies.folds import FOLDS, Folds, fold_cells_a_class, fold_of, fold_shift
from logitwise.tallies.of_binary import decide
from logitwise.tallies.of_decisions import folded_confidence
from logitwise.tallies.of_temperature import weighted_temperature_sums
from logitwise.tallies.one_vs_rest import MOST_CLASSES, OneVsRest, grid_shift
from logitwise.tallies.tally import Tally
from logitwise.tallies.temperature_sums import TEMPERATURE_CLASSES
from logitwise.tallies.weighted import Weighted, weight_sums, weighted_confusion, weighted_labels

CHUNK = 1 << 18  # scores taken at once
Units = NDArray[np.int64]


def weigh(batch: Batch, *, coarse: bool) -> Weighted | None:
    """The weighted counts of a batch; None where its rows have no weights. Rows of weight 0 leave nothing."""
    if batch.weights is None:
        return None
    there = np.flatnonzero(batch.weights > 0)
    if not len(there):
        return Weighted(Tally(head=batch.head, scale=batch.scale), no_squares(batch), 0)
    kept = batch if len(there) == batch.rows else batch.take(there)
    step = max(1, CHUNK // (kept.scores[:1].size or 1))
    parts = [kept.take(slice(start, start + step)) for start in range(0, kept.rows, step)]
    return reduce(add, (weigh_chunk(part, coarse=coarse) for part in parts))


def no_squares(batch: Batch) -> Confusion | LabelConfusion:
    """Squared weights of no rows."""
    classes = len(batch.head.classes)
    if batch.head.kind == "multilabel":
        return LabelConfusion(np.zeros((classes, 2, 2), object))
    return Confusion(classes, np.empty(0, np.int64), np.empty(0, object))


def weigh_chunk(batch: Batch, *, coarse: bool) -> Weighted:
    """The weighted counts of a few rows, all of weight above 0."""
    if batch.scale == "decisions":
        return of_decisions(batch, coarse=coarse)
    if batch.head.binary:
        return of_binary(batch, coarse=coarse)
    return of_softmax(batch, coarse=coarse) if batch.head.kind == "softmax" else of_multilabel(batch, coarse=coarse)


def units_of(batch: Batch) -> Units:
    """Weights of a batch that has them."""
    assert batch.weights is not None  # noqa: S101 - said to the type checker
    return batch.weights


def together(batch: Batch, confusions: tuple[Any, Any], **blocks: Any) -> Weighted:
    """A chunk's counts as the weighted part of a tally."""
    extent = None if batch.scale == "decisions" else (float(batch.scores.min()), float(batch.scores.max()))
    counts = Tally(
        head=batch.head, scale=batch.scale, rows=batch.rows, confusion=confusions[0], extent=extent, **blocks
    )
    return Weighted(counts, confusions[1], int(units_of(batch).sum(dtype=object)))


def in_head_order(batch: Batch, values: NDArray[Any]) -> NDArray[np.int64]:
    """Class codes of values that say "positive" with 1."""
    codes = values.astype(np.int64)
    return codes if batch.head.positive == 1 else 1 - codes


def histogram(
    scores: NDArray[Any], truth: NDArray[np.bool_], weights: Units, *, form: ScoreForm, coarse: bool
) -> BinaryScores:
    """Distinct scores with the weights of either outcome, at the level they call for."""
    values, where = np.unique(scores.astype(np.float64) + 0.0, return_inverse=True)
    hits = weight_sums(where[truth], weights[truth], len(values))
    misses = weight_sums(where[~truth], weights[~truth], len(values))
    low, high = float(values[0]), float(values[-1])
    return BinaryScores(form, True, values, hits, misses, low, high, coarse=coarse).settled()


def of_binary(batch: Batch, *, coarse: bool) -> Weighted:
    """Rows of a head of two classes."""
    truth, weights = batch.labels != 0, units_of(batch)
    decided = decide(batch.scores, batch=batch)
    confusions = weighted_confusion(in_head_order(batch, truth), in_head_order(batch, decided), weights, classes=2)
    return together(batch, confusions, binary=histogram(batch.scores, truth, weights, form=batch.form, coarse=coarse))


def of_softmax(batch: Batch, *, coarse: bool) -> Weighted:
    """Rows of a softmax of three or more classes."""
    labels, weights, classes = batch.labels.astype(np.int64), units_of(batch), len(batch.head.classes)
    row = softmax_rows(batch.scores, labels, probabilities=batch.form == "probability")
    right, index = row.top == labels, np.arange(batch.rows)
    confidence = row.folded[index, row.top]
    kept = np.where(is_large(row.loss), 0.0, 1.0) == 1.0
    fixed = np.stack([row.log_loss, row.log_loss_squared, row.brier, row.brier_squared], axis=1)
    sums = loss_sums(labels, weights, fixed, size=classes)
    return together(
        batch,
        weighted_confusion(labels, row.top, weights, classes=classes),
        ranks=weight_sums(row.rank, weights, classes),
        one_vs_rest=None if classes > MOST_CLASSES else OneVsRest.of_values(
            row.folded, labels[:, None] == np.arange(classes), weights=weights, coarse=coarse
        ),
        confidence=histogram(confidence, right, weights, form="folded", coarse=coarse),
        by_decision=None if coarse or classes > MOST_CLASSES else decided_scores(
            row.top, confidence, right, weights, classes=classes
        ),
        sums=sums.with_large(labels[~kept], row.loss[~kept], weights[~kept]),
        folds=None if coarse or classes > MOST_CLASSES else class_folds(
            row.folded, labels[:, None] == np.arange(classes), weights, folds=fold_of(names_of(batch))
        ),
        worst=np.array([row.spread.max()]),
        temperature=None if coarse or classes > TEMPERATURE_CLASSES else weighted_temperature_sums(
            batch.scores, labels, row.loss, weights, probabilities=batch.form == "probability"
        ),
    )  # fmt: skip


def names_of(batch: Batch) -> NDArray[np.uint64]:
    """What rows are told apart by: their groups, else their ids, else their contents."""
    named = batch.ids if batch.groups is None else batch.groups
    return row_hashes(batch.scores) if named is None else named


def class_folds(
    folded_scores: NDArray[np.float64], truth: NDArray[np.bool_], weights: Units, *, folds: NDArray[np.int64]
) -> Folds:
    """Weights by class or label, fold and coarse cell, of rows that hold it and of the others."""
    classes = truth.shape[1]
    cells = folded_cells.cells_of(folded_scores) >> (grid_shift(classes) + fold_shift(classes))
    size = fold_cells_a_class(classes)
    flat = (np.arange(classes) * FOLDS + folds[:, None]) * size + cells
    each = np.broadcast_to(weights[:, None], truth.shape)
    shape = (classes, FOLDS, size)
    held, other = (weight_sums(flat[part], each[part], classes * FOLDS * size) for part in (truth, ~truth))
    return Folds(held.reshape(shape), other.reshape(shape))


def decided_scores(
    top: NDArray[np.integer], confidence: NDArray[np.float64], right: NDArray[np.bool_], weights: Units, *, classes: int
) -> OneVsRest:
    """Confidence by decided class, always on the narrow grid."""
    owner = top.astype(np.int32)
    return OneVsRest.of_owned(owner, confidence, right, classes=classes, weights=weights, coarse=True)


def of_multilabel(batch: Batch, *, coarse: bool) -> Weighted:
    """Rows of labels."""
    truth, weights, labels = batch.labels != 0, units_of(batch), batch.labels.shape[1]
    decided = decide(batch.scores, batch=batch)
    scores = batch.scores.astype(np.float64)
    logits = log_odds(scores) if batch.form == "probability" else scores
    shown = folded(logits)
    row = row_losses(logits, truth.astype(np.int64))
    folds = fold_of(names_of(batch))
    shape = (FOLDS, labels, 2)
    owner = ((folds[:, None] * labels + np.arange(labels)) * 2 + truth).ravel()
    fixed = np.stack([column.ravel() for column in row[:4]], axis=1)
    each, large = np.repeat(weights, labels), row.large.ravel()
    sums = loss_sums(owner, each, fixed, size=FOLDS * labels * 2)
    sums = sums.with_large(owner[large], np.abs(logits.ravel()[large]), each[large])
    by_fold = ExactSums(sums.rows.reshape(shape), sums.infinite.reshape(shape), sums.sums.reshape(*shape, 4))
    counted = weight_sums(owner * 2 + decided.ravel(), each, FOLDS * labels * 4).reshape(FOLDS, labels, 2, 2)
    return together(
        batch,
        weighted_labels(truth.astype(np.int64), decided.astype(np.int64), weights),
        whole=int(weights[(truth == decided).all(axis=1)].sum()),
        one_vs_rest=OneVsRest.of_values(shown, truth, weights=weights, coarse=coarse),
        sums=ExactSums(by_fold.rows.sum(axis=0), by_fold.infinite.sum(axis=0), by_fold.sums.sum(axis=0)),
        folds=None if coarse else replace(
            class_folds(shown, truth, weights, folds=folds), confusion=counted, sums=by_fold
        ),
        worst=np.abs(shown).max(axis=0),
    )  # fmt: skip


def of_decisions(batch: Batch, *, coarse: bool) -> Weighted:
    """Decided rows, with their confidence where it was given."""
    truth, decided, weights = batch.labels, batch.scores, units_of(batch)
    if batch.head.kind == "multilabel":
        whole = int(weights[(truth == decided).all(axis=1)].sum())
        return together(batch, weighted_labels(truth.astype(np.int64), decided.astype(np.int64), weights), whole=whole)
    classes = len(batch.head.classes)
    if batch.head.binary:
        truth, decided = in_head_order(batch, truth), in_head_order(batch, decided)
    confusions = weighted_confusion(truth, decided, weights, classes=classes)
    if batch.confidence is None:
        return together(batch, confusions)
    right = truth == decided
    confidence = histogram(batch.confidence, right, weights, form="probability", coarse=coarse)
    shown = folded_confidence(batch.confidence)
    by_decision = None if coarse else decided_scores(decided, shown, right, weights, classes=classes)
    return together(batch, confusions, confidence=confidence, by_decision=by_decision)


def loss_sums(owner: NDArray[np.integer], weights: Units, fixed: NDArray[np.int64], *, size: int) -> ExactSums:
    """Fixed-point losses ``(rows, 4)`` times weights, by owner: exact, so in Python integers."""
    sums = np.zeros((size, 4), object)
    np.add.at(sums, owner, fixed.astype(object) * weights.astype(object)[:, None])
    return ExactSums(weight_sums(owner, weights, size), np.zeros(size, np.int64), sums)
