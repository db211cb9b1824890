"""LW601: too few rows of a class to say anything about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from logitwise.findings.finding import Clear, Found, NotApplicable, Pitfall, Seen
from logitwise.metrics.proportion import clopper_pearson_lower
from logitwise.metrics.slices import FEWEST_ROWS
from logitwise.metrics.wording import counted, named, number, quoted
from logitwise.policy.codes import CODES

if TYPE_CHECKING:
    from logitwise.findings.facts import Facts


def _look(facts: Facts) -> Seen:
    """Classes with rows but fewer than ten; of labels also those that fewer than ten rows lack."""
    if facts.tally.confusion is None:
        return NotApplicable("there are no rows")
    support = np.asarray(facts.support)
    rarer = np.minimum(support, facts.tally.rows - support) if facts.multilabel else support
    few = np.flatnonzero((rarer > 0) & (rarer < FEWEST_ROWS))
    if not len(few):
        held = rarer[rarer > 0]
        rarest = int(held.min()) if len(held) else 0
        what = "label, with and without it," if facts.multilabel else "class"
        return Clear(f"The rarest {what} has {counted(rarest, 'row')}.", {"fewest_rows": rarest})
    few = few[np.argsort(rarer[few], kind="stable")]
    rarest, names = int(rarer[few[0]]), [facts.classes[k] for k in few.tolist()]
    return Found(
        _said(facts, few.tolist(), support, rarer),
        f"Add rows of {named(names)} before judging {'it' if len(few) == 1 else 'them'}: some hundred tell a recall to "
        "within ten points. If there are no more, read the intervals and not the values.",
        {"fewest_rows": rarest, "classes": len(few), "rows": facts.tally.rows},
        cause="data: there are too few rows.",
        of=tuple(names),
    )


def _said(
    facts: Facts,
    few: list[int],
    support: np.ndarray[tuple[int, ...], np.dtype[np.int64]],
    rarer: np.ndarray[tuple[int, ...], np.dtype[np.int64]],
) -> str:
    first = few[0]
    rows = int(rarer[first])
    low = float(clopper_pearson_lower(rows, rows, 0.05))
    what = "specificity" if facts.multilabel and support[first] > rows else "recall"
    reach = f"even with every one of them right, {what} may truly be as low as {number(low)}"
    if facts.multilabel and support[first] > rows:
        has = f"Label {quoted(facts.classes[first])} is lacking in {counted(rows, 'row')} only of {facts.tally.rows:,}"
    else:
        kind = "Label" if facts.multilabel else "Class"
        has = f"{kind} {quoted(facts.classes[first])} has {counted(rows, 'row')} of {facts.tally.rows:,}"
    others = "" if len(few) == 1 else f" So it is with {len(few) - 1:,} more of fewer than {FEWEST_ROWS} rows."
    return f"{has}: {reach}.{others}"


PITFALL = Pitfall(
    "LW601",
    CODES["LW601"],
    "warning",
    why="Recall, precision and everything averaged over classes swing by tens of points with each single row of such a "
    "class, so that two models cannot be told apart and good news may be luck.",
    look=_look,
)
