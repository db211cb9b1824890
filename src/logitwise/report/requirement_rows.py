"""A row a requirement: what was asked, what was found, the limit that decides, and how it came out."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite, isnan
from typing import TYPE_CHECKING

from logitwise.metrics.names import METRICS
from logitwise.metrics.wording import class_name, confidence, quoted, tabled
from logitwise.report.key_numbers import title
from logitwise.report.signs import SIGNS
from logitwise.verdict.each_slice import SEVERITY
from logitwise.verdict.majority import NAME as MAJORITY
from logitwise.verdict.mostly_missed import NAME as MISSED
from logitwise.verdict.prior import NAME as PRIOR

if TYPE_CHECKING:
    from logitwise.metrics import Parameters
    from logitwise.report.report import Report
    from logitwise.verdict import RequirementResult
    from logitwise.verdict.values import RequirementOutcome

MOST_OF_SLICES = 6
"""Rows of requirements on slices; the rest are in JSON."""
NO_MISS = "no miss shown"
"""How the clause on classes mostly missed passes: where none is shown to be."""
MUCH_WIDER = 2.0
"""How many times as far out as the interval a verdict limit lies where it is told why; wording only."""


@dataclass(frozen=True, slots=True)
class RequirementRow:
    """One requirement or clause, of all rows or of a slice.

    Attributes:
        name: the requirement, with its bound, class and slice, visible.
        value: what was found, as text.
        limit: the one-sided limit on the side that decided, or would decide, as text.
        level: how sure that limit is, as text; empty where there is none.
        outcome: pass, fail, undecided or not applicable.
        word: the outcome in a word, or how else it passes.
    """

    name: str
    value: str
    limit: str
    level: str
    outcome: RequirementOutcome
    word: str

    @property
    def marked(self) -> str:
        """The outcome with a sign that needs no colour."""
        return f"{SIGNS[self.outcome]} {self.word}"


@dataclass(frozen=True, slots=True)
class RequirementTable:
    """What was asked.

    Attributes:
        rows: failed first, then undecided, then passed; of slices the worst.
        left: requirements of slices that are not among them.
        said: sentences on how sure its limits are, and why some lie far outside the intervals.
    """

    rows: tuple[RequirementRow, ...]
    left: int
    said: tuple[str, ...]

    @property
    def heading(self) -> str:
        """Of the table, with what it leaves out."""
        return "What was asked" + (f": of slices the worst, {self.left:,} more in JSON" if self.left else "")


def requirement_table(report: Report) -> RequirementTable | None:
    """None where the policy asks for clauses alone: the reasons say these."""
    if not report.policy.requirements:
        return None
    results = sorted(report.verdict.requirements, key=lambda result: SEVERITY.index(result.outcome))
    of_slices = [i for i, result in enumerate(results) if result.slice is not None]
    left = set(of_slices[MOST_OF_SLICES:])
    rows = tuple(
        requirement_row(result, report.policy.task.parameters) for i, result in enumerate(results) if i not in left
    )
    return RequirementTable(rows, len(left), said_of_limits(report))


def said_of_limits(report: Report) -> tuple[str, ...]:
    """How sure the limits are, and why some lie far outside the intervals; nothing was asked, nothing is said."""
    results = sorted(report.verdict.requirements, key=lambda result: SEVERITY.index(result.outcome))
    return tuple(sentence for sentence in (_how_sure(results), _why_wider(report)) if sentence) if results else ()


def requirement_row(result: RequirementResult, parameters: Parameters) -> RequirementRow:
    """One requirement or clause as text."""
    applies = result.outcome != "not applicable"
    limit, alpha = _limit(result)
    return RequirementRow(
        _name(result, parameters),
        tabled(result.value, apart_from=result.bound) if applies else "–",
        limit,
        confidence(alpha) if limit.startswith("at ") else "",
        result.outcome,
        NO_MISS if by_no_miss(result) else result.outcome,
    )


def by_no_miss(result: RequirementResult) -> bool:
    """Whether it passes since nothing speaks against it, and not since anything is shown."""
    return result.name == MISSED and result.outcome == "pass"


def _name(result: RequirementResult, parameters: Parameters) -> str:
    """Clauses tell what they are judged on."""
    called = _title(result, parameters)
    of = "" if result.of is None else f" of {quoted(result.of)}"
    clauses = {
        MISSED: f"{MISSED} ({called} >= {result.bound:g})",
        MAJORITY: f"{MAJORITY} (rows won{of} > {result.bound:g})",
        PRIOR: f"{PRIOR} ({called} > {result.bound:g})",
    }
    where = "" if result.slice is None else f" where {class_name(result.slice)}"
    return clauses.get(result.name) or f"{called} {result.op} {result.bound:g}{where}"


def _title(result: RequirementResult, parameters: Parameters) -> str:
    depends = METRICS[result.metric].parameter
    given = None if depends is None else getattr(parameters, depends)
    return title(result.metric, result.average, result.of, parameter=given)


def _limit(result: RequirementResult) -> tuple[str, float]:
    """The limit that decides, with its one-sided level.

    A floor passes on the limit below and fails on that above; of a clause on all classes only the latter decides.
    """
    if isnan(result.value) or result.outcome == "not applicable":
        return "–", result.alpha
    floor = result.op == ">="
    below = floor == (result.outcome != "fail") and result.name != MISSED
    limit = result.lower if below else result.upper
    if not isfinite(limit):
        return "no limit", result.alpha
    text = f"{'at least' if below else 'at most'} {tabled(limit, apart_from=result.bound)}"
    return text, result.alpha if below == floor else result.alpha_fail


def _how_sure(results: list[RequirementResult]) -> str:
    """That failures are told by stricter limits than the reasons name, where there are any."""
    first = results[0]
    if first.outcome != "fail" or first.alpha_fail == first.alpha:
        return ""
    return f"Limits of failures are at {confidence(first.alpha_fail)} confidence, others at {confidence(first.alpha)}."


def _why_wider(report: Report) -> str:
    """One sentence where a verdict limit lies much further out than the interval that is shown."""
    measured = {(m.name, m.average, m.of): m for m in report.measurements}
    wide: dict[str, None] = {}
    for result in report.verdict.requirements:
        found = measured.get((result.metric, result.average, result.of))
        if found is None or result.slice is not None or result.name in (MISSED, MAJORITY):
            continue
        shown = found.estimate(report.level)
        limit, end = (result.lower, shown.low) if result.op == ">=" else (result.upper, shown.high)
        if abs(limit - result.value) > MUCH_WIDER * abs(end - result.value):
            wide[_title(result, report.policy.task.parameters)] = None
    if not wide:
        return ""
    return (
        f"Verdict limits of {listed(list(wide))} are wider than the intervals below on purpose: they also hold where "
        "classes or costly rows are rare, and intervals of that kind promise too much."
    )


def listed(names: list[str]) -> str:
    """The names as part of a sentence.

    >>> listed(["F1"]), listed(["F1", "MCC", "log loss"])
    ('F1', 'F1, MCC and log loss')
    """
    return " and ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else names[0]
