"""A tally as a versioned file: a zip of one JSON description and plain NumPy arrays. Nothing in it is ever executed.

Tables that are mostly zeros are stored as positions and values; integers beyond 64 bits as 64-bit limbs. Reading checks
every shape against the description before memory is asked for, and every count before a tally is made of it.
"""

from __future__ import annotations

import io
import json
import os
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from logitwise.errors import FileError, FormatError, LogitwiseError
from logitwise.head import Head
from logitwise.tallies.binary_scores import BinaryScores
from logitwise.tallies.confusion import Confusion, LabelConfusion
from logitwise.tallies.exact_sums import ExactSums
from logitwise.tallies.folds import Folds, KeyFolds
from logitwise.tallies.id_sketch import IdSketch
from logitwise.tallies.integrity import check
from logitwise.tallies.one_vs_rest import OneVsRest
from logitwise.tallies.parts import Parts
from logitwise.tallies.row_sample import RowSample
from logitwise.tallies.tally import Tally
from logitwise.tallies.temperature_sums import TemperatureSums
from logitwise.tallies.weighted import Weighted

VERSION = 3
READABLE = (1, 2, 3)  # version 1 knew no ranks, groups, slices and weights, version 2 no temperatures
DESCRIPTION = "tally.json"
KINDS = {
    kind.__name__: kind
    for kind in (
        Tally,
        Head,
        BinaryScores,
        Confusion,
        LabelConfusion,
        ExactSums,
        Folds,
        KeyFolds,
        IdSketch,
        OneVsRest,
        RowSample,
        Weighted,
        TemperatureSums,
    )
}
FORMER = {"Folds"}  # version 1 wrote a field that is told by the tally now
LARGEST_ARRAY = 1 << 28  # elements; a tally of 16,384 classes needs a tenth of it
LARGEST_DESCRIPTION = 1 << 28  # bytes
ROOM = 1 << 32  # bytes that all arrays may take: a description could name one array a million times
DTYPES = {"int64", "int32", "uint64", "float64", "float32", "uint8"}


def save(tally: Tally, path: Path) -> None:
    """Write beside and rename, so that a reader never sees half a file."""
    beside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        beside.write_bytes(dumps(tally))
        beside.replace(path)
    except OSError as error:
        raise FileError(f"{path}: cannot be written ({error.strerror or error})") from error
    finally:
        beside.unlink(missing_ok=True)


def load_tally(path: str | Path) -> Tally:
    """Read a ``.tally`` file.

    Raises:
        FileError: there is no such file.
        FormatError: it is damaged, no tally, or of a version that this release does not know.
    """
    path = Path(path)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise FileError(f"{path}: cannot be read ({error.strerror or error})") from error
    try:
        return loads(data)
    except LogitwiseError as error:
        raise type(error)(f"{path}: {error}") from error
    except Exception as error:
        raise FormatError(f"{path}: not a tally, or a damaged one") from error


def dumps(tally: Tally) -> bytes:
    """A tally as bytes, the same for equal tallies."""
    arrays: list[NDArray[Any]] = []
    description = {"logitwise": "tally", "version": VERSION, "tally": describe(tally, arrays)}
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr(member(DESCRIPTION), json.dumps(description), zipfile.ZIP_DEFLATED, 1)
        for i, array in enumerate(arrays):
            stream = io.BytesIO()
            np.lib.format.write_array(stream, array, allow_pickle=False)
            archive.writestr(member(f"{i}.npy"), stream.getvalue(), zipfile.ZIP_DEFLATED, 1)
    return buffer.getvalue()


def member(name: str) -> zipfile.ZipInfo:
    """An entry without a date, so that equal tallies give equal bytes."""
    return zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))


