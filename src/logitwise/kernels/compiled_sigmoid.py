"""Compiled loops over one score a row. The only modules that import Numba are this one and `compiled_softmax`.

No fastmath: every operation stands as written, so the bits equal those of the NumPy twins (tests compare them).
Constants come from the twins' modules, which Numba freezes when it compiles.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import numba
import numpy as np

from logitwise.kernels import fixed_point as fp
from logitwise.kernels import keys
from logitwise.kernels import polynomials as poly

BLOCK = 1024
SLOTS = 1 << 18  # of the hash table of distinct scores: a quarter full at its limit
Loop = TypeVar("Loop", bound=Callable[..., Any])


def compiled(loop: Loop) -> Loop:
    """Compile a loop when it is first called, and keep the result on disk.

    Division follows IEEE (no test for zero, so that loops vectorise), and the lock of the interpreter is let go.
    """
    return numba.njit(nogil=True, error_model="numpy", cache=True)(loop)  # type: ignore[no-any-return]


@compiled
def exp_of_minus(a: float) -> Any:
    """See `polynomials.exp_of_minus`."""
    capped = min(a, poly.NO_MASS)
    n = np.floor(capped * poly.LOG2_E + 0.5)
    r = (n * poly.LN2_HIGH - capped) + n * poly.LN2_LOW
    p = poly.E8 + r * poly.E9
    p = poly.E7 + r * p
    p = poly.E6 + r * p
    p = poly.E5 + r * p
    p = poly.E4 + r * p
    p = poly.E3 + r * p
    p = poly.E2 + r * p
    p = poly.E1 + r * p
    p = poly.E0 + r * p
    # Adding SHIFT leaves the whole number n in the low bits: AVX2 has no conversion of float64 to int64.
    scale = np.int64((np.int64(fp.SHIFT_BITS + 1023) - np.float64(n + fp.SHIFT).view(np.int64)) << np.int64(52)).view(
        np.float64
    )
    value = scale * (1.0 + (r + (r * r) * p))
    return 0.0 if a > poly.NO_MASS else value


@compiled
def log_of_scaled(x: float, lift: float) -> Any:
    """Logarithm of x / 2^lift; see `polynomials.log`, for finite x >= 2^-1000."""
    bits = np.float64(x).view(np.int64)
    k = (bits - np.int64(poly.SQRT_HALF_BITS)) >> np.int64(52)
    m = np.int64(bits - (k << np.int64(52))).view(np.float64)
    s = (m - 1.0) / (m + 1.0)
    t = s * s
    q = poly.L5 + t * poly.L6
    q = poly.L4 + t * q
    q = poly.L3 + t * q
    q = poly.L2 + t * q
    q = poly.L1 + t * q
    q = poly.L0 + t * q
    e = (np.int64(k + np.int64(fp.SHIFT_BITS)).view(np.float64) - fp.SHIFT) - lift  # k as a float; see `exp_of_minus`
    return e * poly.LN2_HIGH + (e * poly.LN2_LOW + 2.0 * (s + s * (t * q)))


@compiled
def log_of_normal(x: float) -> Any:
    """See `polynomials.log`, for finite x >= 2^-1000."""
    return log_of_scaled(x, 0.0)


@compiled
def log(x: float) -> Any:
    """See `polynomials.log`."""
    if x == 0.0:
        return -np.inf
    if x == np.inf:
        return np.inf
    if x < 2.0**-1000:
        return log_of_scaled(x * 2.0**100, 100.0)
    return log_of_normal(x)


@compiled
def to_fixed(value: float) -> Any:
    """See `fixed_point.to_fixed`."""
    return np.float64(value * fp.UNIT + fp.SHIFT).view(np.int64) - np.int64(fp.SHIFT_BITS)


@compiled
def key_of(score: float) -> Any:
    """See `keys.keys_of`."""
    magnitude = (np.float64(score).view(np.int64) & np.int64(0x7FFFFFFFFFFFFFFF)) >> np.int64(keys.CUT)
    key = min(max(magnitude - np.int64(keys.SMALLEST - 1), np.int64(1)), np.int64(keys.FINITE_KEYS))
    key = np.int64(keys.INFINITE_KEY) if abs(score) == np.inf else key
    key = np.int64(0) if score == 0.0 else key
    return -key if score < 0.0 else key


@compiled
def log_odds_of(scores: Any, form: int, out: Any) -> None:
    """Log-odds of scores given as probabilities (`form` 1) or odds (`form` 2)."""
    for i in range(len(scores)):
        x = np.float64(scores[i])
        out[i] = log(x / (1.0 - x)) if form == 1 else log(x)


@compiled
def count_keys(logits: Any, labels: Any, table: Any) -> None:
    """Count rows into ``table[2 * (key + INFINITE_KEY) + label]``."""
    cell = np.empty(BLOCK, np.int32)
    for start in range(0, len(logits), BLOCK):
        z, y = logits[start : start + BLOCK], labels[start : start + BLOCK]
        for i in range(len(z)):
            cell[i] = 2 * (key_of(np.float64(z[i])) + keys.INFINITE_KEY) + y[i]
        for i in range(len(z)):
            table[cell[i]] += 1


@compiled
def sum_losses(logits: Any, labels: Any, sums: Any) -> Any:
    """Add fixed-point losses to ``sums[label, which, high and low half]``; returns how many rows are too large for it.

    `which` is log loss, its square, Brier score, its square; a row that is too large stands in `sums` with its Brier
    score only, and the caller adds its log loss.
    """
    row = np.empty((4, BLOCK), np.int64)
    large: Any = 0
    for start in range(0, len(logits), BLOCK):
        z, y = logits[start : start + BLOCK], labels[start : start + BLOCK]
        n = len(z)
        for i in range(n):
            score = np.float64(z[i])
            a = abs(score)
            u = exp_of_minus(a)
            wrong = (score >= 0.0) != (y[i] != 0)
            too_large = wrong and a > fp.LARGEST
            loss = log_of_normal(1.0 + u) + (a if wrong and not too_large else 0.0)
            loss = 0.0 if too_large else loss
            miss = (1.0 if wrong else u) / (1.0 + u)
            brier = miss * miss
            row[0, i] = to_fixed(loss)
            row[1, i] = to_fixed(loss * loss)
            row[2, i] = to_fixed(brier)
            row[3, i] = to_fixed(brier * brier)
            large += too_large
        for which in range(4):
            total = np.int64(0)
            positive = np.int64(0)
            for i in range(n):
                total += row[which, i]
                positive += row[which, i] if y[i] != 0 else np.int64(0)
            add_wide(sums[1, which], positive)
            add_wide(sums[0, which], total - positive)
    return large


@compiled
def add_wide(halves: Any, value: Any) -> None:
    """Add to an integer kept as a high and a low 32-bit half, so that no number of rows overflows it."""
    halves[0] += value >> np.int64(32)
    halves[1] += value & np.int64(0xFFFFFFFF)


@compiled
def count_distinct(bits: Any, labels: Any, limit: int) -> Any:
    """Distinct 64-bit values with counts by label; ``used`` is -1 where there are more than `limit`.

    Returns the table of values, the table of counts ``(SLOTS, 2)`` and how many slots are used; a slot is used where
    its counts are not both 0.
    """
    values = np.zeros(SLOTS, np.int64)
    counts = np.zeros((SLOTS, 2), np.int64)
    used = 0
    for i in range(len(bits)):
        b = bits[i]
        slot = np.int64((np.uint64(b) * np.uint64(0x9E3779B97F4A7C15)) >> np.uint64(46))
        while (counts[slot, 0] != 0 or counts[slot, 1] != 0) and values[slot] != b:
            slot = (slot + 1) & (SLOTS - 1)
        if counts[slot, 0] == 0 and counts[slot, 1] == 0:
            values[slot] = b
            used += 1
            if used > limit:
                return values, counts, -1
        counts[slot, labels[i]] += 1
    return values, counts, used
