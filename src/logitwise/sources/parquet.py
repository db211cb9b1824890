"""Parquet files, streamed, with their page checksums verified."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq

from logitwise.batch import Origin
from logitwise.errors import EmptyError, FormatError
from logitwise.sources.arrow import column_of_arrow
from logitwise.sources.kinds import Kind, kind_of_arrow
from logitwise.sources.table import Part, rows_a_part

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

MAGIC = b"PAR1"
STREAMED = {"pre_buffer": False, "buffer_size": 0}
"""A column of a row group at a time: by default the whole file is fetched beforehand, and with a buffer a damaged page
that claims two gigabytes is given them."""


@dataclass(frozen=True, slots=True)
class ParquetTable:
    """A Parquet file; see `Table`."""

    path: Path
    file: str
    names: tuple[str, ...]
    schema: Any
    rows: int | None
    word: str = "column"

    @classmethod
    def open(cls, path: Path, file: str) -> ParquetTable:
        """Read the footer.

        Raises:
            EmptyError: 0 bytes.
            FormatError: no Parquet file, or a truncated or damaged one.
        """
        with path.open("rb") as stream:
            start = stream.read(4)
        if not start:
            raise EmptyError(f"{file} is empty (0 bytes)")
        if start != MAGIC:
            raise FormatError(f"{file} is not a Parquet file, though its name says so: it does not begin as one")
        try:
            with pq.ParquetFile(path) as parquet:
                schema = parquet.schema_arrow
                return cls(path, file, tuple(schema.names), schema, parquet.metadata.num_rows)
        except (pa.ArrowException, OSError, UnicodeDecodeError) as error:
            raise FormatError(f"{file} is truncated or damaged: its footer cannot be read; write it again") from error

    def kind(self, name: str) -> Kind | None:
        """What a column holds."""
        return kind_of_arrow(self.schema.field(name).type)

    def parts(self, texts: Sequence[str], numbers: Sequence[str]) -> Iterator[Part]:
        """The rows of some columns."""
        names, first = list(dict.fromkeys([*texts, *numbers])), 1
        try:
            with pq.ParquetFile(self.path, page_checksum_verification=True, **STREAMED) as parquet:
                batches = parquet.iter_batches(batch_size=rows_a_part(self._cells_a_row(parquet, names)), columns=names)
                for batch in batches:
                    if batch.num_rows:
                        yield self._part(batch, names, first)
                        first += batch.num_rows
        except (pa.ArrowException, OSError) as error:
            raise self._damaged(error, first) from error

    def origin(self, columns: tuple[str, ...] | None, label: str) -> Origin:
        """Rows count from 1."""
        return Origin(self.file, 1, columns, label)

    def _part(self, batch: Any, names: list[str], first: int) -> Part:
        def row(i: int) -> str:
            return f"row {first + i}"

        found = {n: column_of_arrow(batch.column(n), n, self.file, row) for n in names}
        return Part(first, found)

    def _damaged(self, error: Exception, first: int) -> FormatError:
        text = str(error).lower()
        if "checksum" in text or "crc" in text:
            return FormatError(f"{self.file}: a page after row {first - 1} fails its checksum: the file is damaged")
        return FormatError(
            f"{self.file} cannot be read beyond row {first - 1}: it is damaged or uses what is unsupported"
        )

    def _cells_a_row(self, parquet: Any, names: list[str]) -> int:
        """Values a row of the chosen columns, by the first row: a list column holds several.

        The footer knows it too, but PyArrow ends the process where a damaged footer is asked for a column's figures.
        """
        lists = [n for n in names if _is_list(self.schema.field(n).type)]
        if not lists:
            return len(names)
        first = next((b for b in parquet.iter_batches(batch_size=1, columns=lists) if b.num_rows), None)
        values = 0 if first is None else sum(len(column[0]) for column in first.columns if column[0].is_valid)
        return max(len(names), len(names) - len(lists) + values)


def _is_list(kind: Any) -> bool:
    return bool(pa.types.is_list(kind) or pa.types.is_large_list(kind) or pa.types.is_fixed_size_list(kind))
