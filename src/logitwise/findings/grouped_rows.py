"""LW604: rows of one group resemble each other, so that they tell less than as many rows of their own."""

from __future__ import annotations

from math import isfinite, sqrt
from typing import TYPE_CHECKING, Final

from scipy.special import chdtri

from logitwise.findings.finding import Clear, Found, NotApplicable, Pitfall, Seen
from logitwise.metrics.clusters import freedom_of
from logitwise.metrics.slices import FEWEST_GROUPS
from logitwise.metrics.wording import counted, metric_words, number, times
from logitwise.policy.codes import CODES

if TYPE_CHECKING:
    from logitwise.findings.facts import Facts

NOTABLE: Final = 1.5
"""Design effect from which on it is said (METHODS a). A judgement."""
CHANCE: Final = 0.01
"""How often the design effect of rows that do not resemble each other may lie above the limit."""


def _look(facts: Facts) -> Seen:
    """The design effect of the accuracy against what chance makes of folds of groups."""
    if facts.tally.groups is None:
        return NotApplicable("no groups were given (groups=, --group)")
    groups, folds = facts.tally.group_count, len(facts.tally.clusters or {})
    name = "subset_accuracy" if facts.multilabel else "accuracy"
    effect = facts.metric(name).design_effect
    if effect is None or not isfinite(effect) or folds < 2:
        return NotApplicable(f"of {counted(groups, 'group')} no design effect of the {metric_words(name)} can be told")
    freedom = freedom_of([part.rows for part in (facts.tally.clusters or {}).values()])
    limit = max(NOTABLE, float(chdtri(freedom, CHANCE)) / freedom)
    few = f" {groups:,} are fewer than {FEWEST_GROUPS}, too few for a verdict." if groups < FEWEST_GROUPS else ""
    evidence = {"groups": groups, "rows": facts.tally.rows, "design_effect": effect, "limit": limit}
    if effect < limit:
        return Clear(
            f"Rows of one of {counted(groups, 'group')} hardly resemble each other: design effect of the "
            f"{metric_words(name)} {number(effect)}.{few}",
            evidence,
        )
    return Found(
        f"Rows of one of {counted(groups, 'group')} resemble each other: the {metric_words(name)} varies "
        f"{times(effect)} times as much as if rows stood alone, so that {facts.tally.rows:,} rows tell as much as "
        f"{round(facts.tally.rows / effect):,} and its interval is {times(sqrt(effect))} times as long.{few}",
        "Nothing is wrong with the numbers: intervals count groups already. For shorter ones add groups, not rows of "
        "the same ones; and split training from test by group.",
        evidence,
        cause="data: rows of one patient, user or session share what makes them easy or hard.",
    )


PITFALL = Pitfall(
    "LW604",
    CODES["LW604"],
    "note",
    why="Where such rows are counted as if each stood alone, intervals are too short and a lucky sample passes; other "
    "tools on this data will say so.",
    look=_look,
)
