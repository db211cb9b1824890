"""NumPy archives, read from verified bytes and without ever unpickling."""

from __future__ import annotations

import warnings
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, TYPE_CHECKING, Any

import numpy as np
from numpy.lib import format as npy

from logitwise.batch import Column, Origin
from logitwise.batch.shown import shown
from logitwise.errors import EmptyError, FormatError, LimitError, UnsafeError
from logitwise.sources.kinds import Kind, kind_of_dtype
from logitwise.sources.limits import Limits
from logitwise.sources.table import Part

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError)


def read_npz(path: str | Path, limits: Limits = Limits()) -> dict[str, NDArray[Any]]:  # noqa: B008  Limits is frozen
    """All members of an NPZ by key.

    Raises:
        FormatError: no archive, a doubled or broken member, a header that claims more than there is.
        UnsafeError: a member that only pickle could load, or whose name leaves the folder.
        LimitError: a member that unfolds into more than the limit.
    """
    table = NpzTable.open(Path(path), str(path), limits)
    return {key: table.load(key) for key in table.names}


@dataclass(frozen=True, slots=True)
class NpzTable:
    """An NPZ file whose keys are columns; see `Table`. Headers are checked when it is opened, values when loaded."""

    path: Path
    file: str
    kinds: dict[str, Kind]
    rows: int | None = None
    word: str = "key"

    @classmethod
    def open(cls, path: Path, file: str, limits: Limits) -> NpzTable:
        """Check the archive and the header of every member."""
        size, kinds = path.stat().st_size, {}
        if not size:
            raise EmptyError(f"{file} is empty (0 bytes)")
        try:
            with zipfile.ZipFile(path) as archive:
                members = archive.infolist()
                _check_names([m.filename for m in members], file)
                for member in members:
                    _check_size(member, size, limits, file)
                    kinds[member.filename.removesuffix(".npy")] = _kind_of(archive, member, file)
        except BROKEN as error:
            if isinstance(error, FormatError | UnsafeError | LimitError):
                raise
            raise FormatError(
                f"{file} is not an NPZ archive, or a damaged one; save it again with numpy.savez"
            ) from error
        return cls(path, file, kinds)

    @property
    def names(self) -> tuple[str, ...]:
        """All keys."""
        return tuple(self.kinds)

    def kind(self, name: str) -> Kind:
        """What a member holds, by its header."""
        return self.kinds[name]

    def load(self, key: str) -> NDArray[Any]:
        """One member as an array."""
        try:
            with zipfile.ZipFile(self.path) as archive:
                member = next(m for m in archive.infolist() if m.filename.removesuffix(".npy") == key)
                with archive.open(member) as stream:
                    shape, fortran, dtype = _header(stream, member, self.file)
                    array = np.empty(int(np.prod(shape, dtype=object)), dtype)
                    _fill(stream, array, f"{self.file}: {shown(key)}")
            _check_text(array, f"{self.file}: member {shown(key)}")
        except BROKEN as error:
            if isinstance(error, FormatError | UnsafeError | LimitError):
                raise
            raise FormatError(f"{self.file}: member {shown(key)} is damaged; save it again") from error
        return array.reshape(shape, order="F" if fortran else "C")

    def parts(self, texts: Sequence[str], numbers: Sequence[str]) -> Iterator[Part]:
        """All rows at once: members are whole arrays."""
        yield Part(0, {key: Column.of(self.load(key)) for key in dict.fromkeys([*texts, *numbers])})

    def origin(self, columns: tuple[str, ...] | None, label: str) -> Origin:
        """Rows and columns count from 0."""
        return Origin(self.file, 0, columns, label)


def _kind_of(archive: zipfile.ZipFile, member: zipfile.ZipInfo, file: str) -> Kind:
    try:
        with archive.open(member) as stream:
            shape, _, dtype = _header(stream, member, file)
            return kind_of_dtype(dtype, shape)
    except BROKEN as error:
        if isinstance(error, FormatError | UnsafeError):
            raise
        raise FormatError(f"{file}: member {shown(member.filename)} is damaged; save it again") from error


def _check_names(names: list[str], file: str) -> None:
    for name in names:
        if ".." in PurePosixPath(name.replace("\\", "/")).parts or name.startswith(("/", "\\")):
            raise UnsafeError(f"{file}: member {shown(name)} would leave its folder (..); nothing was read")
    doubled = sorted({n for n in names if names.count(n) > 1})
    if doubled:
        raise FormatError(f"{file}: member {shown(doubled[0])} is there twice; every key must be there once")


def _check_size(member: zipfile.ZipInfo, size: int, limits: Limits, file: str) -> None:
    name = shown(member.filename)
    if member.compress_size > size:
        raise FormatError(f"{file}: member {name} claims more bytes than the file has")
    if member.file_size > limits.decompressed and member.file_size > limits.ratio * member.compress_size:
        raise LimitError(
            f"{file}: member {name} unfolds into {member.file_size:,} bytes, more than the limit 'decompressed' of "
            f"{limits.decompressed:,} and more than {limits.ratio} times its compressed size; if it is meant, set "
            "--limits decompressed=BYTES"
        )


def _header(stream: IO[bytes], member: zipfile.ZipInfo, file: str) -> tuple[tuple[int, ...], bool, np.dtype[Any]]:
    """Shape, order and type of a member, with the claimed size held against the bytes that are there."""
    name = shown(member.filename.removesuffix(".npy"))
    if not member.filename.endswith(".npy"):
        raise FormatError(f"{file}: member {name} is no array (.npy)")
    try:
        version = npy.read_magic(stream)
        read = {(1, 0): npy.read_array_header_1_0, (2, 0): npy.read_array_header_2_0}[version]
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # that Python 2 wrote it concerns nobody
            shape, fortran, dtype = read(stream)
    except (zipfile.BadZipFile, zlib.error):
        raise  # a damaged member, of which more is said where it is opened
    except Exception as error:  # what stands there is evaluated as a literal, and may fail in any way
        raise FormatError(f"{file}: member {name} has no header of a NumPy array") from error
    if dtype.hasobject:
        raise UnsafeError(
            f"{file}: member {name} holds Python objects (dtype object), which only pickle could load, and a pickle "
            "can run code; store numbers or fixed-width text"
        )
    claimed = int(np.prod(shape, dtype=object)) * dtype.itemsize
    there = member.file_size - stream.tell()
    if min(shape, default=0) < 0 or claimed != there:
        raise FormatError(f"{file}: member {name} claims {claimed:,} bytes of values and has {there:,}; it is damaged")
    return shape, fortran, dtype


def _check_text(array: NDArray[Any], what: str) -> None:
    """NumPy takes any 32 bits for a character; what is none would break whoever looks at it."""
    if array.dtype.kind != "U" or not array.size:
        return
    codes = array.view(np.dtype("u4").newbyteorder(array.dtype.byteorder))
    if codes.max() > 0x10FFFF or bool(((codes >= 0xD800) & (codes < 0xE000)).any()):
        raise FormatError(f"{what} holds text with numbers that stand for no character; it is damaged")


def _fill(stream: IO[bytes], array: NDArray[Any], what: str) -> None:
    if not array.nbytes:
        return
    view, done = memoryview(array.view(np.uint8).data), 0
    while done < len(view):
        chunk = stream.read(min(2**20, len(view) - done))
        if not chunk:
            raise FormatError(f"{what} ends after {done:,} of {len(view):,} bytes")
        view[done : done + len(chunk)] = chunk
        done += len(chunk)
    stream.read(1)  # at the end of a member the archive's checksum is compared
