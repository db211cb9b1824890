"""Row ids as 64-bit hashes that do not depend on type width, padding, machine or run."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from logitwise.batch.column import Column
from logitwise.batch.fault import Fault
from logitwise.batch.labels import ABSENT_TEXT
from logitwise.errors import InputError, ShapeError

if TYPE_CHECKING:
    from logitwise.batch.origin import Origin

Hashes = NDArray[np.uint64]
EXACT = 2.0**53  # whole numbers in floats below this are told apart
WHOLE_NUMBER = re.compile(r"0|-?[1-9][0-9]{0,17}")  # as it is written back, and within 64 bits
GOLDEN = np.uint64(0x9E3779B97F4A7C15)


def ids_of(column: Column, what: str, place: str, origin: Origin) -> tuple[Hashes, list[Fault]]:
    """The hash of each row's id or group, and the rows that have none.

    Args:
        column: whole numbers (floats too, as frames hold them where one is missing) or text.
        what: ``id`` or ``group``.
        place: the start of messages: the file and the column.
        origin: where the rows came from.

    Raises:
        ShapeError: neither whole numbers nor text.
    """
    values, names = column.values, column.names
    missing = np.zeros(len(values), np.bool_) if column.null is None else column.null
    if names is not None:
        absent = np.array([str(name) in ABSENT_TEXT for name in names] or [True])
        values, names = np.where(missing, 0, values), names or ("",)
        missing = missing | absent[values]
    elif values.dtype.kind == "f":
        missing = missing | np.isnan(values)
        kept = np.where(missing, 0, values)
        whole = bool(((kept == np.trunc(kept)) & (np.abs(kept) < EXACT)).all())
        values = kept.astype(np.int64) if whole else values
    hashes = hash_ids(Column(values, None, names), place)
    words = "is missing; every row needs one"
    fault = Fault(
        f"{what} is missing", missing, lambda i: InputError(f"{place}: the {what} of {origin.row(i)} {words}")
    )
    return hashes, [fault] if missing.any() else []


def hash_ids(ids: Any, what: str = "ids") -> Hashes:
    """Integers by the finaliser of splitmix64, text by the same finaliser over its code points, one after the other.

    Equal ids give equal hashes whatever integer width or text padding they are stored in; text that spells a whole
    number is that number, so that a CSV file and a typed one agree. (Steele, Lea and Flood 2014,
    doi:10.1145/2660193.2660195.)

    Raises:
        ShapeError: ids that are neither whole numbers nor text, are missing, or are not one a row.

    >>> bool(hash_ids(np.array([7], np.int8)) == hash_ids(np.array(["7"])))
    True
    """
    column = Column.of(ids)
    if column.values.ndim == 2 and column.values.shape[1] == 1:
        column = column.reshaped((-1,))
    if column.values.ndim != 1:
        raise ShapeError(f"{what}: one a row was expected, got an array of {column.values.ndim} dimensions")
    if column.null is not None and column.null.any():
        raise ShapeError(f"{what}: that of row {int(np.argmax(column.null))} is missing")
    if column.names is not None:
        return np.asarray(_of_text([str(n) for n in column.names])[column.values])
    if column.values.dtype.kind not in "iu":
        raise ShapeError(f"{what}: whole numbers or text were expected, got {column.values.dtype}")
    return _of_integers(column.values)


def _of_integers(values: NDArray[np.integer]) -> Hashes:
    wide = np.int64 if values.dtype.kind == "i" else np.uint64
    return _mixed(values.astype(wide).view(np.uint64) + GOLDEN)


def _mixed(z: Hashes) -> Hashes:
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return z ^ (z >> np.uint64(31))


def _of_text(texts: list[str]) -> Hashes:
    lengths = np.array([len(t) for t in texts], np.uint64)
    hashes = _mixed(~lengths)  # apart from whole numbers
    width = int(lengths.max()) if len(texts) else 0
    points = np.array(texts, dtype=f"<U{max(width, 1)}").view("<u4").reshape(len(texts), -1)
    for j in range(width):
        there = lengths > j
        hashes[there] = _mixed((hashes[there] ^ points[there, j].astype(np.uint64)) + GOLDEN)
    numbers = [i for i, text in enumerate(texts) if WHOLE_NUMBER.fullmatch(text)]
    if numbers:
        hashes[numbers] = _of_integers(np.array([int(texts[i]) for i in numbers], np.int64))
    return hashes
