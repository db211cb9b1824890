"""A line through points, in a series' colour."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike

from logitwise.lessons.widgets.svg.element import element

if TYPE_CHECKING:
    from logitwise.lessons.widgets.svg.frame import Frame


def line(frame: Frame, x: ArrayLike, y: ArrayLike, *, series: int = 1, faint: bool = False) -> str:
    """A line; where a number is missing it is interrupted."""
    class_ = f"chart-line series-{series}" + (" chart-faint" if faint else "")
    return element("path", d=path(frame.x(x), frame.y(y)), class_=class_)


def staircase(frame: Frame, x: ArrayLike, y: ArrayLike, *, series: int = 1) -> str:
    """A line that keeps each value up to the next place, as counts at thresholds do."""
    across, up = np.repeat(np.asarray(x, np.float64), 2)[1:], np.repeat(np.asarray(y, np.float64), 2)[:-1]
    return line(frame, across, up, series=series)


def path(x: ArrayLike, y: ArrayLike) -> str:
    """Places as the data of a path; equal neighbours once, pieces apart where one is missing."""
    places = np.round(np.stack([np.asarray(x, np.float64), np.asarray(y, np.float64)], axis=-1), 1)
    known = np.asarray(np.isfinite(places).all(axis=1))
    again = np.zeros(len(known), np.bool_)
    again[1:] = known[1:] & known[:-1] & (places[1:] == places[:-1]).all(axis=1)
    parts, pen = [], "M"
    for (across, down), seen, same in zip(places.tolist(), known.tolist(), again.tolist(), strict=True):
        if same:
            continue
        if seen:
            parts.append(f"{pen}{across:g} {down:g}")
        pen = "L" if seen else "M"
    return "".join(parts)
