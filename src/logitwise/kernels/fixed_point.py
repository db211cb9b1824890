"""Rounding a row's loss to a multiple of 2^-32, so that sums are integers and adding them knows no order."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

BITS = 32
UNIT = 2.0**BITS
SHIFT = 1.5 * 2.0**52  # adding it rounds to the nearest integer, ties to even, and leaves it in the low bits
SHIFT_BITS = 0x4338000000000000
LARGEST = 512.0  # a loss up to here, squared and scaled, stays below 2^51, where SHIFT rounds exactly


def to_fixed(values: NDArray[np.float64]) -> NDArray[np.int64]:
    """``round(value * 2^32)`` for values up to `LARGEST` squared.

    >>> to_fixed(np.array([0.0, 0.5, 1.0])).tolist()
    [0, 2147483648, 4294967296]
    """
    return (values * UNIT + SHIFT).view(np.int64) - SHIFT_BITS


def to_fixed_in_place(values: NDArray[np.float64]) -> NDArray[np.int64]:
    """The same in the memory of the values, which are gone after it: large tables take most time to fetch."""
    values *= UNIT
    values += SHIFT
    fixed = values.view(np.int64)
    fixed -= SHIFT_BITS
    return fixed


def large_to_fixed(values: NDArray[np.float64]) -> list[int]:
    """The same as Python integers, for finite values of any size."""
    return [round(v * UNIT) if v < 2.0**900 else int(v) << BITS for v in values.tolist()]


def squared(fixed: int) -> int:
    """Square of a fixed-point number, in the same unit."""
    return (fixed * fixed) >> BITS
