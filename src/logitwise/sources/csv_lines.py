"""A CSV seen line by line: its header, the line a row starts in, and the first row that does not fit."""

from __future__ import annotations

import csv
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING

from logitwise.errors import ColumnError, EmptyError, FormatError, InputError, LimitError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from logitwise.sources.csv_gzip import GzipFile
    from logitwise.sources.limits import Limits

UTF8 = "a CSV must be UTF-8: save it as such"


def header_of(path: Path | GzipFile, file: str, limits: Limits) -> tuple[str, ...]:
    """Column names of a file that looks like a comma-separated table.

    Raises:
        EmptyError: 0 bytes.
        FormatError: anything but a table of at least two columns; nothing of its content is told.
        ColumnError: a NUL character in a name.
        LimitError: a line or field of the header beyond the limit.
    """
    _sniff(path, file)
    with path.open(encoding="utf-8-sig", newline="") as stream, _fields_up_to(limits.field):
        try:
            header = next((row for row in _Rows(stream, file, limits) if row), [])
        except UnicodeDecodeError as error:
            raise FormatError(f"{file} is not UTF-8; {UTF8}") from error
    if len(header) < 2:
        only = header[0] if header else ""
        other = next((word for mark, word in ((";", "semicolon"), ("\t", "tab"), ("|", "bar")) if mark in only), None)
        if other is None:
            raise FormatError(f"{file} is not a table: its first line has fewer than two columns; {_EXPECTED}")
        raise FormatError(f"{file}: its separator seems to be a {other}, where a comma was expected; {_EXPECTED}")
    if any("\0" in name for name in header):
        raise ColumnError(f"{file}: a column name holds a NUL character; names must be text")
    return tuple(header)


def line_of(path: Path | GzipFile, row: int) -> int:
    """The line, from 1, in which the data row of a number, from 1, starts. Fields may span lines."""
    with path.open(encoding="utf-8-sig", newline="", errors="replace") as stream, _fields_up_to(2**31 - 1):
        before, seen = 0, -1
        reader = csv.reader(stream)
        for fields in reader:
            seen += bool(fields)
            if seen == row:
                return before + 1
            before = reader.line_num
    return before


def first_fault(path: Path | GzipFile, file: str, columns: int, limits: Limits) -> InputError | None:
    """What first keeps a parser from reading on: a row of another length, a field beyond the limit, no UTF-8."""
    row, before = -1, 0
    with path.open(encoding="utf-8-sig", newline="") as stream, _fields_up_to(limits.field):
        reader = _Rows(stream, file, limits)
        try:
            for fields in reader:
                row += bool(fields)
                if fields and len(fields) != columns:
                    return FormatError(
                        f"{file}: row {row} (line {before + 1}) has {len(fields)} fields, the header has {columns}"
                    )
                before = reader.line_num
        except UnicodeDecodeError:
            return FormatError(f"{file}: not UTF-8 after row {max(row, 0)} (line {before}); {UTF8}")
        except InputError as error:
            return error
    return None


def quotes_are_closed(path: Path | GzipFile, file: str) -> None:
    """Make sure that no quoted field runs to the end of the file: parsers take the rows it swallows for text.

    Raises:
        FormatError: a quote that is never closed.
    """
    with path.open("rb") as stream:
        if sum(chunk.count(b'"') for chunk in iter(lambda: stream.read(2**20), b"")) % 2 == 0:
            return
    with path.open(encoding="utf-8-sig", newline="", errors="replace") as stream, _fields_up_to(2**31 - 1):
        before, reader = 0, csv.reader(stream, strict=True)
        try:
            for _ in reader:
                before = reader.line_num
        except csv.Error as error:
            if "end of data" in str(error):
                raise FormatError(f"{file}: a quoted field that starts in line {before + 1} is never closed") from error


class _Rows:
    """Rows by the csv module, with limits on what one line or field may take."""

    def __init__(self, stream: IO[str], file: str, limits: Limits) -> None:
        self._file, self._limits, self._stream = file, limits, stream
        self._reader = csv.reader(self._lines())

    @property
    def line_num(self) -> int:
        return self._reader.line_num

    def __iter__(self) -> Iterator[list[str]]:
        return self

    def __next__(self) -> list[str]:
        try:
            fields = next(self._reader)
        except csv.Error as error:
            if "field limit" in str(error):
                raise self._too_long() from error
            raise FormatError(f"{self._file}: line {self.line_num + 1} cannot be read as CSV") from error
        if any(len(f) > self._limits.field for f in fields):
            raise self._too_long()
        return fields

    def _lines(self) -> Iterator[str]:
        while line := self._stream.readline(self._limits.line + 1):
            if len(line) > self._limits.line:
                raise LimitError(
                    f"{self._file}: line {self.line_num + 1} is longer than the limit 'line' of {self._limits.line:,}; "
                    "if it is meant, set --limits line=BYTES"
                )
            yield line

    def _too_long(self) -> LimitError:
        return LimitError(
            f"{self._file}: a field in line {self.line_num + 1} is longer than the limit 'field' of "
            f"{self._limits.field:,} characters; if it is meant, set --limits field=CHARACTERS"
        )


@contextmanager
def _fields_up_to(characters: int) -> Iterator[None]:
    """The csv module keeps one limit for the whole process: set ours, and give the old one back."""
    before = csv.field_size_limit(characters)
    try:
        yield
    finally:
        csv.field_size_limit(before)


def _sniff(path: Path | GzipFile, file: str) -> None:
    with path.open("rb") as stream:
        start = stream.read(1024)
    if not start:
        raise EmptyError(f"{file} is empty (0 bytes)")
    if start[:2] == b"\x1f\x8b":
        if not isinstance(path, Path):
            raise FormatError(f"{file} is gzip data inside gzip data: unpack it once")
        raise FormatError(f"{file} holds gzip data, though its name says .csv: name it .csv.gz, or unpack it")
    if start[:4] == b"PK\x03\x04":
        raise FormatError(f"{file} holds a zip archive, though its name says .csv: unpack it")
    if start[:2] in {b"\xff\xfe", b"\xfe\xff"} or start.count(0) * 4 > len(start):
        raise FormatError(f"{file} seems to be UTF-16 or binary; {UTF8}")


_EXPECTED = "a CSV with a header and commas was expected, numbers with a decimal point"
