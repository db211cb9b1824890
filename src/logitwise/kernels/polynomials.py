"""Exponential and logarithm as polynomials in plain IEEE operations.

Both are accurate to about 1e-15, absolute for the exponential and relative for the logarithm away from 1; the fixed
point in which losses are stored resolves 2.3e-10. The coefficients interpolate the functions at Chebyshev nodes;
tests recompute them from mpmath.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

LN2_HIGH = 0.6931471803691238  # 32 bits, so that a small integer times it is exact
LN2_LOW = 1.9082149292705877e-10
LN2 = 0.6931471805599453
LOG2_E = 1.4426950408889634
NO_MASS = 700.0  # exp(-700) is 1e-304: beyond it a probability counts as 0, well before float64 itself underflows
SQRT_HALF_BITS = 0x3FE6A09E667F3BCD

# exp(r) = 1 + r + r^2 P(r) for |r| <= ln(2)/2
E0, E1, E2, E3, E4, E5, E6, E7, E8, E9 = (
    0.5000000000000001,
    0.16666666666666669,
    0.04166666666662413,
    0.008333333333330062,
    0.0013888888917213717,
    0.00019841269863053618,
    2.4801521295954376e-05,
    2.7557268459997064e-06,
    2.7620088445409746e-07,
    2.510038549551032e-08,
)
# atanh(s) = s (1 + t Q(t)), t = s^2 <= 0.0295, so that log(m) = 2 atanh((m - 1)/(m + 1)) for m in [sqrt(1/2), sqrt(2))
L0, L1, L2, L3, L4, L5, L6 = (
    0.3333333333333335,
    0.19999999999949722,
    0.14285714313001635,
    0.11111105565129939,
    0.09091444727837474,
    0.07665855309105386,
    0.07308292712444311,
)


def exp_of_minus(a: Floats) -> Floats:
    """exp(-a) for a >= 0; 0 beyond `NO_MASS`.

    >>> exp_of_minus(np.array([0.0, 1.0, np.inf])).round(12).tolist()
    [1.0, 0.367879441171, 0.0]
    """
    capped = np.minimum(a, NO_MASS)
    n = np.floor(capped * LOG2_E + 0.5)
    r = (n * LN2_HIGH - capped) + n * LN2_LOW
    p = E8 + r * E9
    for c in (E7, E6, E5, E4, E3, E2, E1, E0):
        p = c + r * p
    scale = ((1023 - n.astype(np.int64)) << 52).view(np.float64)
    return np.where(a > NO_MASS, 0.0, scale * (1.0 + (r + (r * r) * p)))


def log(x: Floats) -> Floats:
    """Natural logarithm for x >= 0; -inf at 0 and inf at infinity.

    >>> log(np.array([0.0, 1.0, np.inf, 10.0])).round(12).tolist()
    [-inf, 0.0, inf, 2.302585092994]
    """
    tiny = x < 2.0**-1000
    scaled = x * np.where(tiny, 2.0**100, 1.0)
    bits = np.ascontiguousarray(scaled).view(np.int64)
    k = (bits - SQRT_HALF_BITS) >> 52
    m = (bits - (k << 52)).view(np.float64)
    e = k.astype(np.float64) - np.where(tiny, 100.0, 0.0)
    value = e * LN2_HIGH + (e * LN2_LOW + log_of_mantissa(m))
    return np.where(x == 0, -np.inf, np.where(np.isinf(x), np.inf, value))


def log_of_mantissa(m: Floats) -> Floats:
    """Natural logarithm for m in [sqrt(1/2), sqrt(2))."""
    s = (m - 1.0) / (m + 1.0)
    t = s * s
    q = L5 + t * L6
    for c in (L4, L3, L2, L1, L0):
        q = c + t * q
    return 2.0 * (s + s * (t * q))
