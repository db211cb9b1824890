"""LW206: a class of which a large part is taken for one other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from logitwise.findings.confusions import remapping
from logitwise.findings.dependence import design_effect
from logitwise.findings.finding import Clear, Found, NotApplicable, Pitfall, Seen
from logitwise.metrics.proportion import clopper_pearson_lower
from logitwise.metrics.wording import counted, number, percent, quoted
from logitwise.policy.codes import CODES
from logitwise.tallies.confusion import Confusion

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from logitwise.findings.confusions import Remapping
    from logitwise.findings.facts import Facts

SHARE: Final = 0.25
"""Share of a class that is surely taken for one other: a quarter. A judgement."""
TIMES: Final = 2.0
"""And surely so many times as often as that other is decided of rows of neither. A judgement: what is decided often is
confused with everything."""


def _look(facts: Facts) -> Seen:
    confusion = facts.counted.confusion
    if not isinstance(confusion, Confusion) or facts.head.binary:
        return NotApplicable("two classes, or labels, have no pairs to confuse: see LW205")
    shifted = remapping(facts)
    if shifted is not None:
        return _in_another_order(facts, shifted)
    pairs, lower = _surely(facts, confusion)
    if not len(pairs):
        return Clear(f"Of no class is surely more than {100 * SHARE:g} % taken for one other.")
    i, name = int(pairs[0]), facts.classes
    truth, decision = int(confusion.truth[i]), int(confusion.decision[i])
    share = float(confusion.counts[i] / confusion.support[truth])
    others = counted(len(pairs) - 1, "more pair is", "more pairs are")
    more = f"; {others} confused as much" if len(pairs) > 1 else ""
    return Found(
        f"{percent(share)} of {quoted(name[truth])} (surely more than {percent(float(lower))}) is taken for "
        f"{quoted(name[decision])}{more}.",
        "Look at such rows: are the labels consistent, and do the inputs tell the two apart at all? Merge the classes "
        "where the difference does not matter; else add training rows of both.",
        {"truth": name[truth], "decision": name[decision], "share": share, "at_least": float(lower),
         "rows": float(confusion.counts[i]), "pairs": len(pairs)},
        of=tuple(dict.fromkeys(name[k] for k in confusion.truth[pairs])),
    )  # fmt: skip


def _surely(facts: Facts, confusion: Confusion) -> tuple[NDArray[np.int64], float]:
    """Occupied cells of the confusion that are pairs, the worst first, with the lower limit of its share."""
    classes, effect = len(facts.classes), design_effect(facts)
    wrong = np.flatnonzero(confusion.truth != confusion.decision)
    support, taken = confusion.support[confusion.truth], confusion.counts
    least = np.maximum(SHARE, TIMES * _of_neither(confusion))
    likely = wrong[taken[wrong] > least[wrong] * support[wrong]]
    alpha = facts.policy.confidence.alpha / (classes * (classes - 1))
    lower = clopper_pearson_lower(taken[likely] / effect, support[likely] / effect, alpha)
    sure = lower > least[likely]
    order = np.argsort(-lower[sure], kind="stable")
    return likely[sure][order], float(lower[sure][order][0]) if sure.any() else float("nan")


def _of_neither(confusion: Confusion) -> NDArray[np.float64]:
    """Of each cell, how often its decision is taken for rows of all classes but these two; 0 where there are none."""
    decision = confusion.decision
    support = confusion.support.astype(np.float64)
    rows = confusion.rows - support[confusion.truth] - support[decision]
    taken = confusion.predicted[decision] - confusion.counts - confusion.hits[decision]
    return np.asarray(np.divide(taken, rows, out=np.zeros(len(rows)), where=rows > 0), np.float64)


def _in_another_order(facts: Facts, found: Remapping) -> Found:
    accuracy = facts.metric("accuracy").value
    return Found(
        f"{found.sentence}. Put right, accuracy would be {number(found.accuracy)} instead of {number(accuracy)}.",
        "Give the score columns in the order of the labels: name the classes in the order of the columns (--classes), "
        "or put the columns right where they are written.",
        {"accuracy": accuracy, "accuracy_put_right": found.accuracy, "offset": found.offset},
    )


PITFALL = Pitfall(
    "LW206", CODES["LW206"], "warning",
    why="An average over classes hides that the model cannot tell two of them apart, or that columns are mixed up.",
    look=_look,
)  # fmt: skip
