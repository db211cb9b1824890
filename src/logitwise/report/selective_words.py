"""Selective prediction in words: how well a model does on what it is most confident of."""

from __future__ import annotations

from decimal import ROUND_FLOOR, Decimal
from typing import TYPE_CHECKING

from logitwise.metrics import coverage_at_error, error_at_coverage
from logitwise.metrics.selective import ERROR
from logitwise.metrics.wording import confidence, level_words, number

if TYPE_CHECKING:
    from logitwise.report.report import Report

ALPHA = 0.05


def selective_words(report: Report) -> tuple[str, ...]:
    """One sentence on what accepting the most confident rows alone would bring; none without a confidence."""
    if report.tally.confidence is None or (report.tally.head.binary and report.tally.scale != "decisions"):
        return ()
    cells = report.counted.confidence_cells()
    accepted = None if cells is None else error_at_coverage(cells, level=report.level)
    if cells is None or accepted is None:
        return ()
    interval = f"{_percent(accepted.low)} to {_percent(accepted.high)} % with {level_words(report.level)} confidence"
    share = f"the most confident {_percent(accepted.coverage)} % of rows, from {_down(accepted.confidence)} up"
    first = f"If you auto-accept {share}, {_percent(accepted.error)} % of them are wrong ({interval})"
    most = coverage_at_error(cells, alpha=ALPHA)
    sure = f"with {confidence(ALPHA)} confidence"
    if most is None:
        return (f"{first}; no share of the rows is shown to have at most {_percent(ERROR)} % wrong, {sure}.",)
    top = f"{_percent(most.coverage)} % (from {_down(most.confidence)} up)"
    return (f"{first}; the most confident {top} have at most {_percent(ERROR)} % wrong, {sure}.",)


def _down(confidence: float) -> str:
    """With as many digits as any number, but never above it, so that the rows meant are all from there up.

    >>> _down(0.999989), _down(0.9047), _down(0.75)
    ('0.99998', '0.904', '0.75')
    """
    text = number(confidence)
    if float(text) <= confidence:
        return text
    return str(Decimal(confidence).quantize(Decimal(text), ROUND_FLOOR))


def _percent(share: float) -> str:
    """A share in per cent, one decimal where it is needed."""
    return f"{100 * share:.1f}".removesuffix(".0")
