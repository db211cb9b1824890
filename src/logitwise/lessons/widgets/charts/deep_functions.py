"""Four activations and their derivatives, side by side."""

from __future__ import annotations

from functools import cache
from typing import Final

import numpy as np

from logitwise.lessons.widgets.activation import slope_of, value_of
from logitwise.lessons.widgets.svg.axis import Axis
from logitwise.lessons.widgets.svg.document import drawing
from logitwise.lessons.widgets.svg.frame import WIDTH, Frame
from logitwise.lessons.widgets.svg.legend import LINE, Key, legend
from logitwise.lessons.widgets.svg.line import line
from logitwise.lessons.widgets.svg.tiles import moved, tiled, width_of_tile
from logitwise.lessons.widgets.view import Chart

FUNCTIONS: Final = ("tanh", "leaky_relu", "gelu", "silu")
_FURTHEST: Final = 4.0
_HEIGHT: Final = 180.0
_COLUMNS: Final = 2


@cache
def deep_functions() -> Chart:
    """Values and derivatives over the middle of the line."""
    keys = Key("value", 1), Key("derivative", 2)
    tiles, height = tiled([_tile(name) for name in FUNCTIONS], columns=_COLUMNS, height=_HEIGHT)
    above = LINE + 6.0
    title = "Functions that let negative inputs through, and their derivatives"
    told = f"Value and derivative of {', '.join(FUNCTIONS)} from {-_FURTHEST:g} to {_FURTHEST:g}."
    drawn = legend(keys, WIDTH), moved(tiles, x=0, y=above)
    return drawing(*drawn, height=height + above, title=title, description=told)


def _tile(name: str) -> str:
    x = np.linspace(-_FURTHEST, _FURTHEST, 161)
    value, slope = value_of(name, x), slope_of(name, x)
    label = name.replace("_", " ")
    axes = Axis("input", -_FURTHEST, _FURTHEST, most=5), Axis(label, -1.0, 4.0 if value.max() > 2 else 1.0, most=6)
    frame = Frame.of(*axes, height=_HEIGHT, width=width_of_tile(_COLUMNS))
    return frame.drawn + line(frame, x, slope, series=2) + line(frame, x, value)
