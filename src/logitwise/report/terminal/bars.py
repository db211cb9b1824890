"""Intervals drawn as text: a scale from 0 to 1, the interval on it, the value, and where no model would be."""

from __future__ import annotations

from math import isfinite

from rich.text import Text

EMPTY, INSIDE, VALUE, RIVAL = "─", "━", "●", "┃"


def bar(  # noqa: PLR0913
    low: float, value: float, high: float, *, width: int, rival: float = float("nan"), style: str = "cyan"
) -> Text:
    """One interval on a scale from 0 to 1.

    >>> bar(0.5, 0.7, 0.9, width=20, rival=0.1).plain
    '──┃───────━━━●━━━━──'
    """
    cells = [(EMPTY, "dim")] * width
    if isfinite(low) and isfinite(high):
        for i in range(_cell(low, width), _cell(high, width) + 1):
            cells[i] = (INSIDE, style)
    if isfinite(rival):
        cells[_cell(rival, width)] = (RIVAL, "yellow")
    if isfinite(value):
        cells[_cell(value, width)] = (VALUE, f"bold {style}")
    text = Text(no_wrap=True)
    for character, look in cells:
        text.append(character, look)
    return text


def _cell(position: float, width: int) -> int:
    return min(max(round(position * (width - 1)), 0), width - 1)
