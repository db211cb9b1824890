"""LW107: outputs of an activation that gives no logits, taken as logits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from logitwise.findings.finding import Clear, Found, NotApplicable, Pitfall
from logitwise.findings.sampled import sampled
from logitwise.metrics.wording import number, percent
from logitwise.policy.codes import CODES

if TYPE_CHECKING:
    from logitwise.findings.facts import Facts
    from logitwise.findings.finding import Seen

AT_ZERO: Final = 0.01
"""Share of the outputs that are exactly 0, from which a ReLU is told. A judgement."""
FEWEST: Final = 20
"""Rows from which it is looked for. A judgement."""
END: Final = 0.01
"""How near both ends of -1 to 1 the outputs must come, never beyond, to be taken for a tanh's. A judgement."""
NOT_SHIFTED: Final = 0.1
"""Share of rows with another number of zeros than one, below which the smallest logit was subtracted. A judgement."""


def _look(facts: Facts) -> Seen:
    tally = facts.tally
    if tally.scale != "logits" or tally.extent is None:
        return NotApplicable("only logits can be outputs of another activation")
    if facts.head.binary and facts.head.kind == "softmax":
        return NotApplicable("of two columns only the difference is kept")
    if tally.rows < FEWEST:
        return NotApplicable(f"fewer than {FEWEST} rows do not show a range")
    low, high = tally.extent
    if low == 0 and high > 1:
        return _rectified(facts)
    if -1 <= low <= END - 1 and 1 - END <= high <= 1:
        return _bounded(low, high)
    return Clear(f"logits run from {number(low)} to {number(high)}, as logits may", {"lowest": low, "highest": high})


def _rectified(facts: Facts) -> Seen:
    """No negatives; whether there is a mass at 0."""
    share = _share_of_zeros(facts)
    evidence = {"lowest": 0.0, "share_at_zero": share}
    if share is None or share < AT_ZERO:
        return Clear("no logit is negative, but hardly any is exactly 0", evidence)
    return Found(
        f"No logit is negative and {percent(share)} are exactly 0: these look like outputs of a ReLU. As logits they "
        + (
            "can never say that a class is unlikely: no probability is below 0.5."
            if facts.multilabel or facts.head.binary
            else "cannot tell apart the classes whose output was cut to 0."
        ),
        "Make the last layer linear (no ReLU before the sigmoid or softmax), train again and give its raw outputs.",
        evidence,
    )


def _share_of_zeros(facts: Facts) -> float | None:
    """Share of the outputs that are exactly 0; None where they are not kept, or where a row's smallest is its zero."""
    cells = facts.tally.binary
    if cells is not None:  # exact values and keys of cells both have 0 for zero alone
        at_zero: int = (cells.positives + cells.negatives)[cells.values == 0].sum().item()
        return at_zero / facts.tally.rows
    kept = sampled(facts.tally)
    if kept is None:
        return None
    zeros = np.count_nonzero(kept.scores == 0, axis=1)
    if not facts.multilabel and kept.share(zeros != 1) < NOT_SHIFTED:
        return None  # the smallest logit was subtracted from each row, which a softmax does not mind
    return kept.share(zeros) / len(facts.classes)


def _bounded(low: float, high: float) -> Seen:
    return Found(
        f"Logits run from {number(low)} to {number(high)} and never go beyond -1 and 1: these look like outputs of a "
        "tanh. As logits they keep every sigmoid between 0.27 and 0.73.",
        "Make the last layer linear (no tanh before the sigmoid or softmax), train again and give its raw outputs. A "
        "tanh meant as the answer itself is the probability (1 + t) / 2: give that.",
        {"lowest": low, "highest": high},
    )


PITFALL = Pitfall(
    "LW107",
    CODES["LW107"],
    "warning",
    why="A sigmoid or softmax needs numbers from all of the line. What a ReLU or tanh cut off cannot come back, so "
    "confidence has a floor or a ceiling that no training and no threshold lifts.",
    look=_look,
)
