"""One theme for every drawing, as a Vega-Lite configuration."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from logitwise.report.theme.measures import FONTS

if TYPE_CHECKING:
    from logitwise.report.theme.palette import Palette

SMALL: Final = 12
"""Pixels of labels."""


def config(colours: Palette) -> dict[str, Any]:
    """Axes, marks and type in the colours of a palette."""
    font = FONTS["font-text"]
    return {
        "aria": False,  # the page says in a sentence and a table what a drawing shows
        "background": None,
        "font": font,
        "padding": 4,
        "view": {"stroke": None},
        "axis": {
            "labelColor": colours.muted, "titleColor": colours.ink, "gridColor": colours.grid, "domain": False,
            "tickColor": colours.grid, "labelFontSize": SMALL, "titleFontSize": SMALL, "titleFontWeight": 500,
            "titlePadding": 8, "labelPadding": 5, "labelFlush": True, "labelOverlap": True, "tickCount": 5,
        },
        "legend": {
            "labelColor": colours.ink, "titleColor": colours.muted, "labelFontSize": SMALL, "titleFontSize": SMALL,
            "orient": "top", "symbolStrokeWidth": 2.5, "titleFontWeight": 500,
        },
        "title": {"color": colours.ink, "fontSize": 14, "anchor": "start", "fontWeight": 600, "offset": 10},
        "line": {"color": colours.series_1, "strokeWidth": 2.25, "strokeCap": "round"},
        "area": {"color": colours.band, "opacity": 1},
        "rule": {"color": colours.muted},
        "point": {"color": colours.series_1, "filled": True, "size": 60},
        "bar": {"color": colours.series_1},
        "text": {"color": colours.ink, "fontSize": SMALL},
        "range": {"category": [getattr(colours, f"series_{number}") for number in range(1, 7)]},
    }  # fmt: skip
