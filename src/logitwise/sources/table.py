"""What every source with named columns offers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from logitwise.batch import Column, Origin
    from logitwise.sources.kinds import Kind

CELLS, FEWEST = 2**20, 16_384


@dataclass(frozen=True, slots=True)
class Part:
    """Some rows: their columns by name, and the number of the first row."""

    first_row: int
    columns: dict[str, Column]


class Table(Protocol):
    """Rows under named columns, read part by part."""

    @property
    def file(self) -> str:
        """Start of a message: the file, or what stands for it."""

    @property
    def names(self) -> tuple[str, ...]:
        """All columns."""

    @property
    def rows(self) -> int | None:
        """How many rows, None where only reading tells."""

    @property
    def word(self) -> str:
        """What the source calls a column."""

    def kind(self, name: str) -> Kind | None:
        """What a column holds by its type; None where there are no types."""

    def parts(self, texts: Sequence[str], numbers: Sequence[str]) -> Iterator[Part]:
        """The rows of some columns, in order; in a source without types, `texts` stay text and `numbers` are parsed."""

    def origin(self, columns: tuple[str, ...] | None, label: str) -> Origin:
        """Where the rows come from."""


def rows_a_part(cells_a_row: int) -> int:
    """Rows that are read at once: about a million cells, but never so few that each part costs more than its rows."""
    return max(FEWEST, CELLS // max(cells_a_row, 1))
