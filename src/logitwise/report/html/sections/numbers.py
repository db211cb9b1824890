"""The key numbers with their intervals, held against doing without the model; below them all others."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite, isnan, nan
from typing import TYPE_CHECKING

from logitwise.metrics import range_of
from logitwise.metrics.wording import level_words, tabled
from logitwise.report.html.section import Section
from logitwise.report.html.span_bar import SpanBar, span_bar
from logitwise.report.key_numbers import interval_text, title

if TYPE_CHECKING:
    from logitwise.metrics import Estimate
    from logitwise.report.key_numbers import KeyNumber
    from logitwise.report.report import Report


Identity = tuple[str, str | None, str | None]
"""Metric, average, class."""


@dataclass(frozen=True, slots=True)
class NumberRow:
    """One number.

    Attributes:
        metric: by which the glossary has it.
        title: what it is called.
        value: as text.
        interval: as text, or why there is none.
        has_interval: whether that is an interval.
        without: what doing without the model would reach, empty where nothing is known.
        bar: its picture, None where it does not lie between 0 and 1.
        rows: what the number is made of.
    """

    metric: str
    title: str
    value: str
    interval: str
    has_interval: bool
    without: str
    bar: SpanBar | None
    rows: str


def section(report: Report) -> Section | None:
    """None where nothing was measured."""
    if not report.summary.numbers:
        return None
    values = {
        "level": level_words(report.level),
        "rows": [number_row(each) for each in report.summary.numbers],
        "others": [estimate_row(each) for each in others(report)],
        "grouped": report.tally.groups is not None,
        "weighted": report.tally.weighted is not None,
    }
    return Section("numbers", "How good it is", values, short="Numbers")


def number_row(number: KeyNumber) -> NumberRow:
    """A key number."""
    return estimate_row(number.estimate, called=number.title, without=number.without, rival=number.baseline)


def others(report: Report) -> list[Estimate]:
    """Everything else that was measured and is not of one class of several."""
    shown = {identity(each.estimate) for each in report.summary.numbers}
    binary = report.tally.head.binary
    return [each for each in report.metrics if (each.of is None or binary) and identity(each) not in shown]


def identity(estimate: Estimate) -> Identity:
    """What tells one number of a report from another."""
    return estimate.name, estimate.average, estimate.of


def estimate_row(estimate: Estimate, *, called: str = "", without: str = "", rival: float = nan) -> NumberRow:
    """A number, called as tables call it unless told otherwise."""
    drawn = range_of(estimate.name) == (0.0, 1.0)
    return NumberRow(
        estimate.name,
        called or title(estimate.name, estimate.average, estimate.of, parameter=estimate.parameter),
        "–" if isnan(estimate.value) else tabled(estimate.value),
        interval_text(estimate),
        estimate.undefined is None and (isfinite(estimate.low) or isfinite(estimate.high)),
        without,
        span_bar(estimate.value, estimate.low, estimate.high, rival=rival) if drawn else None,
        f"{estimate.n:,}",
    )
