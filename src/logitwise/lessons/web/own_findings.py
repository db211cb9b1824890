"""How findings stand on the learner's own model."""

from __future__ import annotations

from dataclasses import dataclass

from logitwise.lessons.yours.own import Own, report_of
from logitwise.metrics.wording import class_name, visible
from logitwise.policy.codes import CODES


@dataclass(frozen=True, slots=True)
class FindingBox:
    """A finding beside the lesson.

    Attributes:
        code: ``LW401``.
        title: what it is, in a few words.
        loaded: whether the learner's own file is.
        outcome: on it; empty where nothing is known.
        sentence: what was seen there.
        evidence: its numbers, by name.
        remedy: what to do there.
        command: that does it.
    """

    code: str
    title: str
    loaded: bool
    outcome: str = ""
    sentence: str = ""
    evidence: tuple[tuple[str, str], ...] = ()
    remedy: str = ""
    command: str = ""


def finding_box(code: str, own: Own | None) -> FindingBox:
    """A finding with what the learner's own file says of it."""
    told = {} if own is None else report_of(own)
    found = next((each for each in told.get("findings", ()) if each["code"] == code), None)
    if found is None:
        return FindingBox(code, CODES[code], own is not None)
    evidence = tuple((class_name(name.replace("_", " ")), _number(value)) for name, value in found["evidence"].items())
    return FindingBox(
        code, CODES[code], loaded=True, outcome=found["outcome"], sentence=visible(found["sentence"]),
        evidence=evidence, remedy=visible(found["remedy"] or ""), command=visible(found["command"] or ""),
    )  # fmt: skip


def _number(value: float | str | None) -> str:
    if value is None:
        return "undefined"
    return f"{value:.4g}" if isinstance(value, float) else f"{value:,}" if isinstance(value, int) else visible(value)
