"""Calibration in words: the gap, and what a perfectly calibrated model would show on as much data."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING

from logitwise.metrics import Measurement, gap_of_perfect_model
from logitwise.metrics.wording import level_words, quoted, visible

if TYPE_CHECKING:
    from logitwise.report.report import Report


def calibration_words(report: Report) -> tuple[str, ...]:
    """Sentences; none where there are no probabilities."""
    alone = report.tally.scale == "decisions" and report.tally.confidence is not None
    if report.tally.scale in ("decisions", "confusion") and not alone:
        return ()
    if report.head == "multilabel":
        return _worst_label(report)
    gap = next(measured for measured in report.measurements if measured.name == "calibration_gap")
    binary = report.tally.head.binary and not alone
    whose = f"of {quoted(report.positive or '')}" if binary else "of the top class"
    if isnan(gap.value):
        return (f"Calibration gap {whose}: undefined, {visible(gap.undefined or '')}.",)
    cells = report.counted.cells() if binary else report.counted.confidence_cells()
    perfect = (
        f"; a perfectly calibrated model on this much data would show at most {_points(gap_of_perfect_model(cells))} "
        "in 95 of 100 cases"
        if cells
        else ""
    )
    estimate = gap.estimate(report.level)
    interval = f"{_points(estimate.low)} to {_points(estimate.high)}"
    sure = f"with {level_words(report.level)} confidence"
    far = (
        f"On average the probability lies that far from what happens ({interval} {sure})."
        if gap.value > 0
        else f"The estimate fell to 0 or below and is cut off there; on average the probability lies {interval} from "
        f"what happens, {sure}."
    )
    return (f"Calibration gap {whose}: {_points(gap.value)} percentage points{perfect}.", far)


def _worst_label(report: Report) -> tuple[str, ...]:
    gaps: list[Measurement] = [m for m in report.measurements if m.name == "calibration_gap" and m.of is not None]
    known = [gap for gap in gaps if not isnan(gap.value)]
    if not known:
        return ()
    worst = max(known, key=lambda gap: gap.value)
    return (f"Largest calibration gap: {_points(worst.value)} percentage points, of label {quoted(worst.of or '')}.",)


def _points(share: float) -> str:
    """A share in percentage points, one decimal."""
    return f"{100 * share:.1f}"
