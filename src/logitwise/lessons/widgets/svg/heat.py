"""A matrix of counts, each cell tinted by its share of its row."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from logitwise.lessons.widgets.svg.document import drawing
from logitwise.lessons.widgets.svg.element import element, text
from logitwise.lessons.widgets.svg.frame import WIDTH
from logitwise.lessons.widgets.svg.letters import SIZE, shortened, width_of
from logitwise.lessons.widgets.view import Chart

LEVELS: Final = 10
_DARK: Final = 6  # from this level on the tint needs the other colour of text
_TOP: Final = 2 * SIZE + 16.0
_GAP: Final = 3.0
_WIDEST: Final = 130.0
_TALLEST: Final = 62.0
_NAMES: Final = 120.0


def heat(  # noqa: PLR0913  a matrix, what its sides are called, and what is said of it
    counts: Sequence[Sequence[float]],
    names: Sequence[str],
    *,
    title: str,
    description: str,
    picked: tuple[int, int] | None = None,
    said: Sequence[Sequence[str]] | None = None,
) -> Chart:
    """Rows are the truth, columns the decision.

    Args:
        counts: square.
        names: of the classes.
        title: of the chart.
        description: for screen readers.
        picked: the cell to be outlined, truth and decision.
        said: what stands in each cell, its count unless given.
    """
    classes = len(names)
    left = min(max(width_of(name) for name in (*names, "truth")), _NAMES) + 10.0
    wide = min((WIDTH - left) / classes, _WIDEST)
    tall = min(wide * 0.72, _TALLEST)
    size = min(SIZE + 2.0, tall * 0.5)
    middle = left + wide * classes / 2
    drawn = [text("decided", x=middle, y=SIZE, class_="chart-label", anchor="middle")]
    drawn.append(text("truth", x=left - 10.0, y=_TOP - 6.0, class_="chart-label", anchor="end"))
    for k, name in enumerate(names):
        drawn.append(_name(name, left + (k + 0.5) * wide, _TOP - 6.0, wide - 4.0, anchor="middle"))
        drawn.append(_name(name, left - 10.0, _TOP + (k + 0.5) * tall + SIZE * 0.35, left - 10.0, anchor="end"))
    for i, row in enumerate(counts):
        whole = sum(row)
        for j, count in enumerate(row):
            level = _level(count / whole if whole else 0.0)
            corner = left + j * wide, _TOP + i * tall
            shown = f"{count:,.0f}" if said is None else said[i][j]
            drawn.append(_cell(shown, corner, (wide - _GAP, tall - _GAP), (level, size), picked=(i, j) == picked))
    height = _TOP + classes * tall + 2.0
    return drawing(*drawn, height=height, title=title, description=description)


def _name(name: str, x: float, y: float, room: float, *, anchor: str) -> str:
    return text(shortened(name, room), x=x, y=y, class_="chart-tick", anchor=anchor)


def _cell(
    shown: str, corner: tuple[float, float], sides: tuple[float, float], look: tuple[int, float], *, picked: bool
) -> str:
    (x, y), (width, height), (level, size) = corner, sides, look
    class_ = f"heat heat-{level}" + (" heat-picked" if picked else "")
    square = element("rect", x=x, y=y, width=width, height=height, rx=3.0, class_=class_)
    size = min(size, width / max(width_of(shown, size=1.0), 1e-9))
    label = "heat-text-strong" if level >= _DARK else "heat-text"
    return square + text(
        shown, x=x + width / 2, y=y + height / 2 + size * 0.35, class_=label, anchor="middle", size=size
    )


def _level(share: float) -> int:
    return min(int(share * LEVELS), LEVELS - 1)
