"""What must hold of any tally; a file that breaks it was damaged or made up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from logitwise.errors import FormatError
from logitwise.kernels.temperature import FIGURES, NODES
from logitwise.tallies.binary_scores import BinaryScores
from logitwise.tallies.confusion import Confusion, LabelConfusion
from logitwise.tallies.exact_sums import ExactSums
from logitwise.tallies.folds import FOLDS
from logitwise.tallies.id_sketch import IdSketch
from logitwise.tallies.one_vs_rest import OneVsRest
from logitwise.tallies.tally import Tally
from logitwise.tallies.temperature_sums import TEMPERATURE_CLASSES, TemperatureSums
from logitwise.tallies.weighted import Weighted

Statements = Iterator[tuple[bool, str]]
SLOPE = 1  # the one figure of a row at a temperature that may be negative
FOLD_NAMES = {f"{fold:02}" for fold in range(FOLDS)}


def check(tally: Tally) -> None:
    """Raise `FormatError` for the first thing that cannot be."""
    for holds, what in statements(tally):
        if not holds:
            raise FormatError(f"a damaged tally: {what}")


def statements(tally: Tally) -> Statements:
    """What must hold, each with the words for when it does not."""
    counts = [tally.rows, tally.renormalised, tally.ties, *tally.rejected.values()]
    yield all(isinstance(n, int) and n >= 0 for n in counts), "a count of rows is no natural number"
    for sketch, what in ((tally.ids, "ids"), (tally.groups, "groups")):
        yield sketch is None or isinstance(sketch, IdSketch), f"its {what} are none"
    if tally.extent is not None:
        yield len(tally.extent) == 2 and all(map(is_number, tally.extent)), "its smallest and largest score are none"
    yield from of_blocks(tally, tally.rows)
    if tally.weighted is not None:
        yield isinstance(tally.weighted, Weighted), "its weighted counts are none"
        yield from of_weights(tally, tally.weighted)
    if tally.sample is not None:
        lengths = {
            len(tally.sample.hashes),
            len(tally.sample.labels),
            len(tally.sample.scores),
            len(tally.sample.counts),
        }
        yield len(lengths) == 1, "the columns of the row sample differ in length"
    if tally.clusters is not None:
        yield set(tally.clusters) <= FOLD_NAMES, "a fold of groups has no number"
        yield from of_parts(tally, tally.clusters, "folds of groups")
    if tally.slices is not None:
        yield isinstance(tally.slices, Mapping), "its slices are none"
        for name, parts in tally.slices.items():
            yield from of_parts(tally, parts, f"slices by {name!r}")


def is_number(value: object) -> bool:
    """Whether a scalar that was stored as a number is one, infinite ones included."""
    return isinstance(value, int | float) and not isinstance(value, bool) and value == value  # noqa: PLR0124  not NaN


def of_blocks(tally: Tally, mass: int) -> Statements:
    """Of the counts of a tally, in which all rows together count `mass`: their number, or the sum of their weights."""
    classes = len(tally.head.classes)
    if tally.confusion is not None:
        yield from of_confusion(tally.confusion, classes, mass)
    for scores in (tally.binary, tally.confidence):
        if scores is not None:
            yield from histogram(scores, mass)
    if tally.one_vs_rest is not None:
        yield from class_histograms(tally.one_vs_rest, classes, mass * classes)
    if tally.by_decision is not None:
        yield from class_histograms(tally.by_decision, classes, mass)
    if tally.sums is not None:
        yield tally.sums.sums.shape == (*tally.sums.rows.shape, 4), "the loss sums have another shape than their counts"
        yield len(tally.sums.rows) == classes, "the loss sums are of other classes than the head"
        each = mass if tally.sums.rows.ndim == 1 else mass * classes
        yield int(tally.sums.rows.sum()) == each, "the loss sums hold another number of rows"
    if tally.ranks is not None:
        yield tally.ranks.shape == (classes,), "the ranks are of other classes than the head"
        yield bool((tally.ranks >= 0).all()) and int(tally.ranks.sum()) == mass, "the ranks hold another number of rows"
    if tally.whole is not None:
        yield isinstance(tally.whole, int) and 0 <= tally.whole <= mass, "more rows are wholly right than there are"
    if tally.temperature is not None:
        fits = tally.head.kind == "softmax" and 3 <= classes <= TEMPERATURE_CLASSES
        yield fits and tally.scale != "decisions", "the sums at temperatures are of no such head"
        yield from of_temperatures(tally.temperature, mass)


def of_temperatures(block: TemperatureSums, mass: int) -> Statements:
    """Of losses and their derivatives at every temperature."""
    yield isinstance(block, TemperatureSums), "its sums at temperatures are none"
    yield block.sums.shape == (NODES, FIGURES), "the sums at temperatures have another shape"
    yield block.sums.dtype.kind == "O", "the sums at temperatures are no whole numbers"
    yield block.rows == mass, "the sums at temperatures hold another number of rows"
    counted = isinstance(block.infinite, int) and 0 <= block.infinite <= mass
    yield counted, "the sums at temperatures lack more rows than there are"
    never_negative = np.delete(block.sums, SLOPE, axis=1)
    yield bool((never_negative >= 0).all()), "a loss, variance or square at some temperature is negative"


def of_weights(tally: Tally, weighted: Weighted) -> Statements:
    """Of the weighted counts of a tally."""
    counts, squares = weighted.counts, weighted.squares
    alike = isinstance(counts, Tally) and (counts.head, counts.scale) == (tally.head, tally.scale)
    yield alike, "the weighted counts are of another head or scale"
    yield isinstance(counts.rows, int) and 0 <= counts.rows <= tally.rows, "more rows have a weight than there are"
    yield isinstance(weighted.total, int) and weighted.total >= 0, "the sum of weights is no natural number"
    yield bare(counts) and counts.weighted is None, "the weighted counts hold what they cannot"
    yield from of_blocks(counts, weighted.total)
    alike = type(squares) is type(tally.confusion) and squares.classes == len(tally.head.classes)
    yield alike, "the squared weights have another shape than the confusion matrix"
    yield bool((squares.counts >= 0).all()), "a squared weight is negative"


def of_parts(tally: Tally, parts: Mapping[str, Tally], what: str) -> Statements:
    """Of the tallies of parts: of the same head, one level deep, and together of all rows."""
    yield all(isinstance(part, Tally) for part in parts.values()), f"the {what} are none"
    alike = all((part.head, part.scale) == (tally.head, tally.scale) for part in parts.values())
    yield alike, f"the {what} are of another head or scale"
    yield all(part.slices is None for part in parts.values()), f"the {what} are sliced themselves"
    folds = [fold for part in parts.values() for fold in (part.clusters or {}).values()]
    yield all(isinstance(fold, Tally) and bare(fold) for fold in folds), f"the {what} are nested too deep"
    for part in parts.values():
        yield from statements(part)
    yield sum(part.rows for part in parts.values()) == tally.rows, f"the {what} hold another number of rows"


def bare(tally: Tally) -> bool:
    """Whether a tally has no parts."""
    return tally.clusters is None and tally.slices is None


def of_confusion(confusion: Confusion | LabelConfusion, classes: int, mass: int) -> Statements:
    """Of truth against decision."""
    yield confusion.classes == classes, "the confusion matrix has other classes than the head"
    if isinstance(confusion, LabelConfusion):
        yield confusion.counts.shape == (classes, 2, 2), "the confusion matrix of a label is not 2 x 2"
        whole = bool((confusion.counts.sum(axis=(1, 2)) == mass).all())
        yield whole, "the confusion matrix holds another number of rows"
    else:
        yield len(confusion.keys) == len(confusion.counts), "the columns of the confusion matrix differ in length"
        inside = (confusion.keys >= 0) & (confusion.keys < classes * classes)
        yield bool(inside.all() and (np.diff(confusion.keys) > 0).all()), "a cell of the confusion matrix is none"
        yield confusion.rows == mass, "the confusion matrix holds another number of rows"
    yield bool((confusion.counts >= 0).all()), "the confusion matrix has a negative count"


def histogram(scores: BinaryScores, mass: int) -> Statements:
    """Of one histogram."""
    yield is_number(scores.lowest) and is_number(scores.highest), "the ends of a histogram are no numbers"
    yield scores.sums is None or isinstance(scores.sums, ExactSums), "the losses of a histogram are none"
    yield (
        len(scores.values) == len(scores.positives) == len(scores.negatives),
        "the columns of a histogram differ in length",
    )
    yield bool((np.diff(scores.values) > 0).all()), "the scores of a histogram do not ascend"
    yield bool((scores.positives >= 0).all() and (scores.negatives >= 0).all()), "a histogram has a negative count"
    yield int(scores.positives.sum() + scores.negatives.sum()) == mass, "a histogram holds another number of rows"


def class_histograms(table: OneVsRest, classes: int, mass: int) -> Statements:
    """Of the histograms of all classes."""
    yield table.classes == classes, "the class histograms are of other classes than the head"
    yield table.positives.shape == table.negatives.shape, "the class histograms differ in shape"
    if table.exact:
        columns = {len(table.owner), len(table.values), len(table.positives)}
        yield len(columns) == 1, "the columns of the class histograms differ in length"
        yield bool(((table.owner >= 0) & (table.owner < classes)).all()), "a class histogram is of no class"
    yield bool((table.positives >= 0).all() and (table.negatives >= 0).all()), "a class histogram has a negative count"
    yield int(table.positives.sum() + table.negatives.sum()) == mass, "the class histograms hold other rows"
