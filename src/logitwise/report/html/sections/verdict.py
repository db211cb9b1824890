"""The verdict: ready or not, why, what to do next, and the few numbers that matter."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from logitwise.metrics.wording import confidence, counted, visible
from logitwise.report.html.section import Section
from logitwise.report.html.sections.numbers import Identity, NumberRow, estimate_row, identity, number_row
from logitwise.report.html.spoken import spoken

if TYPE_CHECKING:
    from logitwise.report.report import Report
    from logitwise.verdict import RequirementResult
    from logitwise.verdict.values import Outcome

FIRST: Final = 3
"""Reasons that stand open; the rest are folded."""
TILES: Final = 4
SIGNS: Final[dict[Outcome, str]] = {"ready": "✔", "not ready": "✘", "not enough data": "?"}
KINDS: Final[dict[Outcome, str]] = {"ready": "right", "not ready": "wrong", "not enough data": "warn"}
"""The class of style that colours an outcome."""
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
        "advice": [spoken(each) for each in verdict.advice],
        "tiles": tiles(report),
        "level": f"{100 * report.level:g} %",
        "facts": _facts(report),
    }
    return Section("verdict", "Verdict", values)


def in_short(report: Report) -> str:
    """One sentence: how many requirements hold, fail, or are not shown, and whether a finding withholds it."""
    verdict = report.verdict
    asked = [each for each in verdict.requirements if each.outcome != "not applicable"]
    of = counted(len(asked), "requirement")
    failed, undecided = (_of(asked, outcome) for outcome in ("fail", "undecided"))
    if verdict.outcome == "ready":
        sure = confidence(report.policy.confidence.alpha)
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
