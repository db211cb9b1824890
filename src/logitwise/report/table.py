"""Rows of text, ready for any format."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of text beside a chart, or in its place.

    Attributes:
        header: a heading a column.
        rows: as many cells each.
        numeric: positions of the columns that are set to the right.
        caption: what the rows are; empty where the heading above says it.
    """

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: frozenset[int] = frozenset()
    caption: str = ""
