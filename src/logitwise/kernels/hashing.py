"""Stable 64-bit hashes of what a row holds: equal rows share a fold, and the sample is the same in any order."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Hashes = NDArray[np.uint64]

LANES = 8
SEED = 0x243F6A8885A308D3
MULTIPLIER = 0x9E3779B97F4A7C15
FINISH = (0xBF58476D1CE4E5B9, 0x94D049BB133111EB)


def finish(h: Hashes) -> Hashes:
    """Let every bit of the state change every bit of the hash (the finaliser of SplitMix64)."""
    h = (h ^ (h >> np.uint64(30))) * np.uint64(FINISH[0])
    h = (h ^ (h >> np.uint64(27))) * np.uint64(FINISH[1])
    return h ^ (h >> np.uint64(31))


def row_hashes(rows: NDArray[np.floating]) -> Hashes:
    """Hash of each row of ``(rows, columns)`` by its float64 values; -0.0 and 0.0 are one value.

    Column c is mixed into lane c mod 8, lanes are joined in order: the same operations as in the compiled loop.
    """
    n, columns = rows.shape
    lanes = np.full((n, LANES), SEED, np.uint64)
    for start in range(0, columns, LANES):
        chunk = np.ascontiguousarray(rows[:, start : start + LANES], np.float64) + 0.0
        part = lanes[:, : chunk.shape[1]]
        mixed = (part ^ chunk.view(np.uint64)) * np.uint64(MULTIPLIER)
        part[:] = mixed ^ (mixed >> np.uint64(29))
    joined = np.full(n, columns, np.uint64)
    for lane in range(LANES):
        joined = (joined ^ lanes[:, lane]) * np.uint64(MULTIPLIER)
        joined ^= joined >> np.uint64(32)
    return finish(joined)
