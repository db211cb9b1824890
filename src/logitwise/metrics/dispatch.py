"""Which function measures which metric: of all rows, of a class or label, averaged.

A metric is an entry in `logitwise.metrics.names.TABLE` and one in `ONE`; its averages, if any, are in `AVERAGED` (over
classes of which each row has one) and `OVER_LABELS`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from logitwise.metrics import of_confusion, of_losses, of_scores
from logitwise.metrics.ap_at_prevalence import average_precision_at_prevalence
from logitwise.metrics.at_prevalence import (
    NOT_STATED,
    accuracy_at_prevalence,
    npv_at_prevalence,
    ppv_at_prevalence,
)
from logitwise.metrics.fbeta import fbeta
from logitwise.metrics.kappa import kappa
from logitwise.metrics.label_averages import OF_COUNTS, average_of_counts, average_of_losses
from logitwise.metrics.of_calibration import NOT_KEPT, OF_CALIBRATION
from logitwise.metrics.of_confusion import NO_ROWS, undefined
from logitwise.metrics.of_losses import ByClass
from logitwise.metrics.resampling import Replicates
from logitwise.metrics.score_averages import average_of_scores
from logitwise.metrics.shares import SHARES
from logitwise.metrics.top_k import top_k_accuracy
from logitwise.metrics.whole_rows import hamming_loss, subset_accuracy
from logitwise.tallies.confusion import Confusion, Four

if TYPE_CHECKING:
    from collections.abc import Callable

    from logitwise.metrics.macro import Kind
    from logitwise.metrics.measurement import Measurement
    from logitwise.metrics.ranking import Ranking
    from logitwise.metrics.reading import Reading


def _accuracy(reading: Reading, _: str, k: int | None) -> Measurement:
    if k is None:
        return of_confusion.accuracy(reading.confusion.hits.sum().item(), reading.confusion.rows)
    table = reading.label_counts[k]
    return of_confusion.accuracy(table.trace().item(), table.sum().item(), reading.classes[k])


def _from_confusion(reading: Reading, name: str, k: int | None) -> Measurement:
    """A metric of a whole confusion matrix: of all rows, or of one label's two by two."""
    kind = _WHOLE_MATRIX[name]
    if k is None:
        return kind(reading.confusion, reading.replicates)
    confusion = Confusion.of_matrix(reading.label_counts[k])
    return kind(confusion, Replicates(confusion), of=reading.classes[k])


def _share(reading: Reading, name: str, k: int | None) -> Measurement:
    place = cast("int", k)
    return SHARES[name](Four(*reading.four[place].tolist()), reading.classes[place])


def _fbeta(reading: Reading, _: str, k: int | None) -> Measurement:
    place = cast("int", k)
    return fbeta(Four(*reading.four[place].tolist()), reading.classes[place], reading.parameters.beta)


def _at_prevalence(reading: Reading, name: str, k: int | None) -> Measurement:
    """A metric of one class as it would be at the stated prevalence."""
    place, prevalence = cast("int", k), reading.parameters.prevalence
    of = reading.classes[place]
    if prevalence is None:
        return undefined(name, reading.rows, NOT_STATED, of=of)
    return _AT_PREVALENCE[name](Four(*reading.four[place].tolist()), of, prevalence)


def _area_at_prevalence(reading: Reading, name: str, k: int | None) -> Measurement:
    place, prevalence = cast("int", k), reading.parameters.prevalence
    of = reading.classes[place]
    if prevalence is None or reading.cells is None:
        return undefined(name, reading.rows, NOT_STATED if prevalence is None else NOT_KEPT, of=of)
    return average_precision_at_prevalence(reading.cells[0 if reading.head.binary else place], of, prevalence)


def _top_k(reading: Reading, _: str, __: int | None) -> Measurement:
    classes, k = len(reading.classes), reading.parameters.top_k
    return top_k_accuracy(reading.tally.ranks, reading.rows, classes=classes, k=k)


def _subset_accuracy(reading: Reading, _: str, __: int | None) -> Measurement:
    return subset_accuracy(reading.tally.whole, reading.confusion_rows)


def _hamming_loss(reading: Reading, name: str, _: int | None) -> Measurement:
    if not reading.confusion_rows:
        return undefined(name, reading.rows, NO_ROWS)
    return hamming_loss(_counts_over_labels(reading, "accuracy", "macro"))


