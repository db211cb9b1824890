"""Tables that fit: columns give way by rank where the terminal is narrow, so that no number is cut or wrapped."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from rich import box
from rich.cells import cell_len
from rich.table import Table
from rich.text import Text

GAP = 3
"""Columns of the terminal between two of a table: padding on both sides of a divider."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table.

    Attributes:
        heading: above it.
        cells: one a row.
        least: the width it needs; None: the widest cell, which is right for numbers.
        most: the width it takes where there is room; None: the widest cell.
        leaves: the order in which columns leave where not all fit; None stays.
        right: whether its text stands at the right.
        wraps: whether long text goes on in the next line; else its end is cut.
    """

    heading: Text
    cells: Sequence[Text]
    least: int | None = None
    most: int | None = None
    leaves: int | None = None
    right: bool = False
    wraps: bool = False

    @property
    def natural(self) -> int:
        """The width of its widest line."""
        return max(cell_len(line) for text in (self.heading, *self.cells) for line in text.plain.split("\n"))

    @property
    def needs(self) -> int:
        """The width below which it may not come."""
        return self.natural if self.least is None else min(self.least, self.takes)

    @property
    def takes(self) -> int:
        """The width that it fills where there is room."""
        return self.natural if self.most is None else self.most


def fits(columns: Sequence[Column], width: int) -> bool:
    """Whether each column has the width it needs.

    >>> fits([Column(Text("rows"), [Text("1,000")])] * 2, 13), fits([Column(Text("rows"), [Text("1,000")])] * 2, 12)
    (True, False)
    """
    return sum(column.needs + GAP for column in columns) - GAP <= width


def table_of(columns: Sequence[Column], *, width: int) -> Table:
    """A table of the columns that fit; what is left of the width goes to those that can use it, first ones first."""
    kept = list(columns)
    while not fits(kept, width) and any(column.leaves is not None for column in kept):
        kept.remove(min((c for c in kept if c.leaves is not None), key=lambda c: c.leaves or 0))
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1), show_edge=False, header_style="none")
    for column, room in zip(kept, widths(kept, width), strict=True):
        justify: Literal["left", "right"] = "right" if column.right else "left"
        table.add_column(column.heading, width=room, justify=justify, no_wrap=not column.wraps, overflow="ellipsis")
    for row in zip(*(column.cells for column in kept), strict=True):
        table.add_row(*row)
    return table


def widths(columns: Sequence[Column], width: int) -> list[int]:
    """The width of each: what it needs, and of the rest as much as it takes."""
    rest = max(width - sum(column.needs + GAP for column in columns) + GAP, 0)
    found = []
    for column in columns:
        more = min(max(column.takes - column.needs, 0), rest)
        rest -= more
        found.append(column.needs + more)
    return found
