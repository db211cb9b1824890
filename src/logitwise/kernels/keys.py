"""The grid on which scores are counted once they are too many to keep: the leading bits of a float.

A key orders like the score it was cut from: m for positive scores and -m for negative ones, where m are the exponent
and the leading mantissa bits of the magnitude. Zero has key 0, the infinities have keys of their own, and magnitudes
are clamped to [2^-40, 2^63).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

MANTISSA = 11
CUT = 52 - MANTISSA
SMALLEST = (1023 - 40) << MANTISSA  # m of 2^-40; its key is 1
FINITE_KEYS = (40 + 63) << MANTISSA
INFINITE_KEY = FINITE_KEYS + 1
COARSE_SHIFT = 5  # about 2,000 occupied cells: what resampling and folds use


def keys_of(scores: Floats) -> NDArray[np.int64]:
    """Key of each float64 score (log-odds), -INFINITE_KEY to INFINITE_KEY.

    >>> keys_of(np.array([-np.inf, -1.0, -0.0, 0.0, 2.0**-60, 1.0, np.inf])).tolist()
    [-210945, -81921, 0, 0, 1, 81921, 210945]
    """
    magnitude = np.abs(scores).view(np.int64) >> CUT
    key = np.clip(magnitude - (SMALLEST - 1), 1, FINITE_KEYS)
    key = np.where(np.isinf(scores), INFINITE_KEY, np.where(scores == 0, 0, key))
    return np.where(scores < 0, -key, key)


def magnitude_floor(key: NDArray[np.int64]) -> Floats:
    """Smallest magnitude of a positive key's cell (2^-40 stands for all that was clamped up to it)."""
    bits = (np.asarray(key, np.int64) + (SMALLEST - 1)) << CUT
    floor = bits.view(np.float64)
    return np.where(key >= INFINITE_KEY, np.inf, np.where(key <= 0, 0.0, floor))


def coarse(keys: NDArray[np.int64]) -> NDArray[np.int64]:
    """Keys of cells 32 times as wide, with zero and the infinities still apart."""
    magnitude = np.abs(keys)
    wide = np.where(magnitude == INFINITE_KEY, (FINITE_KEYS >> COARSE_SHIFT) + 2, ((magnitude - 1) >> COARSE_SHIFT) + 1)
    return np.where(keys == 0, 0, np.sign(keys) * wide)


def fine_keys(sizes: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """First and last fine key in cells of these coarse magnitudes.

    >>> first, last = fine_keys(coarse(np.array([0, 1, 33, INFINITE_KEY])))
    >>> first.tolist(), last.tolist()
    ([0, 1, 33, 210945], [0, 32, 64, 210945])
    """
    first = ((sizes - 1) << COARSE_SHIFT) + 1
    last = np.minimum(sizes << COARSE_SHIFT, FINITE_KEYS)
    apart = np.where(sizes == 0, 0, INFINITE_KEY)
    finite = (sizes > 0) & (sizes <= (FINITE_KEYS >> COARSE_SHIFT) + 1)
    return np.where(finite, first, apart), np.where(finite, last, apart)
