"""LW102: rows whose probabilities miss one a little and were set right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from logitwise.findings.finding import Clear, Found, NotApplicable, Pitfall
from logitwise.metrics.wording import counted, percent
from logitwise.policy.codes import CODES

if TYPE_CHECKING:
    from logitwise.findings.facts import Facts
    from logitwise.findings.finding import Seen


def _look(facts: Facts) -> Seen:
    tally = facts.tally
    if tally.scale != "probabilities":
        return NotApplicable("only probabilities can miss one")
    missed = tally.renormalised
    evidence = {"rows": missed, "share": missed / tally.rows}
    competing = facts.head.kind == "softmax"
    if not missed:
        return Clear("every row sums to one" if competing else "no probability is above one", evidence)
    rows = f"{missed:,} of {counted(tally.rows, 'row')} ({percent(missed / tally.rows)})"
    if competing:
        return Found(
            f"In {rows} the probabilities sum to one only nearly (they miss it by more than 0.00001 and at most "
            "0.001); each was divided by its sum.",
            "Nothing need be done for these figures. Upstream, look for rounding when the file was written, or for a "
            "softmax in float16, and keep float32 or, better, the logits.",
            evidence,
        )
    return Found(
        f"In {rows} a probability exceeds one by at most 0.001 and was taken as one.",
        "Look upstream for what adds to it, such as an average or a calibration step, and keep the logits if you can: "
        "a probability of exactly one makes the log loss infinite once the row is wrong.",
        evidence,
    )


PITFALL = Pitfall(
    "LW102",
    CODES["LW102"],
    "note",
    why="A sum that misses one is a sign of lost precision or of a step between the model and this file that nobody "
    "meant; what was judged is the corrected row, and serving code may not correct it.",
    look=_look,
)
