"""A sign and a colour for each outcome and severity: one table for every rendering, so that none shows another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from logitwise.findings import Severity
    from logitwise.verdict.values import Outcome, RequirementOutcome

Tone = Literal["right", "wrong", "warn", "accent", "plain"]
"""Colours of the theme that say something."""

SIGNS: Final[dict[Outcome | RequirementOutcome | Severity, str]] = {
    "ready": "✔", "not ready": "✘", "not enough data": "?",
    "pass": "✔", "fail": "✘", "undecided": "?", "not applicable": "–",
    "error": "✘", "warning": "!", "note": "i",
}  # fmt: skip
"""That needs no colour."""
KINDS: Final[dict[Outcome | RequirementOutcome | Severity, Tone]] = {
    "ready": "right", "not ready": "wrong", "not enough data": "warn",
    "pass": "right", "fail": "wrong", "undecided": "warn", "not applicable": "plain",
    "error": "wrong", "warning": "warn", "note": "accent",
}  # fmt: skip
"""The class of style that colours it in a page."""
