"""Points, and the point that stands for what is set."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike

from logitwise.lessons.widgets.svg.element import element

if TYPE_CHECKING:
    from logitwise.lessons.widgets.svg.frame import Frame


def points(frame: Frame, x: ArrayLike, y: ArrayLike, *, series: int = 1, radius: float = 3.5) -> str:
    """Small circles; those that are missing are left out."""
    return _circles(frame, x, y, radius=radius, class_=f"chart-dot series-{series}")


def now(frame: Frame, x: float, y: float, *, series: int = 1) -> str:
    """The larger circle at what is set."""
    return _circles(frame, [x], [y], radius=6.0, class_=f"chart-now-dot series-{series}")


def _circles(frame: Frame, x: ArrayLike, y: ArrayLike, *, radius: float, class_: str) -> str:
    across, down = np.atleast_1d(frame.x(x)).tolist(), np.atleast_1d(frame.y(y)).tolist()
    return "".join(
        element("circle", cx=cx, cy=cy, r=radius, class_=class_)
        for cx, cy in zip(across, down, strict=True)
        if np.isfinite(cx) and np.isfinite(cy)
    )
