"""What every rendering says, in the order in which it says it: prepared here once, drawn elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from logitwise.metrics.wording import counted, number, quoted, visible
from logitwise.report.calibration_words import calibration_words
from logitwise.report.class_rows import ClassRow, class_rows
from logitwise.report.finding_rows import FindingTable, finding_table
from logitwise.report.key_numbers import KeyNumber, key_numbers
from logitwise.report.mistakes import Grid, Mistake, grid, mistakes
from logitwise.report.requirement_rows import RequirementTable, requirement_table
from logitwise.report.selective_words import selective_words
from logitwise.report.slice_rows import SliceTable, slice_table

if TYPE_CHECKING:
    from logitwise.report.report import Report

MOST_REASONS = 5


@dataclass(frozen=True, slots=True)
class Summary:
    """A report as a person reads it. Strings hold class names that are visible but not yet safe for a format.

    Attributes:
        outcome: of the verdict.
        subject: one line on what was judged.
        reasons: the weightiest, whole sentences.
        advice: what to do next.
        asked: the requirements, None where the policy asks for clauses alone.
        findings: pitfalls that were looked for, None where none was.
        numbers: key numbers.
        grid: the confusion where it is small enough to look at, else None.
        mistakes: the commonest mistakes where it is not.
        classes: a row a class, the worst first where there are many; none for a binary head.
        classes_left: classes that are not among them.
        slices: the worst slices, None where the rows are sliced by no column.
        calibration: sentences on calibration and confidence; none without probabilities.
        how: name and sentence of how it was computed.
        interval_methods: names of metrics and how their intervals are made.
    """

    outcome: str
    subject: str
    reasons: tuple[str, ...]
    advice: tuple[str, ...]
    asked: RequirementTable | None
    findings: FindingTable | None
    numbers: tuple[KeyNumber, ...]
    grid: Grid | None
    mistakes: tuple[Mistake, ...]
    classes: tuple[ClassRow, ...]
    classes_left: int
    slices: SliceTable | None
    calibration: tuple[str, ...]
    how: tuple[tuple[str, str], ...]
    interval_methods: tuple[tuple[str, str], ...]


def summary(report: Report) -> Summary:
    """Prepare what is to be shown."""
    from logitwise.report.how import how, interval_methods  # noqa: PLC0415  reads Report

    rows, left = class_rows(report)
    matrix = grid(report)
    reasons = report.verdict.reasons
    more = (f"And {counted(len(reasons) - MOST_REASONS, 'more reason')}.",) if len(reasons) > MOST_REASONS else ()
    return Summary(
        report.verdict.outcome,
        subject(report),
        reasons[:MOST_REASONS] + more,
        report.verdict.advice,
        requirement_table(report),
        finding_table(report),
        key_numbers(report),
        matrix,
        () if matrix is not None else mistakes(report),
        rows,
        left,
        slice_table(report),
        calibration_words(report) + selective_words(report),
        how(report),
        interval_methods(report),
    )


def subject(report: Report) -> str:
    """One line: which task, which head, how many rows, which policy."""
    head = report.tally.head
    if head.binary and head.positive_class is not None and head.negative_class is not None:
        rule = f" at threshold {number(report.threshold)}" if report.threshold is not None else ""
        task = f"{quoted(head.positive_class)} against {quoted(head.negative_class)}{rule}"
    elif report.head == "multilabel":
        task = f"{counted(len(head.classes), 'label')}, each yes or no"
    else:
        task = counted(len(head.classes), "class", "classes")
    return f"{task} · {report.head} · {counted(report.rows.used, 'row')} · policy {visible(report.policy.source)}"
