"""What grid a set of numbers lies on: whole numbers, a few decimals, or a float of few bits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

MOST_DECIMALS: Final = 4
"""Decimals up to which rounding is looked for."""
LARGEST: Final = float(1 << 20)
"""Size up to which a float32 still has room for a fraction, so that being whole says something."""
FIRST_LOOK: Final = 4_096

_SLACK = 8 * float(np.finfo(np.float32).eps)  # what storing in float32 may have moved a decimal, relative to it


def whole_numbers(values: NDArray[np.floating]) -> bool:
    """Whether all finite values are whole numbers, of which there are at least two.

    >>> whole_numbers(np.array([-3.0, 7.0, np.inf])), whole_numbers(np.array([-3.0, 7.5]))
    (True, False)
    """
    if not _whole(values.reshape(-1)[:FIRST_LOOK]):
        return False
    finite = values[np.isfinite(values)]
    return bool(len(finite) and finite.min() < finite.max() and np.abs(finite).max() <= LARGEST and _whole(finite))


def _whole(values: NDArray[np.floating]) -> bool:
    return bool((values == np.rint(values)).all())


def grid_of(values: NDArray[np.floating]) -> str | None:
    """The coarsest grid that all finite values lie on, in words; None where they lie on none.

    Args:
        values: float64, or float32 as they were given.

    >>> grid_of(np.array([0.25, 0.5, 0.31])), grid_of(np.array([0.1, 0.2]).astype(np.float16).astype(float))
    ('2 decimals', 'float16')
    >>> grid_of(np.array([0.1234567, 0.7654321])) is None
    True
    """
    finite = values[np.isfinite(values)].astype(np.float64)
    if not len(finite) or np.abs(finite).max() > LARGEST:
        return None
    for decimals in range(1, MOST_DECIMALS + 1):
        scaled = finite * 10**decimals
        if (np.abs(scaled - np.rint(scaled)) <= _SLACK * np.abs(scaled) + 1e-12).all():
            return f"{decimals} decimals" if decimals > 1 else "1 decimal"
    narrow = finite.astype(np.float32)
    if not (narrow == finite).all():
        return None
    if (narrow == narrow.astype(np.float16)).all():
        return "float16"
    return "bfloat16" if not (narrow.view(np.uint32) & 0xFFFF).any() else None
