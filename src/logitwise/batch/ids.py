"""Row ids as 64-bit hashes that do not depend on type width, padding, machine or run."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from logitwise.batch.column import Column
from logitwise.errors import ShapeError

Hashes = NDArray[np.uint64]
GOLDEN = np.uint64(0x9E3779B97F4A7C15)


def hash_ids(ids: Any) -> Hashes:
    """Integers by the finaliser of splitmix64, text by the same finaliser over its code points, one after the other.

    Equal ids give equal hashes whatever integer width or text padding they are stored in. (Steele, Lea and Flood 2014,
    doi:10.1145/2660193.2660195.)

    Raises:
        ShapeError: ids that are neither whole numbers nor text, are missing, or are not one a row.

    >>> bool(hash_ids(np.array([7], np.int8)) == hash_ids(np.array([7], np.uint64)))
    True
    """
    column = Column.of(ids)
    if column.values.ndim == 2 and column.values.shape[1] == 1:
        column = column.reshaped((-1,))
    if column.values.ndim != 1:
        raise ShapeError(f"ids: one id a row was expected, got an array of {column.values.ndim} dimensions")
    if column.null is not None and column.null.any():
        raise ShapeError(f"ids: the id of row {int(np.argmax(column.null))} is missing")
    if column.names is not None:
        return np.asarray(_of_text([str(n) for n in column.names])[column.values])
    if column.values.dtype.kind not in "iu":
        raise ShapeError(f"ids: whole numbers or text were expected, got {column.values.dtype}")
    wide = np.int64 if column.values.dtype.kind == "i" else np.uint64
    return _mixed(column.values.astype(wide).view(np.uint64) + GOLDEN)


def _mixed(z: Hashes) -> Hashes:
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return z ^ (z >> np.uint64(31))


def _of_text(texts: list[str]) -> Hashes:
    lengths = np.array([len(t) for t in texts], np.uint64)
    hashes = _mixed(lengths + GOLDEN)
    width = int(lengths.max()) if len(texts) else 0
    points = np.array(texts, dtype=f"<U{max(width, 1)}").view("<u4").reshape(len(texts), -1)
    for j in range(width):
        there = lengths > j
        hashes[there] = _mixed((hashes[there] ^ points[there, j].astype(np.uint64)) + GOLDEN)
    return hashes
