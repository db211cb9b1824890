"""LW401: probabilities nearer to certainty than the truth allows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from logitwise.findings.finding import Pitfall, Seen
from logitwise.findings.stated_confidence import look_at_confidence
from logitwise.policy.codes import CODES

if TYPE_CHECKING:
    from logitwise.findings.facts import Facts


def _look(facts: Facts) -> Seen:
    return look_at_confidence(facts, "over-confident")


PITFALL = Pitfall(
    "LW401",
    CODES["LW401"],
    "warning",
    why="Whoever acts on a stated 99 % expects one mistake in a hundred and meets several; thresholds set by cost or "
    "by confidence then let the wrong rows through.",
    look=_look,
)
