"""What must hold of any tally; a file that breaks it was damaged or made up."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from logitwise.errors import FormatError
from logitwise.tallies.binary_scores import BinaryScores
from logitwise.tallies.one_vs_rest import OneVsRest
from logitwise.tallies.tally import Tally


def check(tally: Tally) -> None:
    """Raise `FormatError` for the first thing that cannot be."""
    for holds, what in statements(tally):
        if not holds:
            raise FormatError(f"a damaged tally: {what}")


def statements(tally: Tally) -> Iterator[tuple[bool, str]]:
    """What must hold, each with the words for when it does not."""
    counts = [tally.rows, tally.renormalised, tally.ties, *tally.rejected.values()]
    yield all(isinstance(n, int) and n >= 0 for n in counts), "a count of rows is no natural number"
    classes = len(tally.head.classes)
    if tally.confusion is not None:
        yield tally.confusion.classes == classes, "the confusion matrix has other classes than the head"
        yield tally.confusion.rows == tally.rows, "the confusion matrix holds another number of rows"
        yield bool((tally.confusion.counts >= 0).all()), "the confusion matrix has a negative count"
    for scores in (tally.binary, tally.confidence):
        if scores is not None:
            yield from histogram(scores, tally.rows)
    if tally.one_vs_rest is not None:
        yield from class_histograms(tally.one_vs_rest, classes, tally.rows)
    if tally.sums is not None:
        yield tally.sums.sums.shape == (*tally.sums.rows.shape, 4), "the loss sums have another shape than their counts"
        yield len(tally.sums.rows) == classes, "the loss sums are of other classes than the head"
    if tally.sample is not None:
        lengths = {
            len(tally.sample.hashes),
            len(tally.sample.labels),
            len(tally.sample.scores),
            len(tally.sample.counts),
        }
        yield len(lengths) == 1, "the columns of the row sample differ in length"


def histogram(scores: BinaryScores, rows: int) -> Iterator[tuple[bool, str]]:
    """Of one histogram."""
    yield (
        len(scores.values) == len(scores.positives) == len(scores.negatives),
        "the columns of a histogram differ in length",
    )
    yield bool((np.diff(scores.values) > 0).all()), "the scores of a histogram do not ascend"
    yield bool((scores.positives >= 0).all() and (scores.negatives >= 0).all()), "a histogram has a negative count"
    yield int(scores.positives.sum() + scores.negatives.sum()) == rows, "a histogram holds another number of rows"


def class_histograms(table: OneVsRest, classes: int, rows: int) -> Iterator[tuple[bool, str]]:
    """Of the histograms of all classes."""
    yield table.classes == classes, "the class histograms are of other classes than the head"
    yield table.positives.shape == table.negatives.shape, "the class histograms differ in shape"
    yield int(table.positives.sum() + table.negatives.sum()) == rows * classes, "the class histograms hold other rows"
