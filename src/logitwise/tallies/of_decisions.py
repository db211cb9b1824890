"""Decisions, or a confusion matrix, into a tally: counts are all they leave."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from logitwise.batch import Batch
from logitwise.head import Head
from logitwise.kernels.polynomials import log
from logitwise.tallies.binary_scores import BinaryScores
from logitwise.tallies.confusion import Confusion, LabelConfusion
from logitwise.tallies.of_binary import binary_scores, confusion_of
from logitwise.tallies.of_softmax import count_pairs
from logitwise.tallies.one_vs_rest import OneVsRest
from logitwise.tallies.tally import Tally


def tally_decisions(batch: Batch, *, coarse: bool = False) -> Tally:
    """The tally of a batch of decided rows, with their confidence where it was given."""
    truth, decided, head = batch.labels, batch.scores, batch.head
    if head.kind == "multilabel":
        flat = np.arange(truth.shape[1]) * 4 + truth.astype(np.int64) * 2 + decided
        counts = np.bincount(flat.ravel(), minlength=truth.shape[1] * 4)
        labels = LabelConfusion(counts.astype(np.int64).reshape(-1, 2, 2))
        whole = int((truth == decided).all(axis=1).sum())
        return Tally(head=head, scale="decisions", rows=batch.rows, confusion=labels, whole=whole)
    confusion: Confusion
    if head.binary:
        confusion = confusion_of(decided != 0, truth, head=head)
    else:
        confusion = count_pairs(truth, decided, classes=len(head.classes))
    confidence, by_decision = confidence_of(batch, coarse=coarse)
    return Tally(
        head=head,
        scale="decisions",
        rows=batch.rows,
        confusion=confusion,
        confidence=confidence,
        by_decision=by_decision,
    )


def confidence_of(batch: Batch, *, coarse: bool) -> tuple[BinaryScores | None, OneVsRest | None]:
    """How sure the decisions were, over all rows and by decided class."""
    given = batch.confidence
    if given is None:
        return None, None
    right = batch.labels == batch.scores
    extent = (float(given.min()), float(given.max()))
    confidence = binary_scores(given, right.view(np.uint8), form="probability", extent=extent, coarse=coarse)
    decided = batch.scores.astype(np.int32)
    if batch.head.binary and batch.head.positive == 0:
        decided = 1 - decided
    classes = len(batch.head.classes)
    folded = folded_confidence(given)
    by_decision = None if coarse else OneVsRest.of_owned(decided, folded, right, classes=classes, coarse=True)
    return confidence, by_decision


def folded_confidence(p: NDArray[np.float64]) -> NDArray[np.float64]:
    """Probabilities as folded scores: log p up to 1/2, -log(1 - p) above."""
    return np.where(p > 0.5, -log(1.0 - p), log(p))


def tally_of_confusion(matrix: NDArray[np.int64], *, head: Head) -> Tally:
    """The tally of a confusion matrix, rows the truth."""
    confusion = Confusion.of_matrix(matrix)
    return Tally(head=head, scale="confusion", rows=confusion.rows, confusion=confusion)
