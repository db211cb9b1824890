"""Columns that belong together by name: what a pattern's star stands for names their classes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from logitwise.batch.shown import listed, shown
from logitwise.errors import ColumnError

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Group:
    """Columns with what each stands for; `classes` is None for a column that was named by itself."""

    columns: tuple[str, ...]
    classes: tuple[str, ...] | None

    @property
    def shown(self) -> str:
        """The columns, for a message."""
        return listed(self.columns)

    @property
    def numbers(self) -> tuple[int, ...] | None:
        """The classes as numbers where all of them are."""
        return None if self.classes is None else _numbers(self.classes)


def group_of_pattern(names: Sequence[str], pattern: str, file: str) -> Group | None:
    """The names that match a pattern with one star, in the order of their numbers or else as they stand.

    Raises:
        ColumnError: a column whose star stands for nothing.

    >>> group_of_pattern(["p_10", "p_9", "y"], "p_*", "f").columns
    ('p_9', 'p_10')
    """
    before, after = pattern.split("*")
    found = [n for n in names if len(n) >= len(pattern) - 1 and n.startswith(before) and n.endswith(after)]
    return _group(found, [n[len(before) : len(n) - len(after)] for n in found], file) if found else None


def group_of_list(names: tuple[str, ...], file: str) -> Group:
    """Columns that were named one by one; their classes are what follows the shared beginning up to ``_``.

    >>> group_of_list(("score_cat", "score_dog"), "f").classes
    ('cat', 'dog')
    """
    first, last = min(names), max(names)  # what the extremes share, all between them share
    same = next((i for i, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), min(len(first), len(last)))
    start = first[:same].rfind("_") + 1
    return _group(list(names), [n[start:] for n in names], file)


def _group(columns: list[str], classes: list[str], file: str) -> Group:
    for column, name in zip(columns, classes, strict=True):
        if not name.strip():
            raise ColumnError(f"{file}: column {shown(column)} gives its class an empty name; say which class it is")
    numbers = _numbers(classes)
    if numbers is not None:
        order = sorted(range(len(numbers)), key=numbers.__getitem__)
        columns, classes = [columns[i] for i in order], [classes[i] for i in order]
    return Group(tuple(columns), tuple(classes))


def _numbers(classes: Sequence[str]) -> tuple[int, ...] | None:
    if not all(c.isascii() and c.isdigit() for c in classes):
        return None
    numbers = tuple(int(c) for c in classes)
    return numbers if len(set(numbers)) == len(numbers) else None
