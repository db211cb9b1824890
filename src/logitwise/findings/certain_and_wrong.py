"""LW103: probabilities of exactly 0 or 1: wrong, so that the log loss is infinite, or so many that it soon will be."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from logitwise.findings.finding import Clear, Found, NotApplicable, Pitfall
from logitwise.findings.infinite import certain_rows, infinite_losses
from logitwise.findings.precision import grid_of
from logitwise.metrics.wording import percent
from logitwise.policy.codes import CODES

if TYPE_CHECKING:
    from logitwise.findings.facts import Facts
    from logitwise.findings.finding import Seen
    from logitwise.tallies import Tally

SATURATED: Final = 0.01
"""Share of rows (of a label head: of row and label) with a probability of exactly 0 or 1 from which it is told though
none is wrong. A judgement."""
FEWEST: Final = 10
"""Such rows from which the share is looked at. A judgement."""

_KEEP = (
    "Give the logits instead: in float32 a sigmoid is exactly 1 from logit 17 on (float16: from 8), in logits nothing "
    "is lost."
)
_SMOOTH = "Where 0 and 1 come from counts (leaves of a tree, neighbours, isotonic steps), smooth them."


def _look(facts: Facts) -> Seen:
    tally = facts.tally
    if not facts.with_scores:
        return NotApplicable("decisions hold no probabilities")
    wrong, pairs = infinite_losses(tally), tally.rows * (len(facts.classes) if facts.multilabel else 1)
    where = f"of {pairs:,} {'pairs of row and label' if facts.multilabel else 'rows'}"
    if wrong:
        return _certain(facts, f"{wrong:,} {where}", {"infinite": wrong, "share": wrong / pairs})
    certain = certain_rows(tally) if tally.scale == "probabilities" else 0
    evidence = {"infinite": 0, "saturated": certain, "share": certain / pairs}
    if certain < FEWEST or certain / pairs < SATURATED:
        return Clear("no row is given probability 0 for its truth", evidence)
    which = "largest probability is exactly 1" if tally.confidence is not None else "probability is exactly 0 or 1"
    return Found(
        f"In {certain:,} {where} ({percent(certain / pairs)}) the {which}{_precision(tally)}. None is wrong "
        "yet; the first that is makes the log loss infinite, and among themselves they cannot be ranked.",
        f"{_KEEP} {_SMOOTH}",
        evidence,
    )


def _certain(facts: Facts, wrong: str, evidence: dict[str, float | int | str | None]) -> Seen:
    if facts.tally.scale == "logits":
        said = f"In {wrong} an infinite logit gives the truth probability 0, as a mask does"
        remedy = "Let no mask cover a class that may be true; look at the labels of these rows first."
    elif _hard(facts.tally):
        said = f"Every probability is 0 or 1, and {wrong} are wrong"
        remedy = f"If these are hard decisions, give them as such: --decisions (decisions=). Else: {_KEEP}"
    else:
        said = f"In {wrong} the truth is given a probability of exactly 0{_precision(facts.tally)}"
        remedy = f"{_KEEP} {_SMOOTH}"
    return Found(f"{said}: the log loss is infinite.", remedy, evidence)


def _hard(tally: Tally) -> bool:
    """Whether there is no probability between 0 and 1."""
    return certain_rows(tally) == tally.rows * (len(tally.head.classes) if tally.head.kind == "multilabel" else 1)


def _precision(tally: Tally) -> str:
    """In which type the scores were computed, where they tell; in brackets."""
    scores = tally.binary
    if scores is None or not scores.exact or scores.form != "probability":
        return ""
    if len(scores.values) < FEWEST or (grid := grid_of(scores.values)) not in (None, "float16", "bfloat16"):
        return ""  # a few, or decimals, are no outputs of a float sigmoid
    if grid is None and not (scores.values == scores.values.astype(np.float32)).all():
        return ""
    return f" (scores are {grid or 'float32'}, which rounds to 0 and 1 what is merely near)"


PITFALL = Pitfall(
    "LW103",
    CODES["LW103"],
    "warning",
    why="A probability of 0 for what then happens makes the log loss infinite, and nothing that weighs by it (costs, "
    "betting, combining models) can recover; usually precision was lost, not doubt.",
    look=_look,
)
