"""Findings as people read them: what was found first, the gravest ahead; then how many were looked for in vain."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from logitwise.findings.lesson import PLACES
from logitwise.metrics.wording import counted, sentence, visible
from logitwise.report.signs import SIGNS

if TYPE_CHECKING:
    from logitwise.findings import Finding, Severity
    from logitwise.report.report import Report

ORDER: tuple[Severity, ...] = ("error", "warning", "note")


@dataclass(frozen=True, slots=True)
class FindingRow:
    """One pitfall that was found. Strings hold class names that are visible but not yet safe for a format.

    Attributes:
        code: ``LW202``.
        title: in a few words.
        severity: error, warning or note.
        text: what was seen, and its cause.
        remedy: what to do; empty where there is nothing.
        command: what to run for it, or None.
        waiver: why the policy lets it stand, or None.
    """

    code: str
    title: str
    severity: Severity
    text: str
    remedy: str
    command: str | None
    waiver: str | None

    @property
    def heading(self) -> str:
        """Code and title, with a sign that needs no colour."""
        return f"{SIGNS[self.severity]} {self.code} {self.title}" + ("" if self.waiver is None else " (waived)")


@dataclass(frozen=True, slots=True)
class FindingTable:
    """What was looked for.

    Attributes:
        rows: what was found, errors first, waived ones last.
        said: how many were looked for and where to read more.
    """

    rows: tuple[FindingRow, ...]
    said: str


def finding_table(report: Report) -> FindingTable | None:
    """None where nothing was looked for."""
    if not report.findings:
        return None
    shown = [each for each in report.findings if each.outcome in ("found", "waived")]
    shown.sort(key=lambda each: (each.outcome == "waived", ORDER.index(each.severity)))
    return FindingTable(tuple(_row(each, report.verdict.advice) for each in shown), _said(report.findings, shown))


def _row(found: Finding, advice: tuple[str, ...]) -> FindingRow:
    """One finding; a cause that the verdict's advice gives already is not said again."""
    told = found.cause is not None and any(found.cause in said for said in advice)
    text = " ".join(sentence(part) for part in (found.sentence, None if told else found.cause) if part)
    command, waiver = (None if each is None else visible(each) for each in (found.command, found.waiver))
    return FindingRow(
        found.code, found.title, found.severity, visible(text), visible(found.remedy), command, waiver
    )  # fmt: skip


def _said(findings: tuple[Finding, ...], shown: list[Finding]) -> str:
    """How many were looked for, where to read on, and that a rule is not judged where it was tuned."""
    counts = {outcome: sum(each.outcome == outcome for each in findings) for outcome in ("clear", "not applicable")}
    more = ""
    if shown:
        first = shown[0].code
        more = f" More on each: logitwise explain {first}; in the lesson: logitwise learn {PLACES[first]}."
    if any(each.command is not None and "logitwise tune" in each.command for each in shown if each.outcome == "found"):
        more += " Tune on other rows than you judge, or LW304 will say so."
    return (
        f"{counted(len(findings), 'pitfall')} looked for: {len(shown)} found, {counts['clear']} clear, "
        f"{counts['not applicable']} not applicable.{more}"
    )
