"""Gzip files, unfolded while they are read and no further than the limits allow."""

from __future__ import annotations

import gzip
import io
import zlib
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Any

from logitwise.errors import EmptyError, FormatError, LimitError

if TYPE_CHECKING:
    from pathlib import Path

    from logitwise.sources.limits import Limits

MAGIC = b"\x1f\x8b"
CHUNK = 2**20


@dataclass(frozen=True, slots=True)
class GzipFile:
    """A gzip file that opens as a `Path` does, at what it holds. Members that follow one another are read as one."""

    path: Path
    file: str
    limits: Limits

    @classmethod
    def at(cls, path: Path, file: str, limits: Limits) -> GzipFile:
        """Look at the first bytes.

        Raises:
            EmptyError: 0 bytes.
            FormatError: no gzip data.
        """
        with path.open("rb") as stream:
            start = stream.read(2)
        if not start:
            raise EmptyError(f"{file} is empty (0 bytes)")
        if start != MAGIC:
            raise FormatError(f"{file} holds no gzip data, though its name says .gz; a plain CSV is named .csv")
        return cls(path, file, limits)

    def open(
        self, mode: str = "r", *, encoding: str | None = None, newline: str | None = None, errors: str | None = None
    ) -> IO[Any]:
        """The unfolded bytes (``rb``), or their text.

        Raises (while it is read):
            FormatError: truncated or damaged.
            LimitError: more than the limits `decompressed` and `ratio` allow.
        """
        buffered = io.BufferedReader(_Unfolded(self), CHUNK)
        return buffered if mode == "rb" else io.TextIOWrapper(buffered, encoding, errors, newline)


class _Unfolded(io.RawIOBase):
    """The unfolded bytes, counted."""

    def __init__(self, file: GzipFile) -> None:
        self._file, self._done = file, 0
        size = file.path.stat().st_size
        self._most = max(file.limits.decompressed, file.limits.ratio * size)
        self._inner = gzip.open(file.path, "rb")  # noqa: SIM115  closed with this one

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        name = self._file.file
        try:
            count = self._inner.readinto(buffer)
        except EOFError as error:
            raise FormatError(f"{name} is truncated: its gzip data end in the middle; write it again") from error
        except (gzip.BadGzipFile, zlib.error) as error:
            raise FormatError(
                f"{name} is damaged after {self._done:,} unfolded bytes: what follows is no gzip data, or its checksum "
                "differs; write it again"
            ) from error
        self._done += count
        if self._done > self._most:
            limits = self._file.limits
            raise LimitError(
                f"{name} unfolds into more than {self._most:,} bytes: more than the limit 'decompressed' of "
                f"{limits.decompressed:,} and more than {limits.ratio} times its compressed size; if it is meant, set "
                "--limits decompressed=BYTES"
            )
        return count

    def close(self) -> None:
        self._inner.close()
        super().close()
