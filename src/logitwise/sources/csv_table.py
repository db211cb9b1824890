"""CSV files, plain or gzip, streamed as text and read strictly: no number is guessed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv

from logitwise.batch import Column, Origin
from logitwise.batch.shown import shown
from logitwise.errors import FormatError, InputError, LimitError
from logitwise.sources.arrow import as_numpy, column_of_arrow
from logitwise.sources.csv_gzip import GzipFile
from logitwise.sources.csv_lines import first_fault, header_of, line_of, quotes_are_closed
from logitwise.sources.csv_numbers import numbers_of_text
from logitwise.sources.table import Part

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from logitwise.sources.limits import Limits

BLOCK = 2**23  # bytes parsed at once


@dataclass(frozen=True, slots=True)
class CsvTable:
    """A CSV file with a header; see `Table`. Rows count from 1, and messages name the line too."""

    path: Path | GzipFile
    file: str
    names: tuple[str, ...]
    limits: Limits
    rows: int | None = None
    word: str = "column"

    @classmethod
    def open(cls, path: Path, file: str, limits: Limits) -> CsvTable:
        """Read the header.

        Raises:
            EmptyError: 0 bytes.
            FormatError: no table: another encoding, compression or separator, fewer than two columns.
            ColumnError: a NUL character in a name.
            LimitError: a header field beyond the limit, or a file that unfolds too far.
        """
        here = GzipFile.at(path, file, limits) if path.suffix.lower() == ".gz" else path
        return cls(here, file, header_of(here, file, limits), limits)

    def parts(self, texts: Sequence[str], numbers: Sequence[str]) -> Iterator[Part]:
        """The rows of some columns, `numbers` parsed."""
        first = 1
        try:
            for batch in self._reader([*dict.fromkeys([*texts, *numbers])]):
                if batch.num_rows:
                    yield self._part(batch, texts, numbers, first)
                    first += batch.num_rows
            quotes_are_closed(self.path, self.file)
        except (pa.ArrowException, OSError) as error:
            raise self._fault(error) from error

    def origin(self, columns: tuple[str, ...] | None, label: str) -> Origin:
        """Rows count from 1; lines are looked up when a message needs one."""
        return Origin(self.file, 1, columns, label, self._line)

    def kind(self, name: str) -> None:
        """A CSV has no types."""

    def _line(self, row: int) -> int:
        return line_of(self.path, row)

    def _reader(self, names: list[str]) -> Any:
        return pacsv.open_csv(
            self.path if isinstance(self.path, Path) else self.path.open("rb"),
            read_options=pacsv.ReadOptions(block_size=BLOCK),
            parse_options=pacsv.ParseOptions(newlines_in_values=True),
            convert_options=pacsv.ConvertOptions(
                include_columns=names,
                column_types={name: pa.string() for name in names},
                null_values=[],
                strings_can_be_null=False,
            ),
        )

    def _part(self, batch: Any, texts: Sequence[str], numbers: Sequence[str], first: int) -> Part:
        found: dict[str, Column] = {}
        for name in dict.fromkeys([*texts, *numbers]):
            array = batch.column(name)
            self._within_limit(array, name, first)
            if name in numbers:
                found[name] = numbers_of_text(array, partial(self._place_after, first, name), self.file)
            else:
                found[name] = column_of_arrow(array, name, self.file, lambda i: f"row {first + i}")
        return Part(first, found)

    def _place_after(self, first: int, name: str, i: int) -> str:
        return self._place(first + i, name)

    def _place(self, row: int, name: str) -> str:
        return f"row {row} (line {self._line(row)}), column {shown(name)}"

    def _within_limit(self, array: Any, name: str, first: int) -> None:
        longest = pc.max(pc.binary_length(array)).as_py() or 0
        if longest <= self.limits.field:
            return
        lengths = as_numpy(pc.utf8_length(array))
        if lengths.max() > self.limits.field:
            place = self._place(first + int(lengths.argmax()), name)
            raise LimitError(
                f"{self.file}: a field of {int(lengths.max()):,} characters at {place}; the limit 'field' is "
                f"{self.limits.field:,}: if it is meant, set --limits field=CHARACTERS"
            )

    def _fault(self, error: Exception) -> InputError:
        """What the parser stumbled over, in our words."""
        found = first_fault(self.path, self.file, len(self.names), self.limits)
        return found or FormatError(f"{self.file} cannot be read as CSV: {type(error).__name__} of the parser")