def loads(data: bytes) -> Tally:
    """The tally that `dumps` wrote."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if archive.getinfo(DESCRIPTION).file_size > LARGEST_DESCRIPTION:
            raise FormatError("a description longer than any tally's")
        try:
            return from_archive(archive)
        except RecursionError as error:
            raise FormatError("nested deeper than any tally") from error


def from_archive(archive: zipfile.ZipFile) -> Tally:
    """The tally in an open archive."""
    description = json.loads(archive.read(DESCRIPTION))
    if description.get("logitwise") != "tally":
        raise FormatError("not a tally")
    if description.get("version") not in READABLE:
        raise FormatError(
            f"a tally of version {description.get('version')}; this release reads versions {READABLE[0]} to {VERSION}: "
            "use the release that wrote it, or tally the rows again"
        )
    tally = restore(description["tally"], Reader(archive))
    if not isinstance(tally, Tally):
        raise FormatError("not a tally")
    check(tally)
    return tally


def describe(value: Any, arrays: list[NDArray[Any]]) -> Any:
    """A value as JSON; arrays are put aside and named by their number."""
    if is_dataclass(value) and not isinstance(value, type):
        return {"is": type(value).__name__, **{f.name: describe(getattr(value, f.name), arrays) for f in fields(value)}}
    if isinstance(value, np.ndarray):
        return describe_array(value, arrays)
    if isinstance(value, tuple):
        return {"is": "tuple", "items": [describe(item, arrays) for item in value]}
    if isinstance(value, Mapping):
        return describe_mapping(value, arrays)
    return {"is": "inf", "sign": 1 if value > 0 else -1} if isinstance(value, float) and np.isinf(value) else value


def describe_mapping(value: Mapping[str, Any], arrays: list[NDArray[Any]]) -> dict[str, Any]:
    """Counts by reason, or parts by name."""
    if all(isinstance(count, int) for count in value.values()):
        return {"is": "counts", "items": dict(value)}
    return {"is": "parts", "items": [[name, describe(part, arrays)] for name, part in value.items()]}


def describe_array(array: NDArray[Any], arrays: list[NDArray[Any]]) -> dict[str, Any]:
    """An array, in the form that takes least room."""
    shape, number = list(array.shape), len(arrays)
    if array.dtype == object:
        flat = [int(x) for x in array.ravel()]
        signed = min(flat, default=0) < 0
        limbs = max(1, -(-max((x.bit_length() + signed for x in flat), default=1) // 64))
        whole = b"".join(x.to_bytes(8 * limbs, "little", signed=signed) for x in flat)
        arrays.append(np.frombuffer(whole, "<u8").reshape(len(flat), limbs))
        return {"is": "signed integers" if signed else "integers", "shape": shape, "limbs": number}
    if array.ndim > 1 and array.dtype == np.int64 and np.count_nonzero(array) * 3 < array.size:
        where = np.flatnonzero(array)
        arrays += [where, array.ravel()[where]]
        return {"is": "sparse", "shape": shape, "where": number, "values": number + 1}
    arrays.append(np.ascontiguousarray(array))
    return {"is": "array", "number": number}


@dataclass(slots=True)
class Reader:
    """An open archive, and how many bytes may still be taken from it.

    Attributes:
        archive: the file.
        room: bytes that are left.
    """

    archive: zipfile.ZipFile
    room: int = ROOM

    def make_room(self, size: int) -> None:
        """Take so many bytes of what is left.

        Raises:
            FormatError: there are not so many.
        """
        self.room -= size
        if self.room < 0:
            raise FormatError("more arrays than any tally's")


def restore(node: Any, reader: Reader) -> Any:  # noqa: PLR0911  one return a kind
    """The value that a description describes."""
    if not isinstance(node, dict):
        return node
    kind = node.get("is")
    if kind in KINDS:
        known = {f.name for f in fields(KINDS[kind])} if kind in FORMER else set(node)
        return KINDS[kind](
            **{name: restore(part, reader) for name, part in node.items() if name != "is" and name in known}
        )
    if kind == "tuple":
        return tuple(restore(item, reader) for item in node["items"])
    if kind == "counts":
        return {str(reason): int(count) for reason, count in node["items"].items()}
    if kind == "parts":
        return Parts({str(name): restore(part, reader) for name, part in node["items"]})
    if kind == "inf":
        return float("inf") * node["sign"]
    return restore_array(node, reader)


def restore_array(node: dict[str, Any], reader: Reader) -> NDArray[Any]:
    """The array that a description describes."""
    if node["is"] == "array":
        return read_array(reader, node["number"])
    shape = tuple(int(n) for n in node["shape"])
    if min(shape, default=0) < 0 or np.prod([float(n) for n in shape]) > LARGEST_ARRAY:
        raise FormatError("a table larger than any tally's")
    reader.make_room(8 * int(np.prod(shape)))
    if node["is"] in ("integers", "signed integers"):
        limbs, signed = read_array(reader, node["limbs"]), node["is"] == "signed integers"
        flat = [int.from_bytes(row.tobytes(), "little", signed=signed) for row in limbs.astype("<u8")]
        values = np.empty(len(flat), object)
        values[:] = flat
        return values.reshape(shape)
    table = np.zeros(int(np.prod(shape)), np.int64)
    table[read_array(reader, node["where"])] = read_array(reader, node["values"])
    return table.reshape(shape)


def read_array(reader: Reader, number: int) -> NDArray[Any]:
    """One stored array; its header is checked against the bytes that are there."""
    name = f"{int(number)}.npy"
    size = reader.archive.getinfo(name).file_size
    if size > 8 * LARGEST_ARRAY:
        raise FormatError("an array larger than any tally's")
    reader.make_room(size)
    data = reader.archive.read(name)
    stream = io.BytesIO(data)
    np.lib.format.read_magic(stream)
    shape, fortran, dtype = np.lib.format.read_array_header_1_0(stream)
    if (
        dtype.name not in DTYPES
        or fortran
        or dtype.itemsize * int(np.prod(shape, dtype=object)) != len(data) - stream.tell()
    ):
        raise FormatError("an array that is not what its header says")
    return np.frombuffer(data, dtype, offset=stream.tell()).reshape(shape).copy()
