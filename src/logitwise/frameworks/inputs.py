"""Inputs of a model in batches: arrays, frames, tensors, and tuples, lists or dicts of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np

from logitwise.errors import EmptyError, ShapeError

MOST_ROWS = 4096
FEWEST_ROWS = 32
BATCH_BYTES = 8 << 20  # images: fewer rows a batch, since a network's activations are many times its inputs


def mapped(function: Callable[[Any], Any], inputs: Any) -> Any:
    """`function` of every array in `inputs`, in the same tuple, list or dict."""
    if isinstance(inputs, Mapping):
        return {key: mapped(function, value) for key, value in inputs.items()}
    if isinstance(inputs, tuple) and hasattr(inputs, "_fields"):
        return type(inputs)(*(mapped(function, value) for value in inputs))
    if isinstance(inputs, tuple) or _holds_arrays(inputs):
        return type(inputs)(mapped(function, value) for value in inputs)
    return function(inputs)


def leaves(inputs: Any) -> list[Any]:
    """The arrays of `inputs`, in order."""
    found: list[Any] = []
    mapped(found.append, inputs)
    return found


def count_rows(inputs: Any) -> int:
    """Rows of `inputs`.

    Raises:
        ShapeError: arrays of different length, or a single number.
        EmptyError: no arrays, or no rows.
    """
    counts = {_length(leaf) for leaf in leaves(inputs)}
    if not counts or counts == {0}:
        raise EmptyError("inputs hold no rows; expected at least one")
    if len(counts) > 1:
        raise ShapeError(f"the arrays of inputs have different numbers of rows: {sorted(counts)}")
    return counts.pop()


def take(inputs: Any, start: int, stop: int) -> Any:
    """Rows `start` to `stop` of every array, without copying where slices are views."""
    return mapped(lambda leaf: leaf.iloc[start:stop] if hasattr(leaf, "iloc") else leaf[start:stop], inputs)


def batches(inputs: Any) -> Iterator[tuple[int, Any]]:
    """Each batch with the number of its first row, counted from 0."""
    rows, step = count_rows(inputs), rows_per_batch(inputs)
    for start in range(0, rows, step):
        yield start, take(inputs, start, min(start + step, rows))


def rows_per_batch(inputs: Any) -> int:
    """As many rows as fit `BATCH_BYTES`, between `FEWEST_ROWS` and `MOST_ROWS`.

    >>> rows_per_batch(np.zeros((10_000, 64), np.float32)), rows_per_batch(np.zeros((64, 224, 224, 3), np.float32))
    (4096, 32)
    """
    row = sum(int(np.prod(np.shape(leaf)[1:], dtype=np.int64)) * 8 for leaf in leaves(inputs) if hasattr(leaf, "shape"))
    return max(FEWEST_ROWS, min(MOST_ROWS, BATCH_BYTES // max(row, 1)))


def _holds_arrays(inputs: Any) -> bool:
    return isinstance(inputs, list) and bool(inputs) and all(hasattr(item, "shape") for item in inputs)


def _length(leaf: Any) -> int:
    shape = getattr(leaf, "shape", None)
    if shape is None:
        return len(leaf)
    if len(shape) == 0:
        raise ShapeError("inputs must have rows; a single number came")
    return int(shape[0])