def _loss(reading: Reading, name: str, k: int | None) -> Measurement:
    """A loss or skill of all rows, or of label `k`."""
    of = None if k is None else reading.classes[k]
    if reading.losses is None:
        return undefined(name, reading.rows, NO_ROWS, of=of)
    two = reading.multilabel or reading.head.binary
    return _LOSSES[name](ByClass.of(reading.losses, k, two=two), of)


def _area(reading: Reading, name: str, k: int | None) -> Measurement:
    """An area of one class against the rest."""
    place = cast("int", k)
    of = reading.classes[place]
    if reading.ranking is None:
        return undefined(name, reading.rows, NOT_KEPT, of=of)
    return _AREAS[name](reading.ranking, 0 if reading.head.binary else place, of)


def _average_of_shares(reading: Reading, name: str, how: str) -> Measurement:
    beta = reading.parameters.beta
    return of_confusion.average(cast("Kind", name), how, reading.confusion, replicates=reading.replicates, beta=beta)


def _counts_over_labels(reading: Reading, name: str, how: str) -> Measurement:
    labels = [ONE[name](reading, name, k) for k in range(len(reading.classes))]
    folds, beta = reading.tally.fold_confusion(), reading.parameters.beta
    return average_of_counts(name, how, reading.label_counts, folds=folds, labels=labels, beta=beta)


def _losses_over_labels(reading: Reading, name: str, how: str) -> Measurement:
    if reading.losses is None:
        return undefined(name, reading.rows, NO_ROWS, average=how)
    labels = [ONE[name](reading, name, k) for k in range(len(reading.classes))]
    return average_of_losses(name, reading.losses, folds=reading.tally.fold_losses(), labels=labels)


_WHOLE_MATRIX: Final[dict[str, Callable[..., Measurement]]] = {
    "balanced_accuracy": of_confusion.balanced_accuracy,
    "mcc": of_confusion.matthews,
    "kappa": kappa,
}
_AT_PREVALENCE: Final[dict[str, Callable[[Four, str, float], Measurement]]] = {
    "ppv_at_prevalence": ppv_at_prevalence,
    "npv_at_prevalence": npv_at_prevalence,
    "accuracy_at_prevalence": accuracy_at_prevalence,
}
_LOSSES: Final[dict[str, Callable[[ByClass, str | None], Measurement]]] = {
    "log_loss": of_losses.log_loss,
    "log_loss_skill": of_losses.log_loss_skill,
    "brier": of_losses.brier,
    "brier_skill": of_losses.brier_skill,
}
_AREAS: Final[dict[str, Callable[[Ranking, int, str], Measurement]]] = {
    "roc_auc": of_scores.roc_auc,
    "average_precision": of_scores.precision_averaged,
}

ONE: Final[dict[str, Callable[[Reading, str, int | None], Measurement]]] = {
    "accuracy": _accuracy,
    **dict.fromkeys(_WHOLE_MATRIX, _from_confusion),
    **dict.fromkeys(SHARES, _share),
    "fbeta": _fbeta,
    **dict.fromkeys(_AT_PREVALENCE, _at_prevalence),
    "average_precision_at_prevalence": _area_at_prevalence,
    "top_k_accuracy": _top_k,
    "subset_accuracy": _subset_accuracy,
    "hamming_loss": _hamming_loss,
    **dict.fromkeys(_LOSSES, _loss),
    **dict.fromkeys(_AREAS, _area),
    **OF_CALIBRATION,
}
"""Of class or label k, or of all rows where k is None."""

AVERAGED: Final[dict[str, Callable[[Reading, str, str], Measurement]]] = {
    **dict.fromkeys(("precision", "recall", "f1", "fbeta"), _average_of_shares),
    **dict.fromkeys(_AREAS, average_of_scores),
}
"""Averaged over the classes of which each row has one."""

OVER_LABELS: Final[dict[str, Callable[[Reading, str, str], Measurement]]] = {
    **dict.fromkeys(OF_COUNTS, _counts_over_labels),
    **dict.fromkeys(("log_loss", "brier"), _losses_over_labels),
    **dict.fromkeys(_AREAS, average_of_scores),
}
"""Averaged over labels."""
