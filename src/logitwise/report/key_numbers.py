"""The numbers that a reader wants first, each with its interval and what doing without the model would reach."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite, isnan, nan
from typing import TYPE_CHECKING

import numpy as np

from logitwise.metrics import Estimate, Measurement, range_of
from logitwise.metrics.wording import answer, metric_words, quoted, tabled, visible
from logitwise.report.class_rows import MOST_CLASSES
from logitwise.verdict.requirement import measured_as

if TYPE_CHECKING:
    from logitwise.report.report import Report

Key = tuple[str, str | None]

BINARY: tuple[Key, ...] = tuple(
    (name, None)
    for name in (
        "accuracy", "balanced_accuracy", "recall", "precision", "ppv_at_prevalence", "specificity", "f1", "mcc",
        "roc_auc", "average_precision", "log_loss", "brier", "brier_skill",
    )
)  # fmt: skip
SOFTMAX: tuple[Key, ...] = (
    ("accuracy", None), ("top_k_accuracy", None), ("balanced_accuracy", None), ("precision", "macro"), ("f1", "macro"),
    ("f1", "weighted"), ("mcc", None), ("roc_auc", "macro"), ("average_precision", "macro"), ("log_loss", None),
    ("brier", None), ("brier_skill", None),
)  # fmt: skip
MANY_CLASSES = 10
"""Classes above which it is told whether the truth is at least among the first few."""
MULTILABEL: tuple[Key, ...] = (
    ("accuracy", "macro"), ("subset_accuracy", None), ("hamming_loss", None), ("precision", "micro"),
    ("recall", "micro"), ("f1", "micro"), ("precision", "macro"), ("recall", "macro"), ("f1", "macro"),
    ("roc_auc", "macro"), ("average_precision", "macro"), ("log_loss", "macro"), ("brier", "macro"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class KeyNumber:
    """One number as text and as a position to draw.

    Attributes:
        title: name of the number.
        value: as text.
        interval: as text; where undefined, why.
        without: what doing without the model would reach, as text, empty where nothing is known.
        estimate: the numbers behind it.
        baseline: what doing without the model would reach, NaN where nothing is known.
        drawn: whether it lies between 0 and 1, so that a bar can show it.
    """

    title: str
    value: str
    interval: str
    without: str
    estimate: Estimate
    baseline: float
    drawn: bool


def key_numbers(report: Report) -> tuple[KeyNumber, ...]:
    """Those that the head allows, in reading order."""
    keys = BINARY if report.tally.head.binary else MULTILABEL if report.head == "multilabel" else SOFTMAX
    wanted: dict[Key, Measurement] = {}
    for measured in report.measurements:
        if measured.of is None or measured.of == report.positive:
            wanted.setdefault((measured.name, measured.average), measured)
    if len(report.classes) <= MANY_CLASSES:
        wanted.pop(("top_k_accuracy", None), None)
    shown = [wanted[key] for key in keys if key in wanted]
    return tuple(_key_number(report, each.estimate(report.level)) for each in (*shown, *_asked_for(report, shown)))


def _asked_for(report: Report, shown: list[Measurement]) -> list[Measurement]:
    """What the policy bounds and no row tells yet; recalls of few classes stand class by class."""
    there = {_identity(each) for each in shown}
    if not report.tally.head.binary and len(report.classes) <= MOST_CLASSES:
        there |= {("recall", None, name) for name in report.classes}
    listed = {_identity(each): each for each in report.measurements}
    found: dict[tuple[str, str | None, str | None], Measurement] = {}
    for asked in report.policy.requirements:
        keys = [(asked.metric, asked.average, of) for of in (asked.of, asked.of or report.positive)]
        measured = next((listed[key] for key in keys if key in listed), None)
        if measured is None:  # of more classes than are listed
            measured = measured_as(report.tally, asked, report.policy.task.parameters)
        if _identity(measured) not in there:
            found[_identity(measured)] = measured
    return list(found.values())


def _identity(measured: Measurement) -> tuple[str, str | None, str | None]:
    return measured.name, measured.average, measured.of


def title(name: str, average: str | None, of: str | None = None, *, parameter: float | None = None) -> str:
    """How a metric is called in tables."""
    front = f"{average} " if average else ""
    return f"{front}{metric_words(name, parameter)}" + (f" of {quoted(of)}" if of is not None else "")


def interval_text(estimate: Estimate) -> str:
    """The interval, or why there is none."""
    if estimate.undefined is not None:
        return visible(estimate.undefined)
    if not (isfinite(estimate.low) or isfinite(estimate.high)):
        return "no interval"
    return f"{tabled(estimate.low)} to {tabled(estimate.high)}"


def _key_number(report: Report, estimate: Estimate) -> KeyNumber:
    baseline, name = _baseline(report, estimate)
    known = f"{tabled(baseline)} {name}".strip() if isfinite(baseline) else ""
    plain = estimate.of == report.positive and estimate.name not in ("recall", "precision", "f1")
    of = None if plain else estimate.of
    return KeyNumber(
        title(estimate.name, estimate.average, of, parameter=estimate.parameter),
        tabled(estimate.value),
        interval_text(estimate),
        known,
        estimate,
        baseline,
        range_of(estimate.name) == (0.0, 1.0) and isfinite(estimate.value),
    )


def _baseline(report: Report, estimate: Estimate) -> tuple[float, str]:
    """What a rule that looks at no input reaches on this number, and what it does."""
    if estimate.name in ("accuracy", "log_loss", "brier") and estimate.average is None:
        for rule in report.baselines:
            if rule.metric == estimate.name and rule.of == (estimate.of if report.head == "multilabel" else None):
                return rule.value, f"always {answer(rule.chooses)}" if rule.chooses is not None else "class shares"
    if estimate.name == "average_precision" and report.tally.head.binary:
        return report.metric("prevalence").value, "prevalence"
    given = nan if estimate.parameter is None else estimate.parameter
    there = 0 if report.head == "multilabel" else int((report.facts.support > 0).sum())  # others are in no mean
    known = {
        "roc_auc": (0.5, "chance"),
        "balanced_accuracy": (1 / there if there and not isnan(estimate.value) else nan, "chance"),
        "top_k_accuracy": _commonest(report, given),
        "ppv_at_prevalence": (given, "prevalence"),
        "mcc": (0.0, "chance"),
        "brier_skill": (0.0, "class shares"),
        "log_loss_skill": (0.0, "class shares"),
    }
    return known.get(estimate.name, (nan, ""))


def _commonest(report: Report, k: float) -> tuple[float, str]:
    """Rows whose truth is among the k commonest classes: always naming these looks at no input."""
    confusion = report.counted.confusion
    if confusion is None or not confusion.rows or isnan(k):
        return nan, ""
    shares = np.sort(np.asarray(confusion.support, np.float64)) / float(confusion.rows)
    return float(shares[-int(k) :].sum()), f"always the {int(k)} commonest"
