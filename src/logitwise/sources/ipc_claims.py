"""How far the compressed buffers of an Arrow IPC file claim to unfold, read before any of them is unfolded.

Arrow allocates what a buffer claims, and a few bytes of Zstandard can stand for gigabytes. Each compressed buffer
begins with its size when unfolded (int64, little-endian; -1: not compressed); where the buffers lie is said by a
RecordBatch of ``Message.fbs`` (FlatBuffers, https://arrow.apache.org/docs/format/Columnar.html).
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from logitwise.errors import FormatError, LimitError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from logitwise.sources.limits import Limits

FILE, STREAM = b"ARROW1", b"\xff\xff\xff\xff"
DICTIONARY_BATCH, RECORD_BATCH = 2, 3  # members of the union MessageHeader
HEADER_TYPE, HEADER = 1, 2  # fields of Message, in order
DATA = 1  # of DictionaryBatch
BUFFERS, COMPRESSION = 2, 3  # of RecordBatch
DICTIONARIES, BATCHES = 2, 3  # of Footer


def check_claims(path: Path, file: str, limits: Limits) -> None:
    """Refuse a file of which one batch unfolds too far.

    Raises:
        LimitError: a batch that unfolds into more than the limits allow.
        FormatError: metadata that point outside the file.
    """
    try:
        with pa.memory_map(str(path)) as source:
            whole = memoryview(source.read_buffer())
            for claimed, size in _claims(whole):
                if claimed > limits.decompressed and claimed > limits.ratio * size:
                    raise LimitError(
                        f"{file}: a compressed batch of {size:,} bytes unfolds into {claimed:,}, more than the limit "
                        f"'decompressed' of {limits.decompressed:,} and more than {limits.ratio} times its size; if "
                        "it is meant, set --limits decompressed=BYTES"
                    )
    except (struct.error, IndexError, OSError, pa.ArrowException) as error:
        raise FormatError(f"{file} is damaged: its batches are not where it says; write it again") from error


def _claims(whole: memoryview) -> Iterator[tuple[int, int]]:
    """Bytes that each batch unfolds into, and bytes that it takes."""
    for start, body in _places(whole):
        table = _batch_at(whole, start)
        if table is None or not _field(table, COMPRESSION):
            continue
        claimed, size = 0, 0
        for offset, length in _buffers(table):
            if length > 8:
                claimed += max(0, struct.unpack_from("<q", _cut(whole, body + offset, 8))[0])
                size += length
        yield claimed, size


def _places(whole: memoryview) -> Iterator[tuple[int, int]]:
    """Where each message begins, and its body: in a file as its footer says, in a stream one after the other."""
    if bytes(whole[:6]) == FILE:
        (length,) = struct.unpack_from("<i", whole, len(whole) - 10)
        footer = _root(_cut(whole, len(whole) - 10 - length, length))
        for field in (DICTIONARIES, BATCHES):
            for at in _vector(footer, field, 24):
                offset, metadata, _body = struct.unpack_from("<qi4xq", footer[0], at)
                yield offset, offset + metadata
        return
    at = 0
    while at + 8 <= len(whole) and bytes(whole[at : at + 4]) == STREAM:
        (length,) = struct.unpack_from("<i", whole, at + 4)
        if length <= 0:
            return
        message = _root(_cut(whole, at + 8, length))
        yield at, at + 8 + length
        place = _field(message, 3)  # bodyLength
        (body,) = struct.unpack_from("<q", message[0], place) if place else (0,)
        if body < 0:
            return
        at += 8 + length + body


Table = tuple[memoryview, int]


def _batch_at(whole: memoryview, start: int) -> Table | None:
    """The RecordBatch of a message, that of a dictionary among them; None where it holds something else."""
    begin = 8 if bytes(_cut(whole, start, 4)) == STREAM else 4
    (length,) = struct.unpack_from("<i", whole, start + begin - 4)
    message = _root(_cut(whole, start + begin, length))
    place = _field(message, HEADER_TYPE)
    kind = message[0][place] if place else 0
    if kind not in {DICTIONARY_BATCH, RECORD_BATCH}:
        return None
    header = _table(message, HEADER)
    return _table(header, DATA) if header is not None and kind == DICTIONARY_BATCH else header


def _buffers(table: Table) -> Iterator[tuple[int, int]]:
    for at in _vector(table, BUFFERS, 16):
        yield struct.unpack_from("<qq", table[0], at)


def _cut(whole: memoryview, start: int, length: int) -> memoryview:
    if start < 0 or length < 0 or start + length > len(whole):
        raise IndexError
    return whole[start : start + length]


def _root(data: memoryview) -> Table:
    return data, _unsigned(data, 0)


def _unsigned(data: memoryview, at: int) -> int:
    value: Any = struct.unpack_from("<I", data, at)[0]
    return int(value)


def _field(table: Table, number: int) -> int:
    """Where a field of a FlatBuffers table lies, 0 where it is left out."""
    data, at = table
    (back,) = struct.unpack_from("<i", data, at)
    layout = at - back
    if layout < 0:
        raise IndexError
    (size,) = struct.unpack_from("<H", data, layout)
    if 4 + 2 * number + 2 > size:
        return 0
    (offset,) = struct.unpack_from("<H", data, layout + 4 + 2 * number)
    return at + offset if offset else 0


def _table(table: Table, number: int) -> Table | None:
    place = _field(table, number)
    return (table[0], place + _unsigned(table[0], place)) if place else None


def _vector(table: Table, number: int, size: int) -> range:
    """Where the structs of a vector lie."""
    place = _field(table, number)
    if not place:
        return range(0)
    start = place + _unsigned(table[0], place)
    count = _unsigned(table[0], start)
    if start + 4 + count * size > len(table[0]):
        raise IndexError
    return range(start + 4, start + 4 + count * size, size)
