"""JSON Lines seen line by line, strictly (RFC 8259): every line an object, all with the same keys."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, NoReturn

from logitwise.batch.shown import shown
from logitwise.errors import ColumnError, EmptyError, FormatError, InputError, LimitError, LogitwiseError

if TYPE_CHECKING:
    from collections.abc import Iterator, KeysView
    from pathlib import Path

    from logitwise.sources.limits import Limits

Row = dict[str, Any]
BLANK = " \t\r\n"
BOM = b"\xef\xbb\xbf"
BLOCK = 2**20  # bytes read at once
TEXT = re.compile(r'"(?:[^"\\]|\\.)*"')
WORDS = {list: "a list", str: "text", int: "a number", float: "a number", bool: "a truth value", type(None): "null"}


class Lines:
    """The rows of a file in blocks, with the place that was read last.

    Attributes:
        row: data rows read so far.
        line: lines read so far, blank ones among them.
    """

    def __init__(self, path: Path, file: str, limits: Limits) -> None:
        self._path, self._file, self._limits = path, file, limits
        decoder: Any = json.JSONDecoder(object_pairs_hook=_once, parse_constant=_no_constant)
        self._scan = decoder.scan_once  # what `decode` does, without looking for whitespace twice
        self._keys: KeysView[str] | None = None
        self.row = self.line = 0

    def blocks(self, size: int = BLOCK) -> Iterator[list[Row]]:
        """Rows, some at a time: those that begin within so many bytes.

        Raises:
            FormatError: a line that is no JSON object, or holds a key twice.
            ColumnError: a key that is missing, or that the first row lacks.
            LimitError: a line that is too long or nested too deeply.
        """
        with self._path.open("rb") as stream:
            while data := stream.read(size):
                if not data.endswith(b"\n"):
                    data += stream.readline(self._limits.line + 1)
                if len(data) > self._limits.line:
                    self._check_lengths(data)
                rows = self._parsed(self._decoded(data.removeprefix(BOM) if self.line == 0 else data))
                if rows:
                    yield rows

    def _parsed(self, text: str) -> list[Row]:
        """The objects of whole lines; this loop is nearly all the time that a file takes."""
        scan, keys, rows, bare = self._scan, self._keys, [], ""
        texts = [line.strip(BLANK) for line in text.split("\n")]
        opened = _brackets(text) - sum(bare[:1] == "{" for bare in texts)
        deep = opened >= self._limits.nesting  # otherwise no line holds more brackets than may be nested
        before = self.line
        try:
            for number, bare in enumerate(texts, start=before + 1):
                if not bare:
                    continue
                self.line = number
                if deep and _brackets(bare) > self._limits.nesting:
                    self._check_depth(bare)
                value, end = scan(bare, 0)
                if end != len(bare) or type(value) is not dict or (keys is not None and value.keys() != keys):
                    raise self._odd(value, end, bare)
                self.row += 1
                if keys is None:
                    keys = self._keys = value.keys()
                rows.append(value)
        except LogitwiseError as error:
            raise error if str(error).startswith(self._file) else self._fault(error, bare) from error
        except (ValueError, StopIteration, RecursionError) as error:
            raise self._fault(error, bare) from error
        self.line = before + text.count("\n") + (not text.endswith("\n"))
        return rows

    def _decoded(self, data: bytes) -> str:
        try:
            return data.decode()
        except UnicodeDecodeError as error:
            before = data[: error.start].split(b"\n")
            if len(before) > 1:  # what is wrong before it is told first
                self._parsed(b"\n".join([*before[:-1], b""]).decode())
            self.line += 1
            raise FormatError(
                f"{self._file}: {self._place} is not UTF-8 (byte {len(before[-1]) + 1} of the line); save it as such"
            ) from error

    def _check_lengths(self, data: bytes) -> None:
        for number, line in enumerate(data.split(b"\n"), start=self.line + 1):
            if len(line) > self._limits.line:
                raise LimitError(
                    f"{self._file}: line {number} is longer than the limit 'line' of {self._limits.line:,} bytes; if "
                    "it is meant, set --limits line=BYTES"
                )

    def _odd(self, value: Any, end: int, text: str) -> InputError:
        """What is wrong with a line that could be read."""
        if end != len(text):
            return FormatError(
                f"{self._file}: {self._place} holds something after its first value, from character {end + 1} on; one "
                "JSON object a line was expected"
            )
        if type(value) is not dict:
            what = WORDS.get(type(value), "a value")
            return FormatError(f"{self._file}: {self._place} holds {what}; one JSON object a line was expected")
        return self._other_keys(value, dict.fromkeys(self._keys or ()))

    @property
    def _place(self) -> str:
        return f"row {self.row + 1} (line {self.line})"

    def _check_depth(self, line: str) -> None:
        depth = deepest = 0
        for mark in TEXT.sub("", line):
            depth += (mark in "[{") - (mark in "]}")
            deepest = max(deepest, depth)
        if deepest > self._limits.nesting:
            raise LimitError(
                f"{self._file}: {self._place} is nested {deepest:,} deep; the limit 'nesting' is "
                f"{self._limits.nesting:,}: if it is meant, set --limits nesting=DEPTH"
            )

    def _fault(self, error: Exception, line: str) -> InputError:
        """What keeps a line from being read, in our words."""
        if isinstance(error, InputError):
            return type(error)(f"{self._file}: {self._place} {error}")
        if isinstance(error, RecursionError):
            return LimitError(f"{self._file}: {self._place} is nested too deeply; the limit 'nesting' is set too high")
        if "digits" in str(error):
            return FormatError(f"{self._file}: {self._place} holds a whole number of thousands of digits")
        hint = "; a JSON array was found, where one object a line was expected" if line.startswith("[") else ""
        where = f" from character {error.pos + 1} on ({error.msg})" if isinstance(error, json.JSONDecodeError) else ""
        return FormatError(f"{self._file}: {self._place} is no JSON{where}{hint}")

    def _other_keys(self, row: Row, first: Row) -> ColumnError:
        for name in first:
            if name not in row:
                return ColumnError(
                    f"{self._file}: {self._place} lacks the key {shown(name)}, which the first row "
                    "has; every row needs the same keys (null where there is no value)"
                )
        name = next(n for n in row if n not in first)
        return ColumnError(
            f"{self._file}: {self._place} has the key {shown(name)}, which the first row lacks; "
            "every row needs the same keys"
        )


def first_row(path: Path, file: str, limits: Limits) -> Row:
    """The first row.

    Raises:
        EmptyError: 0 bytes, or blank lines only.
        FormatError, LimitError: as of `Lines.blocks`.
    """
    if not path.stat().st_size:
        raise EmptyError(f"{file} is empty (0 bytes)")
    for block in Lines(path, file, limits).blocks(size=1):
        return block[0]
    raise EmptyError(f"{file} has no rows: all its lines are blank")


def line_of_row(path: Path, row: int) -> int:
    """The line, from 1, that holds the data row of a number, from 1."""
    seen = number = 0
    with path.open("rb") as stream:
        for number, line in enumerate(stream, start=1):
            bare = line.removeprefix(BOM) if number == 1 else line
            seen += bool(bare.strip(BLANK.encode()))
            if seen == row:
                break
    return number


def _brackets(text: str) -> int:
    return text.count("[") + text.count("{")


def _once(pairs: list[tuple[str, Any]]) -> Row:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise FormatError(f"holds the key {shown(twice)} twice; every key must be there once")
    return found


def _no_constant(word: str) -> NoReturn:
    raise FormatError(f"holds {word}, which is no JSON; write null, or a number")
