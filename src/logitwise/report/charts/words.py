"""What the sentences of several charts have in common."""

from __future__ import annotations

from math import isnan, nan
from typing import TYPE_CHECKING

from logitwise.metrics.wording import answer, level_words, number, quoted

if TYPE_CHECKING:
    from logitwise.metrics import Estimate
    from logitwise.report.charts.scored_outcome import ScoredOutcome
    from logitwise.report.report import Report


def with_interval(report: Report, name: str, found: ScoredOutcome) -> str:
    """A metric of the outcome with its interval, as a sentence says it."""
    return estimated(report.metric(name, of=found.name))


def estimated(estimate: Estimate) -> str:
    """Value with its interval, or why it has none.

    >>> from logitwise.metrics import Estimate
    >>> estimated(Estimate("roc_auc", None, None, None, 0.94, 0.91, 0.96, 0.95, 0.0, 899, "DeLong", None))
    '0.94 (95 % interval 0.91 to 0.96)'
    """
    if estimate.undefined is not None:
        return f"undefined, {estimate.undefined}"
    if isnan(estimate.low) or isnan(estimate.high):
        return number(estimate.value)
    level = level_words(estimate.level)
    return f"{number(estimate.value)} ({level} interval {number(estimate.low)} to {number(estimate.high)})"


def outcome_name(name: str) -> str:
    """A class inside a sentence with numbers, itself in quotes where it is one.

    >>> outcome_name("yes"), outcome_name("1")
    ('yes', "'1'")
    """
    return answer(name) if name.replace(".", "").isdigit() else quoted(name)


def because(found: ScoredOutcome) -> str:
    """Why this outcome is shown where nobody asked for it, as a sentence of its own with a space after it."""
    return f"Shown is {quoted(found.name)}, {found.why}. " if found.why else ""


def at_cut(report: Report, found: ScoredOutcome, name: str) -> float:
    """A metric of the decisions as they were made; NaN where they are not cuts of this outcome's probability."""
    return nan if found.cut is None else report.metric(name, of=found.name).value
