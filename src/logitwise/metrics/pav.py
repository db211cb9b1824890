"""Isotonic regression by pooling adjacent violators, one or many sequences at once, in array operations."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
_ROUNDS: Final = 40  # each at least halves what noise leaves unsorted; what remains after them is walked through


def isotonic(hits: Floats, rows: Floats) -> Floats:
    """Non-decreasing shares that fit best, in weighted least squares and in log loss alike, along the last axis.

    Pooling neighbours out of order may be done in any order and in many places at once: whole falling runs are pooled
    in each round. Cells without rows take the value of the nearest cell below that has some (above, at the start).

    Args:
        hits: ``(..., cells)`` rows in which the outcome holds, by ascending score.
        rows: ``(..., cells)`` all rows of each cell.

    Returns:
        ``(..., cells)``; NaN where a whole sequence has no rows.

    >>> isotonic(np.array([0.0, 2.0, 1.0, 3.0]), np.array([2.0, 2.0, 2.0, 3.0])).tolist()
    [0.0, 0.75, 0.75, 1.0]
    """
    shape = hits.shape
    if hits.size == 0:
        return np.zeros(shape)
    cells = shape[-1]
    flat_rows = rows.reshape(-1)
    used = np.flatnonzero(flat_rows > 0)
    sequence = used // cells
    block_hits, block_rows, sizes = hits.reshape(-1)[used], flat_rows[used], np.ones(len(used), np.int64)
    for _ in range(_ROUNDS):
        falls = _falls(block_hits, block_rows, sequence)
        if not falls.any():
            break
        starts = np.flatnonzero(np.concatenate(([True], ~falls)))
        block_hits, block_rows = np.add.reduceat(block_hits, starts), np.add.reduceat(block_rows, starts)
        sizes, sequence = np.add.reduceat(sizes, starts), sequence[starts]
    else:
        block_hits, block_rows, sizes = _walk(block_hits, block_rows, sizes, sequence)
    return _spread_out(np.repeat(block_hits / block_rows, sizes), used, shape)


def _falls(hits: Floats, rows: Floats, sequence: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Neighbours in one sequence of which the second is not above the first."""
    mean = hits / rows
    return np.asarray((mean[:-1] >= mean[1:]) & (sequence[:-1] == sequence[1:]))


def _walk(
    hits: Floats, rows: Floats, sizes: NDArray[np.int64], sequence: NDArray[np.int64]
) -> tuple[Floats, Floats, NDArray[np.int64]]:
    """One pass with a stack: linear where a long staircase would need one round a step."""
    stack: list[tuple[float, float, int, int]] = []
    for h, r, size, of in zip(hits.tolist(), rows.tolist(), sizes.tolist(), sequence.tolist(), strict=True):
        top = (h, r, size, of)
        while stack and stack[-1][3] == of and stack[-1][0] * top[1] >= top[0] * stack[-1][1]:
            below = stack.pop()
            top = (below[0] + top[0], below[1] + top[1], below[2] + top[2], of)
        stack.append(top)
    return (
        np.array([b[0] for b in stack]),
        np.array([b[1] for b in stack]),
        np.array([b[2] for b in stack], np.int64),
    )


def _spread_out(values: Floats, used: NDArray[np.int64], shape: tuple[int, ...]) -> Floats:
    """Values of used cells at their places, empty cells filled within their own sequence."""
    flat = np.full(int(np.prod(shape)), np.nan)
    flat[used] = values
    table = flat.reshape(-1, shape[-1])
    known = ~np.isnan(table)
    last = np.maximum.accumulate(np.where(known, np.arange(shape[-1]), -1), axis=1)
    first = np.argmax(known, axis=1)  # 0, a NaN, where nothing is known
    filled = np.take_along_axis(table, np.where(last >= 0, last, first[:, None]), axis=1)
    return filled.reshape(shape)
