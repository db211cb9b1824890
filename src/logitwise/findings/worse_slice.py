"""LW602: a slice of the rows in which the model is worse than in the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from logitwise.findings.finding import Clear, Found, NotApplicable, Pitfall, Seen
from logitwise.metrics.wording import counted, metric_words, number, quoted, slice_name
from logitwise.policy.codes import CODES

if TYPE_CHECKING:
    from logitwise.findings.facts import Facts
    from logitwise.metrics.slices import Ranking, Slice

Q: Final = 0.05
"""Largest expected share of false ones among the slices that are named. Where no slice is worse it is also the chance
that any is named, which a warning may have; the table of slices lists more of them, at 0.1. A judgement."""
WORSE: Final = 0.02
"""Two points below the rest are worth a finding. A judgement."""
SHOWN: Final = 3


def _look(facts: Facts) -> Seen:
    """Every value of every column against the rest of its column, p-values adjusted for all of them."""
    ranking = facts.ranking
    if ranking is None:
        return NotApplicable("rows are sliced by no column (slices=, --slice)")
    found = [one for one in ranking.slices if one.adjusted <= Q and one.rest - one.estimate >= WORSE]
    what = metric_words(ranking.by.name) + (f" of {quoted(ranking.by.of)}" if ranking.by.of else "")
    if not found:
        return Clear(
            f"None of {counted(len(ranking.slices), 'slice')} is surely worse than the rest by {100 * WORSE:g} points "
            f"of {what}.",
            {"slices": len(ranking.slices)},
        )
    found.sort(key=lambda one: one.shrunken)
    worst = found[0]
    return Found(
        _said(found, ranking, what),
        f"Look at the rows of {slice_name(worst.column, worst.value)}: other labelling, another device or too few "
        "training rows are common reasons. To hold every slice to a floor, write [require.each_slice] in the policy.",
        {
            "column": worst.column,
            "value": worst.value,
            "estimate": worst.estimate,
            "rest": worst.rest,
            "rows": worst.tally.rows,
            "adjusted_p": worst.adjusted,
            "worse": len(found),
            "slices": len(ranking.slices),
        },
        cause="data: the average over all rows hides these.",
        of=tuple(slice_name(one.column, one.value) for one in found),
    )


def _said(found: list[Slice], ranking: Ranking, what: str) -> str:
    shown = [
        f"{slice_name(one.column, one.value)} {number(one.estimate)} against {number(one.rest)} in the rest"
        for one in found[:SHOWN]
    ]
    more = f", and {len(found) - SHOWN:,} more" if len(found) > SHOWN else ""
    are = "is" if len(found) == 1 else "are"
    return (
        f"{len(found):,} of {counted(len(ranking.slices), 'slice')} {are} worse than the rest by {what}: "
        f"{', '.join(shown)}{more}. Of "
        f"such findings at most {100 * Q:g} % are false ({ranking.correction})."
    )


PITFALL = Pitfall(
    "LW602",
    CODES["LW602"],
    "warning",
    why="A good average is no comfort to the site, device or group of people for which the model fails, and the mix of "
    "slices where it is used is rarely that of the test.",
    look=_look,
)
