"""Which class is taken for which: the commonest mistake of each, and classes that are in another order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from logitwise.metrics.wording import quoted
from logitwise.tallies.confusion import Confusion

if TYPE_CHECKING:
    from logitwise.findings.facts import Facts

NEARLY_ALL: Final = 0.8
"""Share of the rows of a class that is taken for one other before the order of the classes is suspected. A
judgement."""
FEWEST: Final = 10
"""Rows that a class needs before its mistakes are counted. A judgement."""


class Taken(NamedTuple):
    """The commonest mistake of a class.

    Attributes:
        decision: class it is taken for.
        rows: how many.
        share: of its rows.
    """

    decision: int
    rows: float
    share: float


class Remapping(NamedTuple):
    """Classes that stand in another order.

    Attributes:
        sentence: what was seen, without a full stop.
        offset: by how many places the columns are off, None where that is not the same for all.
        accuracy: what it would be in the right order.
    """

    sentence: str
    offset: int | None
    accuracy: float


def commonest_mistake(facts: Facts, k: int) -> Taken | None:
    """What class `k` is mostly taken for; None where it is always right, or has no rows."""
    confusion = facts.counted.confusion
    if not isinstance(confusion, Confusion):
        return None
    mine = (confusion.truth == k) & (confusion.decision != k)
    if not mine.any():
        return None
    at = np.flatnonzero(mine)[np.argmax(confusion.counts[mine])]
    rows = float(confusion.counts[at])
    return Taken(int(confusion.decision[at]), rows, rows / float(confusion.support[k]))


def remapping(facts: Facts) -> Remapping | None:
    """At least three classes of which nearly all rows are taken for one other each, no two for the same."""
    confusion, classes = facts.counted.confusion, len(facts.classes)
    if not isinstance(confusion, Confusion) or classes < 3:
        return None
    best = np.zeros(classes)
    np.maximum.at(best, confusion.truth, confusion.counts)
    support = confusion.support
    surely = (support >= FEWEST) & (best >= NEARLY_ALL * support)
    top = confusion.counts == best[confusion.truth]
    goes = np.arange(classes)
    goes[confusion.truth[top]] = confusion.decision[top]
    moved = np.flatnonzero(surely & (goes != np.arange(classes)))
    if len(moved) < 3 or len(set(goes[surely])) < surely.sum() or len(moved) < 0.5 * (support >= FEWEST).sum():
        return None
    right = best[surely].sum() + confusion.hits[~surely].sum()
    offsets = (goes[moved] - moved) % classes
    offset = int(offsets[0]) if (offsets == offsets[0]).all() and len(moved) == surely.sum() else None
    return Remapping(_sentence(facts, moved.tolist(), goes.tolist(), offset), offset, float(right / support.sum()))


def _sentence(facts: Facts, moved: list[int], goes: list[int], offset: int | None) -> str:
    names = facts.classes
    pairs = ", ".join(f"{quoted(names[k])} is taken for {quoted(names[goes[k]])}" for k in moved[:2])
    if offset is None:
        return f"{len(moved):,} classes are nearly always taken for one other each ({pairs}, ...)"
    away = min(offset, len(names) - offset)
    places = "one place" if away == 1 else f"{away:,} places"
    return (
        f"Nearly every row is taken for the class {places} {'on' if offset == away else 'back'} ({pairs}, ...): the "
        "score columns stand shifted against the labels, and shifting them back would mend it"
    )
