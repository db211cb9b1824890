"""Lines to compare with: straight across or down, the diagonal, and the one at what is set."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from logitwise.lessons.widgets.svg.element import element, text
from logitwise.lessons.widgets.svg.letters import width_of

if TYPE_CHECKING:
    from logitwise.lessons.widgets.svg.frame import Frame

_BESIDE: Final = 5.0


def across(frame: Frame, y: float) -> str:
    """A dashed line at a height."""
    at = float(frame.y(y))
    return element("line", x1=frame.x.start, x2=frame.x.end, y1=at, y2=at, class_="chart-rule")


def diagonal(frame: Frame) -> str:
    """A dashed line from corner to corner."""
    x, y = frame.x, frame.y
    return element("line", x1=x.start, x2=x.end, y1=y.start, y2=y.end, class_="chart-rule")


def down(frame: Frame, x: float, label: str = "", *, kind: str = "rule", row: int = 0) -> str:
    """A line at a place, its label beside its top, on the side that has room.

    Args:
        frame: of the chart.
        x: where.
        label: beside it.
        kind: ``rule``, dashed, or ``now``, at what is set.
        row: how many lines of text lower the label begins, where two would meet.
    """
    at, top = float(frame.x(x)), frame.y.end
    drawn = element("line", x1=at, x2=at, y1=top, y2=frame.y.start, class_=f"chart-{kind}")
    if not label:
        return drawn
    right = at + _BESIDE + width_of(label) <= frame.x.end
    return drawn + text(
        label,
        x=at + (_BESIDE if right else -_BESIDE),
        y=top + 11.0 + 16.0 * row,
        class_=f"chart-{kind}-label",
        anchor="start" if right else "end",
    )
