"""Bars from a base line, side by side where there are several series."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from logitwise.lessons.widgets.svg.element import element

if TYPE_CHECKING:
    from logitwise.lessons.widgets.svg.frame import Frame

_FILLED: Final = 0.76  # of a step, shared by its bars
_ROUND: Final = 2.0


def bars(  # noqa: PLR0913  which of the series side by side
    frame: Frame, heights: Sequence[float], *, series: int = 1, place: int = 0, beside: int = 1, start: float = 0.0
) -> str:
    """Bars at 1, 2, ... in a series' colour.

    Args:
        frame: whose axis across is of `steps`.
        heights: of each; negative ones hang below the base line.
        series: number of the colour.
        place: of this series among those side by side, from 0.
        beside: how many stand side by side.
        start: the number of the base line.
    """
    step = float(frame.x(2.0) - frame.x(1.0)) if len(heights) > 1 else (frame.x.end - frame.x.start) / 2
    width = min(step * _FILLED, 60.0 * beside) / beside
    base = float(frame.y(start))
    drawn = []
    for k, height in enumerate(heights, start=1):
        left = float(frame.x(float(k))) + (place - beside / 2) * width
        top = float(frame.y(height))
        if height == start:
            continue
        sides = {"width": max(width - 1.5, 1.0), "height": max(abs(base - top), 0.5)}
        drawn.append(element("rect", x=left, y=min(top, base), **sides, rx=_ROUND, class_=f"chart-bar series-{series}"))
    return "".join(drawn)
