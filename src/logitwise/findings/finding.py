"""A finding: one pitfall that was looked for, and what came out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from logitwise.findings.facts import Facts

Severity = Literal["error", "warning", "note"]
Outcome = Literal["found", "clear", "not applicable", "waived"]
Evidence = Mapping[str, float | int | str | None]


@dataclass(frozen=True, slots=True)
class Finding:
    """One pitfall with its outcome.

    Attributes:
        code: ``LW202``; stable.
        title: what it is, in a few words.
        severity: ``error`` withholds *ready*, ``warning`` is to be looked at, ``note`` is to be known.
        outcome: ``found``, ``clear``, ``not applicable`` or ``waived``.
        sentence: what was seen, with its numbers; why it is clear, or not applicable.
        evidence: the numbers that show it, by name.
        why: why it hurts.
        cause: what is to blame: threshold, ranking, calibration or data, as a sentence; None where nothing is.
        remedy: what to do; empty where there is nothing.
        command: what to run for it, None where no command does it.
        of: classes or labels that it is about, the worst first; empty: all rows.
        waiver: the reason that the policy gives for letting it stand, else None.
    """

    code: str
    title: str
    severity: Severity
    outcome: Outcome
    sentence: str
    evidence: Evidence = field(default_factory=dict)
    why: str = ""
    cause: str | None = None
    remedy: str = ""
    command: str | None = None
    of: tuple[str, ...] = ()
    waiver: str | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """A pitfall that is there; the fields are those of `Finding`."""

    sentence: str
    remedy: str
    evidence: Evidence = field(default_factory=dict)
    command: str | None = None
    cause: str | None = None
    of: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Clear:
    """A pitfall that was looked for and is not there."""

    sentence: str
    evidence: Evidence = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class NotApplicable:
    """A pitfall that these outputs cannot have, or that cannot be looked for in them."""

    reason: str


Seen = Found | Clear | NotApplicable


@dataclass(frozen=True, slots=True)
class Pitfall:
    """What is looked for: data and one function.

    Attributes:
        code: ``LWnnn``.
        title: in a few words, lower case.
        severity: of a finding.
        why: why it hurts, one or two sentences that hold for every case.
        look: what looks for it; every outcome is a value.
    """

    code: str
    title: str
    severity: Severity
    why: str
    look: Callable[[Facts], Seen]
