"""Whether the odds of two probabilities are those of two in float32."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
_FURTHEST: Final = 512
"""Steps of 2^-24 by which two probabilities in float32 may miss a sum of 1."""
_ROUNDING: Final = 2.0**-51
_SAMPLE: Final = 64
_SMALL: Final = np.append(np.arange(1, 1001), [10_000, 100_000])


def of_singles(odds: Floats) -> bool:
    """Whether each is a quotient of two float32 whose sum is about 1.

    What was given is not kept, but shows: p / odds comes out as a float32 for a float32 p near the share that the odds
    say; by chance it would for one in about 2^28. A quotient of small whole numbers, as rounded probabilities and
    votes have it, shows nothing, for it is one of two float32 as well: of these alone the wider precision is taken.

    Args:
        odds: quotients in float64, 0 and infinite ones among them.

    >>> p = np.array([0.3, 0.7], np.float32).astype(float)
    >>> of_singles(p / p[::-1]), of_singles(np.array([0.3 / 0.7, 0.7 / 0.3]))
    (True, False)
    """
    told = odds[(odds > 0) & np.isfinite(odds)]
    larger = np.maximum(told, 1 / told)
    some = larger[:: max(len(larger) // _SAMPLE, 1)]
    return not len(_left(some)) and not _of_small(some).all() and not len(_left(larger))


def _left(odds: Floats) -> Floats:
    """Those of no two float32, of odds above 1."""
    share = (odds / (1 + odds)).astype(np.float32)
    for away in range(_FURTHEST + 1):
        for step in {away, -away}:
            p = (share + np.float32(step * 2.0**-24)).astype(np.float64)
            other = p / odds
            whole = np.abs(other.astype(np.float32) - other) <= _ROUNDING * other
            odds, share = odds[~whole], share[~whole]
        if not len(odds):
            break
    return odds


def _of_small(odds: Floats) -> NDArray[np.bool_]:
    """Whether the share is a fraction with a small denominator."""
    parts = (odds / (1 + odds))[:, None] * _SMALL
    return np.asarray((np.abs(parts - np.round(parts)) < 1e-12 * _SMALL).any(axis=1))
