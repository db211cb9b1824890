"""A whole chart: its title and description for screen readers, and what is drawn."""

from __future__ import annotations

from html import escape

from logitwise.lessons.widgets.svg.element import element, position
from logitwise.lessons.widgets.svg.frame import WIDTH, Frame
from logitwise.lessons.widgets.svg.letters import SIZE
from logitwise.lessons.widgets.view import Chart


def chart(frame: Frame, *marks: str, title: str, description: str) -> Chart:
    """Marks on a frame."""
    return drawing(frame.drawn, *marks, height=frame.height, title=title, description=description)


def drawing(*marks: str, height: float, title: str, description: str) -> Chart:
    """Marks on an empty sheet, which fills the width that it is given."""
    svg = element(
        "svg",
        element("title", escape(title)),
        element("desc", escape(description)),
        *marks,
        xmlns="http://www.w3.org/2000/svg",
        class_="chart",
        role="img",
        viewBox=f"0 0 {position(WIDTH)} {position(height)}",
        width="100%",
        font_size=SIZE,
    )
    return Chart(title, svg)
