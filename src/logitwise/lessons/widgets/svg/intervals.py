"""Intervals: a bar from the lower to the upper limit of each estimate, with the estimate as a point."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from logitwise.lessons.widgets.svg.element import element
from logitwise.lessons.widgets.svg.points import points

if TYPE_CHECKING:
    from logitwise.lessons.widgets.svg.frame import Frame

Limits = tuple[float, float, float]
"""Value, lower and upper limit."""
_POINT: Final = 4.5


def standing(frame: Frame, x: Sequence[float], limits: Sequence[Limits], *, series: int = 1) -> str:
    """At places across."""
    bars = [_bar(frame, (at, low), (at, high), series=series) for at, (_, low, high) in zip(x, limits, strict=True)]
    return "".join(bars) + points(frame, x, [value for value, _, _ in limits], series=series, radius=_POINT)


def lying(frame: Frame, y: Sequence[float], limits: Sequence[Limits], *, series: int = 1) -> str:
    """At places up, for axes with long names."""
    bars = [_bar(frame, (low, at), (high, at), series=series) for at, (_, low, high) in zip(y, limits, strict=True)]
    return "".join(bars) + points(frame, [value for value, _, _ in limits], y, series=series, radius=_POINT)


def _bar(frame: Frame, start: tuple[float, float], end: tuple[float, float], *, series: int) -> str:
    (x1, y1), (x2, y2) = ((float(frame.x(x)), float(frame.y(y))) for x, y in (start, end))
    return element("line", x1=x1, y1=y1, x2=x2, y2=y2, class_=f"chart-interval series-{series}")
