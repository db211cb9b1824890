"""LW402: probabilities further from certainty than the truth would allow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from logitwise.findings.finding import Pitfall, Seen
from logitwise.findings.stated_confidence import look_at_confidence
from logitwise.policy.codes import CODES

if TYPE_CHECKING:
    from logitwise.findings.facts import Facts


def _look(facts: Facts) -> Seen:
    return look_at_confidence(facts, "under-confident")


PITFALL = Pitfall(
    "LW402",
    CODES["LW402"],
    "warning",
    why="Rows that the model knows well are given a doubt that is not there, so that more of them than needed go to a "
    "person or stay below a threshold.",
    look=_look,
)
