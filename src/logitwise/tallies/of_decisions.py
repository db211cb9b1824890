"""Decisions, or a confusion matrix, into a tally: counts are all they leave."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from logitwise.batch import Batch
from logitwise.head import Head
from logitwise.tallies.confusion import Confusion, LabelConfusion
from logitwise.tallies.id_sketch import IdSketch
from logitwise.tallies.of_binary import confusion_of
from logitwise.tallies.of_softmax import count_pairs
from logitwise.tallies.tally import Tally


def tally_decisions(batch: Batch) -> Tally:
    """The tally of a batch of decided rows."""
    truth, decided, head = batch.labels, batch.scores, batch.head
    confusion: Confusion | LabelConfusion
    if head.kind == "multilabel":
        flat = np.arange(truth.shape[1]) * 4 + truth.astype(np.int64) * 2 + decided
        counts = np.bincount(flat.ravel(), minlength=truth.shape[1] * 4)
        confusion = LabelConfusion(counts.astype(np.int64).reshape(-1, 2, 2))
    elif head.binary:
        confusion = confusion_of(decided != 0, truth, head=head)
    else:
        confusion = count_pairs(truth, decided, classes=len(head.classes))
    ids = None if batch.ids is None else IdSketch.of(batch.ids)
    return Tally(head=head, scale="decisions", rows=batch.rows, confusion=confusion, ids=ids)


def tally_of_confusion(matrix: NDArray[np.int64], *, head: Head) -> Tally:
    """The tally of a confusion matrix, rows the truth."""
    confusion = Confusion.of_matrix(matrix)
    return Tally(head=head, scale="confusion", rows=confusion.rows, confusion=confusion)
