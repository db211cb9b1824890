"""The verdict: ready or not, why, what to do next, and the few numbers that matter."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from logitwise.metrics.wording import confidence, counted, level_words, visible
from logitwise.report.html.section import Section
from logitwise.report.html.sections.numbers import Identity, NumberRow, estimate_row, identity, number_row
from logitwise.report.html.spoken import Spoken, spoken
from logitwise.report.requirement_rows import by_no_miss
from logitwise.report.signs import KINDS, SIGNS

if TYPE_CHECKING:
    from logitwise.findings import Finding
    from logitwise.report.report import Report
    from logitwise.verdict import RequirementResult

FIRST: Final = 3
"""Reasons that stand open; the rest are folded."""
TILES: Final = 4
MATTER: Final = (
    ("recall", None), ("precision", None), ("accuracy", None), ("f1", "macro"), ("roc_auc", None), ("recall", "micro"),
    ("precision", "micro"), ("balanced_accuracy", None), ("log_loss", None), ("subset_accuracy", None),
)  # fmt: skip
"""Which of the key numbers head the page, after those that the policy bounds."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A line on what was judged."""

    name: str
    text: str


def section(report: Report) -> Section:
    """What a reader came for."""
    verdict = report.verdict
    standing = warnings(report)
    reasons = [visible(each) for each in verdict.reasons if each not in verdict.stops]
    values = {
        "outcome": verdict.outcome.capitalize(),
        "sign": SIGNS[verdict.outcome],
        "kind": KINDS[verdict.outcome],
        "short": in_short(report),
        "subject": report.summary.subject,
        "reasons": reasons[:FIRST],
        "more": reasons[FIRST:],
        "stops": [visible(each) for each in verdict.stops],
        "codes": verdict.findings,
        "warnings": [(each.code, each.title) for each in standing],
        "standing": f"{counted(len(standing), 'warning')} {'stands' if len(standing) == 1 else 'stand'}",
        "advice": [*_first_of(report, standing), *(spoken(each) for each in verdict.advice)],
        "tiles": tiles(report),
        "level": level_words(report.level),
        "facts": _facts(report),
    }
    return Section("verdict", "Verdict", values)


def warnings(report: Report) -> list[Finding]:
    """Findings of level warning that stand: they withhold nothing, but are to be looked at."""
    return [each for each in report.findings if each.outcome == "found" and each.severity == "warning"]


def _first_of(report: Report, standing: list[Finding]) -> tuple[Spoken, ...]:
    """Where nothing else is to be mended, the first warning is."""
    if report.verdict.outcome != "ready" or not standing:
        return ()
    first = next((each for each in standing if each.command), standing[0])
    return (Spoken(visible(f"{first.code}, {first.title}: {first.remedy}"), visible(first.command or "")),)


def in_short(report: Report) -> str:
    """One sentence: how many requirements hold, fail, or are not shown, and whether a finding withholds it."""
    verdict = report.verdict
    asked = [each for each in verdict.requirements if each.outcome != "not applicable"]
    of = counted(len(asked), "requirement")
    failed, undecided = (_of(asked, outcome) for outcome in ("fail", "undecided"))
    if verdict.outcome == "ready":
        sure = confidence(report.policy.confidence.alpha)
        shown = sum(not by_no_miss(each) for each in asked)
        if shown < len(asked):
            holds = f"{counted(shown, 'requirement')} {'holds' if shown == 1 else 'hold'} with {sure} confidence"
            missed = "o class is shown to be mostly missed."
            return f"{holds}; n{missed}" if shown else f"N{missed}"
        return f"{'The one requirement holds' if len(asked) == 1 else f'All {of} hold'} with {sure} confidence."
    parts = []
    if failed:
        parts.append(f"{failed:,} of {of} {'fails' if failed == 1 else 'fail'}")
    if verdict.findings:
        stand = "stands" if len(verdict.findings) == 1 else "stand"
        parts.append(f"{counted(len(verdict.findings), 'finding')} of level error {stand}")
    if not parts and undecided:
        parts.append(f"nothing fails, but {undecided:,} of {of} {'is' if undecided == 1 else 'are'} not decided yet")
    if not parts:
        parts.append(
            "nothing fails, but something about the data withholds it" if asked else "nothing of the policy applies"
        )
    text = ", and ".join(parts)
    return text[:1].upper() + text[1:] + "."


def tiles(report: Report) -> tuple[NumberRow, ...]:
    """The numbers that matter: what stands in the way, what the policy bounds, then those by which a head is read."""
    key = {identity(each.estimate): number_row(each) for each in report.summary.numbers}
    listed = {identity(each): each for each in report.metrics}
    found: dict[Identity, NumberRow] = {}
    for asked in _bounded(report):
        if asked in listed:
            found[asked] = key.get(asked) or estimate_row(listed[asked])
    for name, average in MATTER:
        found |= {each: row for each, row in key.items() if each[:2] == (name, average) and each not in found}
    there = report.policy.task.prevalence
    at = next((each for each in key if each[0] == "ppv_at_prevalence"), None)
    if at is not None and there is not None:  # what a reader who states it came for
        row = replace(key[at], title=f"precision at {100 * there:g} % positive")
        others = {each: one for each, one in found.items() if each != at}
        found = {**dict(list(others.items())[: TILES - 1]), at: row}
    return tuple(found.values() if found else key.values())[:TILES]


def _bounded(report: Report) -> list[Identity]:
    """Metrics of all rows that stand in the way or that the policy bounds by name."""
    first = report.verdict.bottleneck
    texts = {wanted.text for wanted in report.policy.requirements}
    results = [each for each in report.verdict.requirements if each is first or each.name in texts]
    results.sort(key=lambda each: each is not first)
    return [(each.metric, each.average, each.of) for each in results if each.slice is None]


def _of(results: list[RequirementResult], outcome: str) -> int:
    return sum(each.outcome == outcome for each in results)


def _facts(report: Report) -> tuple[Fact, ...]:
    known = dict(report.summary.how)
    named = (("Read from", known.get("Read from", "")), ("Rows", known.get("Rows", "")),
             ("Decision", known.get("Decision", "")), ("Policy", known.get("Policy", "")))  # fmt: skip
    return tuple(Fact(name, text) for name, text in named if text)
