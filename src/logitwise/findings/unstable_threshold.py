"""LW302: many scores exactly on the threshold, or so near that rounding decides."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from logitwise.findings.finding import Clear, Found, NotApplicable, Pitfall, Seen
from logitwise.metrics.wording import counted, number, percent, quoted
from logitwise.policy.codes import CODES

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from logitwise.findings.facts import Facts
    from logitwise.tallies.cells import Cells

NEAR: Final = 2.0**-20
"""Scores so near to a threshold, as a part of it, cross it when a model runs in float32 on another machine: about
eight of its roundings."""
SHARE: Final = 0.05
"""Part of the rows decided the rarer way that may stand there. A judgement."""
FEWEST: Final = 3
"""Rows that may stand there by chance. A judgement."""


class _Near(NamedTuple):
    """Rows about one threshold."""

    name: str
    at: float
    on: float
    near: float
    decided: float
    exact: bool


def _look(facts: Facts) -> Seen:
    """Rows on the threshold, of the positive class or of each label."""
    if not (facts.head.binary or facts.multilabel):
        return NotApplicable("the largest class is taken: there is no threshold")
    if not facts.with_scores:
        return NotApplicable("decisions were given: how near scores are to the threshold is not known")
    counts = [_near(facts, k, at) for k, at in enumerate(facts.head.cuts)]
    told = sorted((one for one in counts if one is not None), key=lambda one: -one.near)
    if not told:
        return NotApplicable("scores of their own are not kept for so many labels")
    found = [one for one in told if one.near >= FEWEST and one.near >= SHARE * one.decided]
    one = (found or told)[0]
    evidence = {"threshold": one.at, "rows_on_it": one.on, "rows_near": one.near, "decided": one.decided}
    if not found:
        few = counted(round(one.near), "row")
        return Clear(f"{few} on the threshold {number(one.at)} or within rounding of it.", evidence)
    where = "score exactly on" if one.on == one.near else f"score, {round(one.on):,} exactly and the others nearly, on"
    if not one.exact:
        where = "score within a thousandth of"
    of = f" for label {quoted(one.name)}" if facts.multilabel else ""
    others = f" It is so for {counted(len(found) - 1, 'more label')}." if len(found) > 1 else ""
    rows = facts.counted.rows
    return Found(
        f"{counted(round(one.near), 'row')} of {round(rows):,} ({percent(one.near / rows)}) "
        f"{where} the threshold {one.at:g}{of}: whether >= or > is written, or a rounding, decides them, here as "
        f"positive.{others}",
        "Set the threshold between two scores, where nothing lies; a tuned rule does. Keep more digits of the scores "
        "if they were rounded.",
        evidence,
        facts.tune("--maximize", "f1"),
        cause="threshold: it stands on scores instead of between them.",
        of=tuple(each.name for each in found) if facts.multilabel else (),
    )


def _near(facts: Facts, k: int, at: float) -> _Near | None:
    """Rows on a threshold, near it, and decided the rarer way; of scores in cells those of the cell that holds it."""
    place = k if facts.multilabel else facts.head.positive or 0
    cells = facts.cells(place)
    if cells is None:
        return None
    rows = np.asarray(cells.positives + cells.negatives, np.float64)
    if cells.exact:
        on, near = _exactly(facts, cells, at), np.abs(cells.p - at) <= NEAR * at
    else:
        near = (cells.edge <= at * (1 + NEAR)) & (cells.p + cells.width >= at * (1 - NEAR)) & (cells.width < at / 1000)
        on = near
    above = float(rows[cells.edge >= at].sum())
    decided = min(above, float(rows.sum()) - above + float(rows[near].sum()))
    return _Near(facts.classes[place], at, float(rows[on].sum()), float(rows[near].sum()), decided, cells.exact)


def _exactly(facts: Facts, cells: Cells, at: float) -> NDArray[np.bool_]:
    """Scores equal to the threshold: logits to 0, since several tiny ones have the probability 0.5."""
    scores = facts.counted.binary
    if scores is not None and scores.form == "logit" and at == 0.5:
        return np.asarray(scores.values == 0)
    return np.asarray(cells.p == at)


PITFALL = Pitfall(
    "LW302",
    CODES["LW302"],
    "warning",
    why="The same rows are decided differently by another program, another machine or the other sign of comparison, "
    "and the numbers judged here are then not those in use.",
    look=_look,
)
