"""Where rows came from, so that a message can name the place."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Self

from logitwise.batch.shown import shown

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True, slots=True)
class Origin:
    """The place of a batch of rows, in the words of whoever has to mend them.

    Attributes:
        name: file name, or the name of an argument; None where scores and labels came as two arrays.
        first_row: number of the first row of the batch: arrays and NPZ count from 0, tables from 1.
        columns: names of the score columns of a table, None where columns are counted from 0.
        label: name of the label column, key or argument.
        line_of: of a CSV, the file's line in which the row of a given number starts.

    >>> Origin("preds.csv", first_row=1, columns=("p_0", "p_1"), line_of=lambda row: row + 1).row(6)
    'row 7 (line 8)'
    """

    name: str | None = None
    first_row: int = 0
    columns: tuple[str, ...] | None = None
    label: str = "y"
    line_of: Callable[[int], int] | None = None

    def row(self, i: int) -> str:
        """The `i`-th row of the batch, as its file or array counts it."""
        number = self.first_row + int(i)
        return f"row {number}" if self.line_of is None else f"row {number} (line {self.line_of(number)})"

    def column(self, j: int) -> str:
        """The `j`-th score column, by name where it has one."""
        return f"column {j}" if self.columns is None else f"column {shown(self.columns[j])}"

    def at(self, first_row: int) -> Self:
        """The same place, with its first row at another number."""
        return replace(self, first_row=first_row)

    def of(self, what: str) -> str:
        """The start of a message about `what`: the file where there is one, else the argument itself."""
        return self.name or what
