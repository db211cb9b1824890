"""What was asked: every requirement with the limit that decides it, and which of them stands in the way."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite
from typing import TYPE_CHECKING, Final

from logitwise.metrics.wording import counted, percent, visible
from logitwise.report.html.section import Section
from logitwise.report.html.span_bar import SpanBar, around, span_bar
from logitwise.report.requirement_rows import by_no_miss, requirement_row, said_of_limits
from logitwise.report.signs import KINDS, SIGNS
from logitwise.verdict.each_slice import SEVERITY

if TYPE_CHECKING:
    from logitwise.report.report import Report
    from logitwise.verdict import RequirementResult

MOST: Final = 500
"""Requirements that are shown; of slices there may be thousands, and the rest are in JSON."""
OF_THE_MIX: Final = ("precision", "npv", "f1", "fbeta", "accuracy", "average_precision", "mcc")
"""Metrics that are others where positives are rarer, and are bounded on the rows as they are."""
ZOOMED: Final = 0.05
"""Where value, limits and bound lie within this, the axis shows their neighbourhood alone; else all that is seen of
them is one stroke."""


@dataclass(frozen=True, slots=True)
class AskedRow:
    """One requirement or clause.

    Attributes:
        name: the requirement with its bound, visible.
        metric: by which the glossary has it.
        value: what was found, as text.
        limit: the one-sided limit that decides, as text.
        level: how sure that limit is, empty where there is none.
        bar: value and limits against the bound, None where they do not lie between 0 and 1.
        outcome: in a word.
        sign: of the outcome.
        kind: the class of style that colours it.
        sentence: the outcome with its numbers.
        needed: how many rows would probably decide it, empty where that is not open or not known.
        judgement: whether the bound is a judgement of ours.
        first: whether it is the one that stands in the way.
        mix: which share of positives it is judged at, where the policy states another; else empty.
    """

    name: str
    metric: str
    value: str
    limit: str
    level: str
    bar: SpanBar | None
    outcome: str
    sign: str
    kind: str
    sentence: str
    needed: str
    judgement: bool
    first: bool
    mix: str


@dataclass(frozen=True, slots=True)
class Way:
    """What stands in the way.

    Attributes:
        row: the requirement.
        have: rows that there are of what decides it.
        need: rows that would probably decide it, empty where none would or none are needed.
        share: how much of them there is, in per cent of a width.
    """

    row: AskedRow
    have: str
    need: str
    share: str


def section(report: Report) -> Section | None:
    """None where the policy asks for nothing."""
    results = sorted(report.verdict.requirements, key=lambda result: SEVERITY.index(result.outcome))
    if not results:
        return None
    rows = tuple(_row(report, result) for result in results[:MOST])
    counts = [(outcome, sum(each.outcome == outcome for each in results)) for outcome in SEVERITY]
    values = {
        "rows": rows,
        "left": max(0, len(results) - MOST),
        "said": said_of_limits(report),
        "counts": [(SIGNS[name], name, KINDS[name], f"{count:,}") for name, count in counts if count],
        "several": len(results) > 1,
        "no_miss": any(map(by_no_miss, results)),
        "stated": next((f"{100 * (report.policy.task.prevalence or 0):g} %" for row in rows if row.mix), ""),
        "way": _way(report),
        "judged": any(row.judgement for row in rows),
        "open": any(row.needed for row in rows),
        "drawn": any(row.bar for row in rows),
        "policy": visible(report.policy.source),
    }
    return Section("asked", "What was asked", values, short="Asked")


def _row(report: Report, result: RequirementResult) -> AskedRow:
    told = requirement_row(result, report.policy.task.parameters)
    return AskedRow(
        told.name,
        result.metric,
        told.value,
        told.limit,
        told.level,
        _bar(result),
        told.word,
        SIGNS[result.outcome],
        KINDS[result.outcome],
        visible(result.sentence),
        _needed(report, result),
        result.judgement,
        result is report.verdict.bottleneck,
        _mix(report, result),
    )


def _mix(report: Report, result: RequirementResult) -> str:
    """A bound on what moves with the mix of classes is judged on that of the rows, whatever is stated."""
    if report.policy.task.prevalence is None or report.positive is None or result.metric not in OF_THE_MIX:
        return ""
    return f"judged at the rows' {percent(report.metric('prevalence').value)}"


def _bar(result: RequirementResult) -> SpanBar | None:
    """Limits that are open end where the scale does."""
    if result.outcome == "not applicable" or not all(_drawn(each) for each in (result.value, result.bound)):
        return None
    low, high = (limit if isfinite(limit) else end for limit, end in ((result.lower, 0.0), (result.upper, 1.0)))
    low, high = max(low, 0.0), min(high, 1.0)
    ends = (0.0, 1.0)
    if max(high, result.bound) - min(low, result.bound) < ZOOMED:
        ends = around(min(low, result.bound), max(high, result.bound))
    return span_bar(result.value, low, high, rival=result.bound, ends=ends)


def _drawn(number: float) -> bool:
    return 0 <= number <= 1


def _needed(report: Report, result: RequirementResult) -> str:
    if result.outcome != "undecided":
        return ""
    if result.rows_needed is None:
        return "not known, or more rows would hardly help"
    have = result.slice_rows or report.tally.rows
    return f"about {result.rows_needed:,} in all (there are {have:,})"


def _way(report: Report) -> Way | None:
    """The bottleneck, and how far the rows that there are go."""
    result = report.verdict.bottleneck
    if result is None:
        return None
    have, need = result.slice_rows or report.tally.rows, result.rows_needed
    share = "" if not need else f"{round(100 * min(1.0, have / need), 2):g}%"
    return Way(_row(report, result), counted(have, "row"), "" if not need else f"{need:,}", share)
