"""Probabilities: whether they can be believed, how far they are off, and what recalibration would make of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from logitwise.metrics.wording import level_words, number, quoted, visible
from logitwise.report.charts.reliability import figure_of
from logitwise.report.html.calibration_claims import claims_found, claims_in_vain
from logitwise.report.html.label_reliability import label_reliability
from logitwise.report.html.loss_parts import bars, loss_parts, parts_table, undefined
from logitwise.report.html.recalibration_words import recalibration_words
from logitwise.report.html.section import Section
from logitwise.report.overlay import overlay
from logitwise.report.selective_words import selective_words
from logitwise.report.stated import stated

if TYPE_CHECKING:
    from logitwise.report.report import Report
    from logitwise.report.stated import Stated

MOST_LABELS: Final = 100
"""Labels up to which each can be looked at in the page."""


def section(report: Report) -> Section | None:
    """None where no probabilities are kept."""
    shown = stated(report)
    if shown is None:
        return None
    after, parts, selective = overlay(report, shown), loss_parts(report, shown), selective_words(report)
    several = report.head == "multilabel" and len(report.classes) > 1
    known = label_reliability(report, shown, after) if several and len(report.classes) <= MOST_LABELS else None
    values: dict[str, Any] = {
        "gap": report.summary.calibration[: len(report.summary.calibration) - len(selective)],
        "found": claims_found(report),
        "in_vain": claims_in_vain(report),
        "reliability": figure_of(report, shown, after),
        "labels": [] if known is None else known["names"],
        "worst": shown.k,
        "too_many": several and known is None,
        "recalibration": recalibration_words(report, shown, after),
        "command": report.facts.tune("--calibrate", "auto") if after.method not in ("", "none") else None,
        "bars": bars(parts),
        "parts": parts_table(parts),
        "no_parts": undefined(parts),
        "parts_of": _of(report, shown),
        "skill": _skill(report),
        "selective": selective,
    }
    if values["command"] is not None:
        values["command"] = visible(values["command"])
    data = None if known is None else {"labels": known["labels"]}
    return Section("probabilities", "Can the probabilities be believed?", values, data, short="Probabilities")


def _of(report: Report, shown: Stated) -> str:
    """What the losses in parts are of, where it is not all there is."""
    if shown.of is None:
        return "the top label being right"
    return f"label {quoted(shown.of)}" if report.head == "multilabel" else ""


def _skill(report: Report) -> tuple[str, ...]:
    """How much of the loss the model saves against always giving the shares of these rows."""
    found = (each for each in report.metrics if each.name == "brier_skill" and each.undefined is None)
    first = next((each for each in found if each.of in (None, report.positive)), None)
    if first is None:
        return ()
    interval = f"{level_words(first.level)} interval {number(first.low)} to {number(first.high)}"
    return (
        (f"Brier skill {number(first.value)} ({interval}): the part of the loss of always giving the shares of the "
        "classes that the model saves; 0 is no better than that, 1 is perfect."),
    )  # fmt: skip
