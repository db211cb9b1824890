"""Which metrics a tally allows, in which order, and how to ask for one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

import numpy as np

from logitwise.errors import OptionError
from logitwise.metrics import of_confusion, of_losses, of_scores
from logitwise.metrics.label_averages import OF_COUNTS, average_of_counts, average_of_losses
from logitwise.metrics.names import AVERAGES, NAMES, OF_SCORES, OVERALL, check_name
from logitwise.metrics.of_confusion import NO_ROWS, SHARES, undefined
from logitwise.metrics.of_losses import ByClass
from logitwise.metrics.reading import Reading
from logitwise.metrics.resampling import Replicates
from logitwise.metrics.score_averages import average_of_scores
from logitwise.tallies.confusion import Confusion, Four

if TYPE_CHECKING:
    from collections.abc import Iterator

    from logitwise.metrics.macro import Kind
    from logitwise.metrics.measurement import Measurement
    from logitwise.tallies.tally import Tally

_COUNTED: Final = ("precision", "recall", "f1")  # have all three averages, with every head
_AREAS: Final = ("roc_auc", "average_precision")
_NEGATIVE_CLASS: Final = ("prevalence", "precision", "recall", "f1")
MOST_LISTED: Final = 10_000
"""Classes up to here are listed one by one; of more, nobody reads a million intervals, and `measure` gives any one."""
_PER_CLASS: Final = ("prevalence", "precision", "recall", "specificity", "npv", "f1", *_AREAS)


def measure(tally: Tally, name: str, *, of: str | None = None, average: str | None = None) -> Measurement:
    """One metric of a tally.

    Without `of` and `average` a metric of all rows is of all rows; one that is of a class is of the positive class
    where there are two, and the macro average where there are more, or labels.

    Args:
        tally: what the rows left behind.
        name: one of `NAMES`.
        of: class or label.
        average: ``macro``, ``weighted`` or ``micro``.

    Returns:
        The measurement; its value is NaN with a reason where the tally cannot give one.

    Raises:
        OptionError: an unknown name, class or average, or a combination that does not exist.
    """
    check_name(name)
    reading = Reading(tally)
    if average is not None and average not in AVERAGES:
        raise OptionError(f"there is no average '{average}': there are {', '.join(AVERAGES)}")
    if of is not None and average is not None:
        raise OptionError(f"{name} of {of} is of one class and has no {average} average: name one or the other")
    k = None if of is None else reading.index(of)
    if name in OF_SCORES and reading.without_scores is not None:
        return undefined(name, tally.rows, reading.without_scores, of=of, average=average)
    if reading.multilabel:
        return _of_label(reading, name, k) if k is not None else _over_labels(reading, name, average or "macro")
    return _one_class_a_row(reading, name, k, average)


def measure_all(tally: Tally) -> tuple[Measurement, ...]:
    """Every metric that a tally allows: of all rows, then averages, then class by class in the order of the head.

    Above `MOST_LISTED` classes of a softmax the classes are not listed.
    """
    reading = Reading(tally)
    if reading.multilabel:
        return tuple(_everything_multilabel(reading))
    return tuple(_everything_binary(reading) if reading.head.binary else _everything_softmax(reading))


def _allowed(reading: Reading, names: tuple[str, ...]) -> Iterator[str]:
    return (n for n in names if n not in OF_SCORES or reading.without_scores is None)


def _everything_binary(reading: Reading) -> Iterator[Measurement]:
    positive = cast("int", reading.head.positive)
    for name in _allowed(reading, OVERALL):
        yield _overall(reading, name)
    for name in _allowed(reading, (*_PER_CLASS, "calibration_gap")):
        yield _of_class(reading, name, positive)
    for name in _NEGATIVE_CLASS:
        yield _of_class(reading, name, 1 - positive)


def _everything_softmax(reading: Reading) -> Iterator[Measurement]:
    for name in _allowed(reading, (*OVERALL, "calibration_gap")):
        yield _overall(reading, name)
    areas = _AREAS if reading.without_scores is None and reading.ranking is not None else ()
    for name in (*_COUNTED, *areas):
        for how in AVERAGES:
            yield _averaged(reading, name, how)
    for k in range(len(reading.classes) if len(reading.classes) <= MOST_LISTED else 0):
        for name in _PER_CLASS:
            if name not in _AREAS or areas:
                yield _of_class(reading, name, k)


def _everything_multilabel(reading: Reading) -> Iterator[Measurement]:
    areas = _AREAS if reading.without_scores is None and reading.ranking is not None else ()
    for name in ("accuracy", "balanced_accuracy", *_allowed(reading, ("log_loss", "brier"))):
        yield _over_labels(reading, name, "macro")
    for name in (*_COUNTED, *areas):
        for how in AVERAGES:
            yield _over_labels(reading, name, how)
    for k in range(len(reading.classes)):
        for name in _allowed(reading, NAMES):
            if name not in _AREAS or areas:
                yield _of_label(reading, name, k)


def _one_class_a_row(reading: Reading, name: str, k: int | None, average: str | None) -> Measurement:
    """A metric of a head that gives each row one class."""
    head = reading.head
    overall = name in OVERALL or (name == "calibration_gap" and not head.binary)
    if overall and (k is not None or average is not None):
        raise OptionError(f"{name} is of all rows: it has no class and no average")
    if overall:
        return _overall(reading, name)
    if average is None and k is None:
        if not head.binary:
            return _averaged(reading, name, "macro")
        k = head.positive
    if k is None:
        return _averaged(reading, name, cast("str", average))
    if head.binary and name in OF_SCORES and k != head.positive:
        raise OptionError(f"{name} of two classes is of the positive one, {head.positive_class}")
    return _of_class(reading, name, k)


def _overall(reading: Reading, name: str) -> Measurement:
    """A metric of all rows, each of one class."""
    confusion = reading.confusion
    if name == "accuracy":
        return of_confusion.accuracy(int(confusion.hits.sum()), confusion.rows)
    if name == "balanced_accuracy":
        return of_confusion.balanced_accuracy(confusion, reading.replicates)
    if name == "mcc":
        return of_confusion.matthews(confusion, reading.replicates)
    if name == "calibration_gap":
        cells = reading.tally.confidence_cells()
        return undefined(name, reading.rows, NO_ROWS) if cells is None else of_scores.gap(cells, None, None)
    return _loss(reading, name, None)


def _loss(reading: Reading, name: str, k: int | None) -> Measurement:
    """A loss or skill of all rows, or of label `k`."""
    of = None if k is None else reading.classes[k]
    if reading.losses is None:
        return undefined(name, reading.rows, NO_ROWS, of=of)
    two = reading.multilabel or reading.head.binary
    measured = {
        "log_loss": of_losses.log_loss,
        "log_loss_skill": of_losses.log_loss_skill,
        "brier": of_losses.brier,
        "brier_skill": of_losses.brier_skill,
    }
    return measured[name](ByClass.of(reading.losses, k, two=two), of)


def _of_class(reading: Reading, name: str, k: int) -> Measurement:
    """A metric of one class against the rest, or of one label."""
    of = reading.classes[k]
    if name in SHARES:
        return of_confusion.class_share(name, Four(*reading.four[k].tolist()), of)
    place = 0 if reading.head.binary else k
    if reading.cells is None or reading.ranking is None:
        return undefined(name, reading.rows, "one-vs-rest scores are not kept", of=of)
    if name == "roc_auc":
        return of_scores.roc_auc(reading.ranking, place, of)
    if name == "average_precision":
        return of_scores.precision_averaged(reading.ranking, place, of)
    by_id = reading.tally.fold_cells(k) if reading.tally.folds_by == "ids" else None
    return of_scores.gap(reading.cells[place], by_id, of)


def _averaged(reading: Reading, name: str, how: str) -> Measurement:
    """An average over the classes of which each row has one."""
    if name in _COUNTED:
        return of_confusion.average(cast("Kind", name), how, reading.confusion, replicates=reading.replicates)
    if name in _AREAS and not reading.head.binary:
        return average_of_scores(reading, name, how)
    raise OptionError(f"{name} has no {how} average: name a class with `of`")


def _of_label(reading: Reading, name: str, k: int) -> Measurement:
    """A metric of one label."""
    of = reading.classes[k]
    if name not in OVERALL:
        return _of_class(reading, name, k)
    table = reading.label_counts[k]
    if name == "accuracy":
        return of_confusion.accuracy(int(np.trace(table)), int(table.sum()), of)
    if name in ("balanced_accuracy", "mcc"):
        confusion = Confusion.of_matrix(table)
        kind = of_confusion.matthews if name == "mcc" else of_confusion.balanced_accuracy
        return kind(confusion, Replicates(confusion), of=of)
    return _loss(reading, name, k)


def _over_labels(reading: Reading, name: str, how: str) -> Measurement:
    """An average over labels."""
    if name in _AREAS:
        return average_of_scores(reading, name, how)
    averages = AVERAGES if name in _COUNTED else ("macro",)
    if name not in (*OF_COUNTS, "log_loss", "brier") or how not in averages:
        raise OptionError(f"{name} has no {how} average over labels: name a label with `of`")
    labels = [_of_label(reading, name, k) for k in range(len(reading.classes))]
    if name in OF_COUNTS:
        folds = reading.tally.fold_confusion()
        return average_of_counts(name, how, reading.label_counts, folds=folds, labels=labels)
    if reading.losses is None:
        return undefined(name, reading.rows, NO_ROWS, average=how)
    return average_of_losses(name, reading.losses, folds=reading.tally.fold_losses(), labels=labels)
