"""Every pitfall looked for, in the order of their codes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from logitwise.findings.finding import Clear, Finding, Found
from logitwise.findings.registry import PITFALLS
from logitwise.metrics.wording import sentence

if TYPE_CHECKING:
    from logitwise.findings.facts import Facts
    from logitwise.findings.finding import Pitfall


def find(facts: Facts) -> tuple[Finding, ...]:
    """What was looked for and what came out; what the policy does not select is not looked for."""
    rules = facts.policy.findings
    return tuple(_outcome(pitfall, facts) for pitfall in PITFALLS if rules.selects(pitfall.code))


def _outcome(pitfall: Pitfall, facts: Facts) -> Finding:
    seen = facts.seen(pitfall)
    start = (pitfall.code, pitfall.title, pitfall.severity)
    if isinstance(seen, Found):
        waiver = facts.policy.findings.waive.get(pitfall.code)
        return Finding(
            *start, "found" if waiver is None else "waived", seen.sentence, seen.evidence, pitfall.why, seen.cause,
            seen.remedy, seen.command, seen.of, waiver,
        )  # fmt: skip
    if isinstance(seen, Clear):
        return Finding(*start, "clear", _whole(seen.sentence), seen.evidence, pitfall.why)
    return Finding(*start, "not applicable", _whole(seen.reason), why=pitfall.why)


def _whole(text: str) -> str:
    """A reason as a sentence of its own."""
    return f"{sentence(text).rstrip('.')}."
