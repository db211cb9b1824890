"""JSON Lines, streamed and read strictly: one object a line, one type a column."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from logitwise.batch import Origin
from logitwise.errors import FormatError
from logitwise.sources.json_columns import JsonColumn, kind_of_json
from logitwise.sources.json_lines import Lines, first_row, line_of_row
from logitwise.sources.table import Part

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from logitwise.sources.kinds import Kind
    from logitwise.sources.limits import Limits


@dataclass(frozen=True, slots=True)
class JsonlTable:
    """A JSON Lines file; see `Table`. Rows count from 1, blank lines do not; messages name the line too."""

    path: Path
    file: str
    kinds: dict[str, Kind | None]
    limits: Limits
    rows: int | None = None
    word: str = "column"

    @classmethod
    def open(cls, path: Path, file: str, limits: Limits) -> JsonlTable:
        """Read the first row.

        Raises:
            EmptyError: no rows.
            FormatError: a first line that is no JSON object, or one without keys.
            LimitError: a line that is too long or nested too deeply.
        """
        row = first_row(path, file, limits)
        if not row:
            raise FormatError(f"{file}: its first object has no keys; labels and scores by name were expected")
        return cls(path, file, {name: kind_of_json(value) for name, value in row.items()}, limits)

    @property
    def names(self) -> tuple[str, ...]:
        """All keys."""
        return tuple(self.kinds)

    def kind(self, name: str) -> Kind | None:
        """What a column holds, by its first value."""
        return self.kinds[name]

    def parts(self, texts: Sequence[str], numbers: Sequence[str]) -> Iterator[Part]:
        """The rows of some columns."""
        columns = {
            name: JsonColumn(name, self.file, self.limits.field, as_numbers=name in numbers)
            for name in dict.fromkeys([*texts, *numbers])
        }
        first = 1
        for rows in Lines(self.path, self.file, self.limits).blocks():
            place = partial(self._place, first)
            yield Part(first, {name: c.of([row[name] for row in rows], place) for name, c in columns.items()})
            first += len(rows)

    def origin(self, columns: tuple[str, ...] | None, label: str) -> Origin:
        """Rows count from 1; lines are looked up when a message needs one."""
        return Origin(self.file, 1, columns, label, self._line)

    def _line(self, row: int) -> int:
        return line_of_row(self.path, row)

    def _place(self, first: int, i: int) -> str:
        return f"row {first + i} (line {self._line(first + i)})"
