"""Rows of a binary head into a tally."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from logitwise.batch import Batch
from logitwise.head import Head
from logitwise.kernels.fixed_point import LARGEST
from logitwise.kernels.keys import INFINITE_KEY, keys_of
from logitwise.kernels.keys import coarse as coarse_keys
from logitwise.kernels.polynomials import log
from logitwise.tallies.binary_scores import COARSE_LIMIT, EXACT_LIMIT, BinaryScores, ScoreForm, grid_scores, join
from logitwise.tallies.confusion import Confusion
from logitwise.tallies.exact_sums import ExactSums
from logitwise.tallies.folds import KeyFolds, fold_of
from logitwise.tallies.tally import Tally

Labels = NDArray[np.uint8]
FIRST_LOOK = 131_072  # rows in which more than EXACT_LIMIT distinct scores usually show at once
SAME_CODES = {"logit": 0, "probability": 1, "odds": 2, "folded": 0}


def tally_binary(batch: Batch, *, coarse: bool = False) -> Tally:
    """The tally of a batch whose head has two classes; of a part `coarse`, and without folds."""
    scores, labels = batch.scores, batch.labels
    low, high = float(scores.min()), float(scores.max())
    binary = binary_scores(scores, labels, form=batch.form, extent=(low, high), coarse=coarse)
    decided = decide(scores, batch=batch)
    return Tally(
        head=batch.head,
        scale=batch.scale,
        rows=batch.rows,
        confusion=confusion_of(decided, labels, head=batch.head),
        binary=binary,
        extent=(low, high),
        folds=None if coarse or (batch.ids is None and batch.groups is None) else key_folds(batch),
    )


def binary_scores(
    scores: NDArray[Any], labels: Labels, *, form: ScoreForm, extent: tuple[float, float], coarse: bool = False
) -> BinaryScores:
    """The histogram of a batch at the level that its rows call for."""
    if len(scores) <= EXACT_LIMIT:
        return replace(exact_scores(scores, labels, form=form, extent=extent), coarse=coarse).settled()
    from logitwise.kernels import compiled_sigmoid as loops  # noqa: PLC0415  brings in Numba, which small data never need

    wide = scores[:FIRST_LOOK].astype(np.float64) + 0.0
    limit = COARSE_LIMIT if coarse else EXACT_LIMIT
    if loops.count_distinct(wide.view(np.int64), labels[:FIRST_LOOK], limit)[2] >= 0:
        wide = scores.astype(np.float64) + 0.0
        values, counts, used = loops.count_distinct(wide.view(np.int64), labels, limit)
        if used >= 0:
            filled = np.flatnonzero(counts.any(axis=1))
            found = values[filled].view(np.float64)
            order = np.argsort(found)
            counts = counts[filled][order]
            positives, negatives = counts[:, 1].copy(), counts[:, 0].copy()
            return BinaryScores(form, True, found[order], positives, negatives, *extent, coarse=coarse)
    fine = grid(scores, labels, form=form, extent=extent)
    return widened(fine) if coarse else fine


def exact_scores(scores: NDArray[Any], labels: Labels, *, form: ScoreForm, extent: tuple[float, float]) -> BinaryScores:
    """Distinct scores with counts, through NumPy alone."""
    values, where = np.unique(scores.astype(np.float64) + 0.0, return_inverse=True)
    positives = np.bincount(where[labels != 0], minlength=len(values)).astype(np.int64)
    negatives = np.bincount(where, minlength=len(values)).astype(np.int64) - positives
    return BinaryScores(form, True, values, positives, negatives, *extent)


def grid(scores: NDArray[Any], labels: Labels, *, form: ScoreForm, extent: tuple[float, float]) -> BinaryScores:
    """Cells and losses of scores that are too many to keep."""
    from logitwise.kernels import compiled_sigmoid as loops  # noqa: PLC0415  brings in Numba, which small data never need

    logits = scores
    if SAME_CODES[form]:
        logits = np.empty(len(scores))
        loops.log_odds_of(scores, SAME_CODES[form], logits)
    table = np.zeros(2 * (2 * INFINITE_KEY + 1), np.int64 if len(scores) > 2**31 - 1 else np.int32)
    loops.count_keys(logits, labels, table)
    filled = np.flatnonzero(np.bitwise_or(table[::2], table[1::2]))  # `any` over an axis of two costs six times as much
    counts = table.reshape(-1, 2)[filled].astype(np.int64)
    sums = None if form == "folded" else loss_sums(logits, labels, positives=int(counts[:, 1].sum()))
    return BinaryScores(form, False, filled - INFINITE_KEY, counts[:, 1].copy(), counts[:, 0].copy(), *extent, sums)


def widened(scores: BinaryScores) -> BinaryScores:
    """Cells of a part, 32 times as wide."""
    keys, positives, negatives = join(coarse_keys(scores.values), scores.positives, scores.negatives)
    return replace(scores, values=keys, positives=positives, negatives=negatives, coarse=True)


def loss_sums(logits: NDArray[Any], labels: Labels, *, positives: int) -> ExactSums:
    """Losses of all rows by label."""
    from logitwise.kernels import compiled_sigmoid as loops  # noqa: PLC0415  brings in Numba, which small data never need

    halves = np.zeros((2, 4, 2), np.int64)
    large = loops.sum_losses(logits, labels, halves)
    sums = ExactSums.of_halves(np.array([len(logits) - positives, positives], np.int64), halves)
    if not large:
        return sums
    wrong = np.flatnonzero(((logits >= 0) != (labels != 0)) & (np.abs(logits) > LARGEST))
    return sums.with_large(labels[wrong].astype(np.int64), np.abs(logits[wrong].astype(np.float64)))


def log_odds_edges(thresholds: Sequence[float]) -> NDArray[np.float64]:
    """Log-odds at and above which a probability is at least each threshold; of 1/2 exactly 0."""
    t = np.array(thresholds)
    return np.where(t == 0.5, 0.0, log(t) - log(1.0 - t))


def decide(scores: NDArray[Any], *, batch: Batch) -> NDArray[np.bool_]:
    """Which rows are decided positive: p >= threshold, compared in the precision that the scores were given in.

    Of a multilabel head ``(rows, labels)``, each label against its own threshold.
    """
    threshold, given = batch.head.threshold, np.dtype(batch.precision)
    if batch.form == "logit":
        edges = log_odds_edges(batch.head.cuts)
        decided: NDArray[np.bool_] = scores >= edges.astype(given).astype(scores.dtype)
    elif batch.form == "probability":
        decided = scores >= np.array(batch.head.cuts).astype(given).astype(scores.dtype)
    elif threshold == 0.5:
        decided = scores >= 1.0
    else:
        # p comes back from the odds with a few roundings, which must not push a row at the threshold below it.
        slack = threshold * 4 * np.finfo(float).eps if given == np.float64 else 0.0
        with np.errstate(divide="ignore"):
            decided = (1.0 / (1.0 + 1.0 / scores)).astype(given) >= given.type(threshold) - slack
    return decided


def confusion_of(decided: NDArray[np.bool_], labels: Labels, *, head: Head) -> Confusion:
    """Truth against decision in the order of the head's classes; labels and decisions say "positive" with 1."""
    truth = labels != 0 if labels.dtype != np.uint8 else labels.view(np.bool_)
    positives, called = np.count_nonzero(truth), np.count_nonzero(decided)
    hits = np.count_nonzero(truth & decided)
    matrix = np.array([[len(labels) - positives - called + hits, called - hits], [positives - hits, hits]])
    return Confusion.of_matrix(matrix if head.positive == 1 else matrix[::-1, ::-1])


def key_folds(batch: Batch) -> KeyFolds:
    """Coarse scores by the fold of each row's group, else of its id."""
    names = batch.ids if batch.groups is None else batch.groups
    assert names is not None  # noqa: S101 - said to the type checker
    keys = coarse_keys(keys_of(grid_scores(batch.scores, form=batch.form)))
    return KeyFolds.of(keys, fold_of(names), batch.labels)
