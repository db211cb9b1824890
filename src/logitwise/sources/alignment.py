"""Declared class names against the names of score columns: joined by name, by number, never by luck."""

from __future__ import annotations

from typing import TYPE_CHECKING

from logitwise.batch.shown import listed
from logitwise.errors import ColumnError
from logitwise.sources.groups import Group

if TYPE_CHECKING:
    from collections.abc import Sequence


def aligned(scores: Group, declared: Sequence[object] | None, file: str) -> Group:
    """Score columns in the order of the declared classes.

    Columns with names are put in that order by name; columns with numbers keep theirs, and the declared names say what
    each number stands for.

    Raises:
        ColumnError: the declared classes are not those of the columns.

    >>> aligned(Group(("p_dog", "p_cat"), ("dog", "cat")), ["cat", "dog"], "f").columns
    ('p_cat', 'p_dog')
    """
    if declared is None or scores.classes is None:
        return scores
    wanted = tuple(str(c) for c in declared)
    for names in (scores.classes, scores.columns):
        if set(names) == set(wanted) and len(names) == len(wanted):
            by_name = dict(zip(names, scores.columns, strict=True))
            return Group(tuple(by_name[w] for w in wanted), wanted)
    if scores.numbers is not None and len(wanted) == len(scores.columns):
        return Group(scores.columns, wanted)
    raise ColumnError(
        f"{file}: the classes named are {listed(wanted)}, and the score columns stand for {listed(scores.classes)}; "
        "both must agree"
    )
