"""Regions: a band between two lines, and a stretch of the axis that is shaded."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike

from logitwise.lessons.widgets.svg.element import element
from logitwise.lessons.widgets.svg.line import path

if TYPE_CHECKING:
    from logitwise.lessons.widgets.svg.frame import Frame


def band(frame: Frame, x: ArrayLike, low: ArrayLike, high: ArrayLike, *, series: int = 1) -> str:
    """What lies between two lines over the same places."""
    across = frame.x(x)
    around = path(np.concatenate([across, across[::-1]]), np.concatenate([frame.y(high), frame.y(low)[::-1]]))
    return element("path", d=around + "Z", class_=f"chart-band series-{series}")


def stretch(frame: Frame, start: float, end: float) -> str:
    """A part of the axis across, shaded over the whole height."""
    left, right = float(frame.x(start)), float(frame.x(end))
    top, bottom = frame.y.end, frame.y.start
    return element("rect", x=left, y=top, width=max(right - left, 0.0), height=bottom - top, class_="chart-shade")
