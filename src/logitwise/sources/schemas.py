"""Several tables as one: the first difference between them is named, and nothing is read where there is one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from logitwise.batch.shown import shown
from logitwise.errors import ColumnError
from logitwise.sources.names import Asked, Chosen, Finder

if TYPE_CHECKING:
    from logitwise.sources.table import Table


def check_schema(first: Table, other: Table, *, chosen: Chosen, asked: Asked) -> None:
    """Make sure that another table gives what the first one gave; the order of its columns is free.

    Raises:
        ColumnError: a column that is missing, doubled or of another type, or a score column that the first one lacks.
    """
    word, before = other.word, f"the first file ({first.file})"
    taken = (*chosen.labels, *chosen.scores, *chosen.beside.columns)
    for name in taken:
        if name not in other.names:
            raise ColumnError(f"{other.file}: {word} {shown(name)} is missing, which {before} has")
        if other.names.count(name) > 1:
            raise ColumnError(f"{other.file}: {word} {shown(name)} is there twice")
    for name in Finder(other.names, other.file, word).choose(asked).scores:
        if name not in chosen.scores:
            raise ColumnError(
                f"{other.file}: {word} {shown(name)} holds scores too, which {before} lacks; all files need the same "
                "score columns"
            )
    for name in taken:
        one, two = first.kind(name), other.kind(name)
        if one is not None and two is not None and not one.fits(two):
            raise ColumnError(
                f"{other.file}: {word} {shown(name)} holds {two}, in {before} {one}; all files need the same type"
            )
