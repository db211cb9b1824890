"""Numbers on their way into a drawing: as many digits as an eye can tell, and null where there is none."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

    from logitwise.metrics import Curve
    from logitwise.report.charts.figure import Columns

DIGITS: Final = 5
"""Significant digits: of a chart a thousand pixels wide, a hundredth of one."""


def column(values: Iterable[Any]) -> list[float | None]:
    """Floats of five significant digits, None for what is not finite.

    >>> column([0.123456789, 12345678.0, float("inf"), 0])
    [0.12346, 12346000.0, None, 0.0]
    """
    return [shown(float(value)) for value in values]


def curve_points(curve: Curve) -> Columns:
    """Columns of a curve, with the order in which its points are joined."""
    return {
        "order": list(range(len(curve.columns["threshold"]))),
        **{name: column(values) for name, values in curve.columns.items()},
    }


def shown(value: float) -> float | None:
    """One of them."""
    return float(f"{value:.{DIGITS}g}") if isfinite(value) else None
