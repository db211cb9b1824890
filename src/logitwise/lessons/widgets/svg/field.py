"""A field of probabilities over a plane, in ten steps, with the points that it decides about."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Final

from logitwise.lessons.widgets.svg.element import element, position

LEVELS: Final = 10
_DOT: Final = 2.4


def field(levels: Sequence[Sequence[int]], side: float) -> str:
    """Tenths of probability by row, from the top, as a square: one path a level, equal neighbours in one piece."""
    cell = side / len(levels)
    paths: list[list[str]] = [[] for _ in range(LEVELS)]
    for y, row in enumerate(levels):
        x = 0
        for level, run in groupby(row):
            length = len(list(run))
            paths[level].append(f"M{x} {y}h{length}v1h-{length}z")
            x += length
    drawn = [
        element("path", d="".join(pieces), class_=f"plane plane-{level}")
        for level, pieces in enumerate(paths)
        if pieces
    ]
    return element("g", *drawn, transform=f"scale({cell:.4f})")


def marks(
    x: Sequence[float], y: Sequence[float], label: Sequence[int], *, side: float, ends: tuple[float, float]
) -> str:
    """Points of two classes, circles and squares, on a square of which both axes run between the same ends."""
    low, high = ends
    drawn = []
    for across, up, of in zip(x, y, label, strict=True):
        cx, cy = (across - low) / (high - low) * side, (high - up) / (high - low) * side
        if of:
            drawn.append(element("circle", cx=cx, cy=cy, r=_DOT, class_="plane-dot series-1"))
        else:
            sides = {"x": cx - _DOT, "y": cy - _DOT, "width": 2 * _DOT, "height": 2 * _DOT}
            drawn.append(element("rect", **sides, class_="plane-dot series-2"))
    return "".join(drawn)


def outline(side: float) -> str:
    """The edge of the square."""
    return element("path", d=f"M0 0h{position(side)}v{position(side)}h-{position(side)}z", class_="plane-edge")
