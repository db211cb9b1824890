"""LW108: rows in which several classes share the largest score exactly."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from logitwise.findings.finding import Clear, Found, NotApplicable, Pitfall
from logitwise.metrics.wording import counted, percent
from logitwise.policy.codes import CODES

if TYPE_CHECKING:
    from logitwise.findings.facts import Facts
    from logitwise.findings.finding import Seen

SHARE: Final = 0.001
"""Share of tied rows from which they are a finding: accuracy could move by as much. A judgement."""


def _look(facts: Facts) -> Seen:
    tally = facts.tally
    if facts.head.binary or facts.multilabel or not facts.with_scores:
        return NotApplicable("only a softmax of three or more classes takes the largest score")
    share = tally.ties / tally.rows
    evidence = {"ties": tally.ties, "share": share}
    if share < SHARE:
        few = f"only {tally.ties:,} of {tally.rows:,} rows" if tally.ties else "no row"
        return Clear(f"in {few} several classes tie for the largest score", evidence)
    return Found(
        f"In {tally.ties:,} of {counted(tally.rows, 'row')} ({percent(share)}) several classes tie for the largest "
        "score, to the last digit, and the first of them was taken.",
        "Find out what rounds the scores (int8, float16, a few decimals, a ReLU before the softmax, a constant output) "
        "and keep float32; where ties are meant, say in serving code how they are broken.",
        evidence,
    )


PITFALL = Pitfall(
    "LW108",
    CODES["LW108"],
    "warning",
    why="The order of the classes then decides, not the model: another order of columns, or another library, decides "
    "otherwise and reports another accuracy.",
    look=_look,
)
