"""Metrics of probabilities as probabilities, asked of a reading: calibration, confidence and parts of the ROC curve."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from logitwise.metrics import of_scores
from logitwise.metrics.augrc import augrc
from logitwise.metrics.calibration_intercept import calibration_intercept
from logitwise.metrics.calibration_slope import calibration_slope
from logitwise.metrics.confident_errors import confident_errors
from logitwise.metrics.ece import ece15
from logitwise.metrics.group_cells import cells_by_group
from logitwise.metrics.hand_till import hand_till
from logitwise.metrics.observed_over_expected import observed_over_expected
from logitwise.metrics.of_confusion import NO_ROWS, undefined
from logitwise.metrics.partial_auc import partial_auc
from logitwise.metrics.reading import Reading
from logitwise.metrics.top_label_gap import top_label_gap

if TYPE_CHECKING:
    from collections.abc import Callable

    from logitwise.metrics.measurement import Measurement
    from logitwise.tallies.cells import Cells, FoldCells

NOT_KEPT: Final = "one-vs-rest scores are not kept"


def _outcome(reading: Reading, k: int | None) -> tuple[Cells | None, str | None]:
    """The outcome whose probability is judged: class or label `k`, or the top label's being right."""
    if k is None or (reading.of_confidence and reading.head.binary):
        return reading.tally.confidence_cells(), None
    place = 0 if reading.head.binary else k
    return (None if reading.cells is None else reading.cells[place]), reading.classes[k]


def _of_outcome(reading: Reading, name: str, k: int | None) -> Measurement:
    cells, of = _outcome(reading, k)
    if cells is None:
        return undefined(name, reading.rows, NOT_KEPT if reading.rows else NO_ROWS, of=of)
    return _ESTIMATORS[name](cells, of)


def _calibration_gap(reading: Reading, name: str, k: int | None) -> Measurement:
    cells, of = _outcome(reading, k)
    if cells is None:
        return undefined(name, reading.rows, NOT_KEPT if reading.rows else NO_ROWS, of=of)
    return of_scores.gap(cells, _named_folds(reading, k, of), of)


def _named_folds(reading: Reading, k: int | None, of: str | None) -> FoldCells | None:
    """Cells by the folds of groups, else of ids: rows that belong together must not stand on both sides of a fit."""
    tally = reading.tally
    if tally.clusters is not None:
        return cells_by_group(tally.clusters, lambda part: _outcome(Reading(part), k)[0])
    return tally.fold_cells(k) if of is not None and k is not None and tally.folds_by == "ids" else None


def _top_label_gap(reading: Reading, name: str, k: int | None) -> Measurement:
    """Calibration gap of the confidence among the rows that are decided to be of one class."""
    place = cast("int", k)
    cells, of = reading.tally.decision_cells(place), reading.classes[place]
    if reading.tally.clusters is not None:
        return undefined(name, reading.rows, "confidence by decided class is not kept by group", of=of)
    if cells is None:
        reason = "confidence is not kept by decided class" if reading.rows else NO_ROWS
        return undefined(name, reading.rows, reason, of=of)
    return top_label_gap(cells, of)


def _confident_errors(reading: Reading, name: str, k: int | None) -> Measurement:
    cells, of = _outcome(reading, k)
    if cells is None:
        return undefined(name, reading.rows, NOT_KEPT if reading.rows else NO_ROWS, of=of)
    return confident_errors(cells, of, both_ends=of is not None)


def _partial_auc(reading: Reading, name: str, k: int | None) -> Measurement:
    cells, of = _outcome(reading, k)
    if cells is None:
        return undefined(name, reading.rows, NOT_KEPT if reading.rows else NO_ROWS, of=of)
    return partial_auc(cells, reading.parameters.max_fpr, of=of)


def _hand_till(reading: Reading, _: str, __: int | None) -> Measurement:
    return hand_till(reading.tally)


_ESTIMATORS: Final[dict[str, Callable[[Cells, str | None], Measurement]]] = {
    "ece15": ece15,
    "observed_over_expected": observed_over_expected,
    "calibration_intercept": calibration_intercept,
    "calibration_slope": calibration_slope,
    "augrc": augrc,
}

OF_CALIBRATION: Final[dict[str, Callable[[Reading, str, int | None], Measurement]]] = {
    **dict.fromkeys(_ESTIMATORS, _of_outcome),
    "calibration_gap": _calibration_gap,
    "top_label_gap": _top_label_gap,
    "confident_errors": _confident_errors,
    "partial_auc": _partial_auc,
    "hand_till": _hand_till,
}
"""Of class or label k, or of all rows where k is None."""
