"""What withholds *ready* without being a failure: too little, doubled or unreadable data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from logitwise.metrics import OVERALL
from logitwise.metrics.wording import counted, named, number
from logitwise.verdict.counts import confusion_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from logitwise.head import Head
    from logitwise.policy import Policy, Requirement
    from logitwise.tallies import Tally

FEWEST_ROWS = 10
"""Rows that a class needs before anything is claimed about it (METHODS l). A judgement."""
FEWEST_GROUPS = 20
"""Groups that are needed before anything is claimed of grouped rows (METHODS a). A judgement."""
MOST_DUPLICATES = 0.01
"""Largest share of row ids that may occur again (METHODS l). A judgement."""


def stops(tally: Tally, policy: Policy) -> tuple[str, ...]:
    """Every stop that holds, as a sentence."""
    found = (
        _few_rows(tally, policy),
        never_decided(tally, policy.requirements),
        _left_out(tally, policy),
        _duplicates(tally),
        _few_groups(tally),
        _constant(tally),
    )
    return tuple(stop for stop in found if stop)


def named_classes(tally: Tally, policy: Policy) -> tuple[int, ...]:
    """Codes of the classes that the task or a requirement names; all where no class may be mostly missed."""
    classes = tally.head.classes
    if policy.clauses.mostly_missed is not None or policy.task.classes is not None:
        return tuple(range(len(classes)))
    names = {policy.task.positive} | {wanted.of for wanted in policy.requirements}
    if tally.head.positive_class is not None and any(_means_positive(w) for w in policy.requirements):
        names.add(tally.head.positive_class)
    return tuple(k for k, name in enumerate(classes) if name in names)


def class_meant(head: Head, wanted: Requirement) -> int | None:
    """Code of the class that a requirement names or means, None where it is of all rows."""
    if wanted.of is not None:
        return head.classes.index(wanted.of)
    return head.positive if _means_positive(wanted) else None


def _means_positive(wanted: Requirement) -> bool:
    return wanted.of is None and wanted.average is None and wanted.metric not in OVERALL


def _few_rows(tally: Tally, policy: Policy) -> str | None:
    support = confusion_of(tally).support
    few = [k for k in named_classes(tally, policy) if support[k] < FEWEST_ROWS]
    if not few:
        return None
    few.sort(key=lambda k: int(support[k]))
    names = named([tally.head.classes[k] for k in few])
    if len(few) == 1:
        return (
            f"Class {names} has {counted(int(support[few[0]]), 'row')}: fewer than {FEWEST_ROWS} say too little "
            "about a class."
        )
    return (
        f"Classes {names} have fewer than {FEWEST_ROWS} rows each (the rarest {int(support[few[0]]):,}): too few to "
        "say anything about a class."
    )


def never_decided(tally: Tally, requirements: Sequence[Requirement]) -> str | None:
    """A class without precision is left out of its average, which must not make that average pass."""
    averaged = [w.text for w in requirements if w.metric == "precision" and w.average in {"macro", "weighted"}]
    confusion = confusion_of(tally)
    never = [tally.head.classes[k] for k in ((confusion.support > 0) & (confusion.predicted == 0)).nonzero()[0]]
    if not averaged or not never:
        return None
    return f"Nothing is ever decided to be {named(never)}, so its precision is undefined and no part of {averaged[0]}."


def _left_out(tally: Tally, policy: Policy) -> str | None:
    left_out = sum(tally.rejected.values())
    share = left_out / max(tally.rows + left_out, 1)
    if share <= policy.rows.max_rejected:
        return None
    return (
        f"{counted(left_out, 'row')} of {tally.rows + left_out:,} ({number(100 * share)} %) could not be read and were "
        f"left out; the policy allows {100 * policy.rows.max_rejected:g} %."
    )


def _duplicates(tally: Tally) -> str | None:
    if tally.duplicate_ids is None or tally.duplicate_ids <= MOST_DUPLICATES:
        return None
    return (
        f"{number(100 * tally.duplicate_ids)} % of the rows carry an id that was there before (more than "
        f"{100 * MOST_DUPLICATES:g} %): rows that are counted twice make every number look surer than it is."
    )


def _few_groups(tally: Tally) -> str | None:
    if tally.groups is None or tally.groups.distinct >= FEWEST_GROUPS:
        return None
    return (
        f"The rows come in {counted(tally.groups.distinct, 'group')}: fewer than {FEWEST_GROUPS} say too little about "
        "how much groups differ."
    )


def _constant(tally: Tally) -> str | None:
    return "All scores are equal: a constant output says nothing about any row." if tally.constant else None
