"""Small charts side by side on one sheet."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from logitwise.lessons.widgets.svg.element import element, position
from logitwise.lessons.widgets.svg.frame import WIDTH

GAP: Final = 14.0


def width_of_tile(columns: int) -> float:
    """How wide each of so many is.

    >>> width_of_tile(2)
    173.0
    """
    return (WIDTH - GAP * (columns - 1)) / columns


def tiled(tiles: Sequence[str], *, columns: int, height: float) -> tuple[str, float]:
    """Tiles of one height, row by row, and the height of them all."""
    step = width_of_tile(columns) + GAP
    placed = [moved(tile, x=(k % columns) * step, y=(k // columns) * (height + GAP)) for k, tile in enumerate(tiles)]
    rows = -(-len(tiles) // columns)
    return "".join(placed), rows * (height + GAP) - GAP


def moved(drawn: str, *, x: float, y: float) -> str:
    """The same, further right and down."""
    return element("g", drawn, transform=f"translate({position(x)} {position(y)})")
