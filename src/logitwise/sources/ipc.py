"""Arrow IPC files (Feather) and streams, read batch by batch, each batch checked in full before it is used."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from logitwise.batch import Origin
from logitwise.batch.shown import shown
from logitwise.errors import EmptyError, FormatError
from logitwise.sources.arrow import column_of_arrow
from logitwise.sources.ipc_claims import check_claims
from logitwise.sources.kinds import Kind, kind_of_arrow
from logitwise.sources.table import Part, rows_a_part

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from logitwise.sources.limits import Limits

FILE, STREAM, FEATHER_1 = b"ARROW1", b"\xff\xff\xff\xff", b"FEA1"


@dataclass(frozen=True, slots=True)
class IpcTable:
    """An Arrow IPC file or stream; see `Table`."""

    path: Path
    file: str
    names: tuple[str, ...]
    schema: Any
    limits: Limits
    rows: int | None
    word: str = "column"

    @classmethod
    def open(cls, path: Path, file: str, limits: Limits) -> IpcTable:
        """Read the schema.

        Raises:
            EmptyError: 0 bytes.
            FormatError: no Arrow IPC data, Feather version 1, or truncated or damaged.
            LimitError: compressed buffers that unfold too far.
        """
        with path.open("rb") as stream:
            start = stream.read(len(FILE))
        if not start:
            raise EmptyError(f"{file} is empty (0 bytes)")
        if start.startswith(FEATHER_1):
            raise FormatError(
                f"{file} is a Feather file of version 1, which is read no more: write it again as version 2 "
                "(pyarrow.feather.write_feather)"
            )
        if not start.startswith((FILE, STREAM)):
            raise FormatError(f"{file} is not an Arrow IPC or Feather file, though its name says so")
        try:
            with _opened(path) as reader:
                rows = reader.count_rows() if hasattr(reader, "count_rows") else None
                return cls(path, file, tuple(reader.schema.names), reader.schema, limits, rows)
        except (pa.ArrowException, OSError, ValueError) as error:
            raise FormatError(f"{file} is truncated or damaged: its schema cannot be read; write it again") from error

    def kind(self, name: str) -> Kind | None:
        """What a column holds."""
        return kind_of_arrow(self.schema.field(name).type)

    def parts(self, texts: Sequence[str], numbers: Sequence[str]) -> Iterator[Part]:
        """The rows of some columns."""
        names, first = list(dict.fromkeys([*texts, *numbers])), 1
        check_claims(self.path, self.file, self.limits)
        try:
            with _opened(self.path, [self.schema.get_field_index(n) for n in names]) as reader:
                for batch in _batches(reader):
                    self._check(batch, first)
                    step = rows_a_part(sum(_width(batch.schema.field(n).type) for n in names))
                    for start in range(0, batch.num_rows, step):
                        part = self._part(batch.slice(start, step), names, first)
                        yield part
                        first += min(step, batch.num_rows - start)
        except (pa.ArrowException, OSError) as error:
            raise FormatError(
                f"{self.file} cannot be read beyond row {first - 1}: it is truncated or damaged; write it again"
            ) from error

    def origin(self, columns: tuple[str, ...] | None, label: str) -> Origin:
        """Rows count from 1."""
        return Origin(self.file, 1, columns, label)

    def _check(self, batch: Any, first: int) -> None:
        """Offsets, codes and text of a batch are verified before anything follows them."""
        for field, column in zip(batch.schema, batch.columns, strict=True):
            try:
                column.validate(full=True)
            except pa.ArrowException as error:
                raise FormatError(
                    f"{self.file}: column {shown(field.name)} is damaged after row {first - 1}: its offsets, codes or "
                    "text are not valid; write the file again"
                ) from error

    def _part(self, batch: Any, names: list[str], first: int) -> Part:
        def row(i: int) -> str:
            return f"row {first + i}"

        return Part(first, {n: column_of_arrow(batch.column(n), n, self.file, row) for n in names})


def _width(kind: Any) -> int:
    """Values a row, as far as the type says."""
    return max(1, kind.list_size) if pa.types.is_fixed_size_list(kind) else 1


@contextmanager
def _opened(path: Path, fields: list[int] | None = None) -> Iterator[Any]:
    """A reader of the file or stream; the file is mapped, so that only what is used of it is in memory."""
    options = pa.ipc.IpcReadOptions(use_threads=False, included_fields=sorted(fields or []))
    with pa.memory_map(str(path)) as source:
        file = source.read(len(FILE)) == FILE
        source.seek(0)
        opened = pa.ipc.open_file if file else pa.ipc.open_stream
        with opened(source, options=options) as reader:
            yield reader


def _batches(reader: Any) -> Iterator[Any]:
    if hasattr(reader, "num_record_batches"):
        yield from (reader.get_batch(i) for i in range(reader.num_record_batches))
    else:
        yield from reader
