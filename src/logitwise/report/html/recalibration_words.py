"""What recalibration would gain, in words: how, how much, how sure that is, and what to run."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING, Final

from logitwise.metrics.wording import number, quoted, sentence, visible

if TYPE_CHECKING:
    from logitwise.report.overlay import Overlay
    from logitwise.report.report import Report
    from logitwise.report.stated import Stated

METHODS: Final = {
    "temperature": "temperature scaling",
    "affine": "a slope and an intercept of the log-odds (Platt scaling)",
    "beta": "beta calibration",
    "isotonic": "isotonic regression",
}

CONFIDENCE: Final = ("over-confident", "under-confident")
"""How the diagnoses begin that LW401 and LW402 share."""


def recalibration_words(report: Report, shown: Stated, after: Overlay) -> tuple[str, ...]:
    """Sentences: the advice first, then what stands behind it."""
    label = f" of label {quoted(shown.of or '')}" if report.head == "multilabel" else ""
    more = tuple(f"{sentence(visible(each))}." for each in after.said)
    if not after.method:
        return (f"No recalibration{label} can be shown.", *more)
    seen = _seen(report, shown, after)
    if after.method == "none":
        what = "a temperature does not gain" if shown.k is None else "no method that these rows allow gains"
        first = f"Leave the probabilities{label} as they are: {what} enough in log loss to be told from chance."
        return tuple(each for each in (first, seen, *more, *_untried(report)) if each)
    return tuple(each for each in (_gain(after, label), seen, *_drawn(after), *more, *_untried(report)) if each)


def _seen(report: Report, shown: Stated, after: Overlay) -> str:
    """What was wrong.

    How much too sure is left out where a finding of the section says it of the same outcome: it measures the slope
    beside an intercept and this a temperature alone, two numbers that hardly differ.
    """
    said = after.diagnosis
    sure, _, besides = said.partition("; ")
    if shown.k is not None and sure.startswith(CONFIDENCE) and _told(report, shown):
        said = besides
    return f"{sentence(visible(said))}." if said else ""


def _told(report: Report, shown: Stated) -> bool:
    found = (each for each in report.findings if each.code in ("LW401", "LW402"))
    said = [each for each in found if each.outcome in ("found", "waived")]
    return any(report.head != "multilabel" or shown.of in each.of for each in said)


def _gain(after: Overlay, label: str) -> str:
    how = sentence(METHODS[after.method])
    if isnan(after.gain):
        return f"{how} would recalibrate the probabilities{label}; what it gains could not be judged on other rows."
    interval = f"95 % interval of the gain {number(after.low)} to {number(after.high)}"
    return (
        f"{how} would take the log loss{label} from {number(after.before)} to {number(after.before - after.gain)} "
        f"nats, a gain of {number(after.gain)} ({interval}), judged on rows that it was not fitted to."
    )


def _drawn(after: Overlay) -> tuple[str, ...]:
    return ("The dashed curve is of the rows that it was fitted to.",) if after.own_rows else ()


def _untried(report: Report) -> tuple[str, ...]:
    """What `tune` would try beyond what a page has time for."""
    if report.head == "multilabel" and len(report.classes) > 1:
        return ("Other labels are not tried here; the command tries each.",)
    if report.head == "softmax" and not report.tally.head.binary:
        return ("The command also tries a bias and a scale for each class, which need rows of every class.",)
    return ()
