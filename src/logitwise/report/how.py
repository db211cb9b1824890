"""How the numbers were computed: what was read, decided, asked, and by which methods."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING

from logitwise.metrics.wording import confidence, level_words, number, quoted, visible
from logitwise.report.key_numbers import title
from logitwise.verdict.stops import FEWEST_ROWS, MOST_DUPLICATES

if TYPE_CHECKING:
    from logitwise.head import Head
    from logitwise.report.report import Report

MOST_SHOWN = 12
"""Labels whose thresholds are written out."""
FIXED_POINT = 1e-9
"""A certificate up to here bounds the rounding of stored losses alone, not of cells."""


def how(report: Report) -> tuple[tuple[str, str], ...]:
    """Name and sentence, in reading order; empty ones left out."""
    lines = (
        ("Read from", visible(report.read_from)),
        ("Decision", _decision(report)),
        ("Rows", _rows(report)),
        ("Policy", _policy(report)),
        *(("Method", sentence) for sentence in report.methods),
        *(("Note", visible(note)) for note in report.notes),
        ("Version", f"logitwise {report.version}"),
    )
    return tuple((name, sentence) for name, sentence in lines if sentence)


def methods(report: Report) -> tuple[str, ...]:
    """How verdict limits and scores were computed, as sentences; the method of each number stands with it."""
    return tuple(
        sentence
        for sentence in (_intervals(report), _groups(report), _limits(report), _judgement(report), _scores(report))
        if sentence
    )


def _decision(report: Report) -> str:
    head = report.tally.head
    if report.tally.scale in ("decisions", "confusion"):
        return "as given"
    if head.binary:
        return f"{quoted(head.positive_class or '')} where its probability is at least {head.threshold:g}"
    if report.head == "multilabel" and head.thresholds is not None:
        return f"a label holds where its probability is at least its own threshold: {_of_labels(head)}"
    if report.head == "multilabel":
        return f"a label holds where its probability is at least {head.threshold:g}"
    return "the class with the largest score, the first of equal ones"


def _of_labels(head: Head) -> str:
    """The first labels with their thresholds, and how many more there are."""
    shown = [f"{quoted(name)} {cut:g}" for name, cut in list(zip(head.classes, head.cuts, strict=True))[:MOST_SHOWN]]
    more = len(head.classes) - len(shown)
    return ", ".join(shown) + (f" and {more:,} more" if more else "")


def _rows(report: Report) -> str:
    rejected = {reason: count for reason, count in report.rows.rejected.items() if count}
    judged = f"{report.rows.used:,} judged, "
    if not rejected:
        return judged + "none left out"
    reasons = ", ".join(f"{count:,} {visible(reason)}" for reason, count in rejected.items())
    return f"{judged}{sum(rejected.values()):,} left out ({reasons})"


def _policy(report: Report) -> str:
    policy = report.policy
    if policy.source == "baseline":
        return "baseline, the one that ships with logitwise"
    return visible(policy.source) + (", with the shipped baseline beneath it" if policy.extends_baseline else "")


def interval_methods(report: Report) -> tuple[tuple[str, str], ...]:
    """Names of metrics and the method of their intervals."""
    by_method: dict[str, list[str]] = {}
    for measured in report.measurements:
        names, name = by_method.setdefault(measured.method, []), title(measured.name, None)
        if name not in names:
            names.append(name)
    return tuple((", ".join(names), visible(method)) for method, names in by_method.items() if method)


def _intervals(report: Report) -> str:
    return f"intervals are two-sided, {level_words(report.level)}"


def _groups(report: Report) -> str:
    """How grouped rows entered, and what it cost."""
    groups = report.tally.groups
    if groups is None:
        return ""
    effects = [m for m in report.measurements if m.design_effect is not None and isfinite(m.design_effect)]
    many = f"{'' if groups.exact else 'about '}{report.tally.group_count:,} groups"
    if not effects:
        return f"rows come in {many}; intervals are clustered"
    most = max(effects, key=lambda m: m.design_effect or 0.0)
    middle = sorted(m.design_effect or 0.0 for m in effects)[len(effects) // 2]
    return (
        f"rows come in {many}, and intervals say how much these differ (jackknife over folds of groups): the design "
        f"effect, how many times as large a variance is as if rows were independent, is {number(middle)} in the middle "
        f"and at most {number(most.design_effect or 0.0)}, of {title(most.name, most.average, most.of)}"
    )


def _limits(report: Report) -> str:
    results = report.verdict.requirements
    if not results:
        return ""
    passing, failing = results[0].alpha, results[0].alpha_fail
    looks = report.policy.confidence.looks
    shared = f" (5 % shared among {looks:,} looks)" if looks > 1 else ""
    tests = round(passing / failing)
    each = (
        f", and fails at {confidence(failing)}, the same chance of error shared among {tests:,} tests"
        if tests > 1
        else ""
    )
    return (
        f"the verdict uses one-sided limits: each requirement passes at {confidence(passing)} confidence{shared}{each}"
    )


def _judgement(report: Report) -> str:
    judged = [f"the {FEWEST_ROWS} rows that a class needs"]
    if report.tally.duplicate_ids is not None:  # ids were given
        judged.append(f"the {100 * MOST_DUPLICATES:g} % of ids that may repeat")
    if report.policy.clauses.mostly_missed is not None:
        judged.insert(0, f"the {report.policy.clauses.mostly_missed:g} below which a class is mostly missed")
    return f"limits that are a judgement and not derived: {', '.join(judged)}"


def _scores(report: Report) -> str:
    if report.tally.scale in ("decisions", "confusion"):
        if report.tally.confidence is not None:
            return "there are no scores beside the confidence, so nothing is said about the ranking of classes"
        return "there are no scores, so nothing is said about ranking and calibration"
    largest = max((m.certificate for m in report.measurements), default=0.0)
    if largest <= FIXED_POINT:
        return "scores were kept exactly"
    return (
        f"scores were kept in cells; what that may change is bounded and in the intervals (at most {number(largest)})"
    )
