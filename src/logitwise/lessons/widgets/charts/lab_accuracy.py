"""Held-out accuracy of every activation, shallow and deep, with intervals."""

from __future__ import annotations

from functools import cache
from typing import Final

from logitwise.lessons.widgets.charts.recorded_figure import number
from logitwise.lessons.widgets.svg.axis import Axis
from logitwise.lessons.widgets.svg.document import chart
from logitwise.lessons.widgets.svg.frame import Frame
from logitwise.lessons.widgets.svg.intervals import Limits, lying
from logitwise.lessons.widgets.svg.legend import Key
from logitwise.lessons.widgets.svg.rule import down
from logitwise.lessons.widgets.view import Chart

ACTIVATIONS: Final = ("sigmoid", "tanh", "relu", "leaky_relu", "gelu", "silu", "linear")
DEPTHS: Final = {"two": "2 hidden layers", "eight": "8 hidden layers"}
_BESIDE: Final = 0.18


@cache
def lab_accuracy() -> Chart:
    """The better initialiser of each; the target as a line."""
    rows = len(ACTIVATIONS)
    marked = tuple((float(rows - k), name.replace("_", " ")) for k, name in enumerate(ACTIVATIONS))
    target = number("lab.target")
    keys = (*(Key(label, k, "dot") for k, label in enumerate(DEPTHS.values(), start=1)), Key("target", 1, "rule"))
    axes = Axis("accuracy (held-out digits)", 0.0, 1.0), Axis("activation", 0.5, rows + 0.5, marked=marked)
    frame = Frame.of(*axes, keys=keys, height=340.0)
    drawn = [down(frame, target)]
    for k, depth in enumerate(DEPTHS, start=1):
        places = [at + (1.5 - k) * 2 * _BESIDE for at, _ in marked]
        drawn.append(lying(frame, places, [_limits(name, depth) for name in ACTIVATIONS], series=k))
    told = "; ".join(
        f"{name} {' and '.join(f'{_limits(name, depth)[0]:.3f}' for depth in DEPTHS)}" for name in ACTIVATIONS
    )
    title = "Accuracy by activation and depth"
    return chart(frame, *drawn, title=title, description=f"With {' and '.join(DEPTHS.values())}: {told}.")


def _limits(activation: str, depth: str) -> Limits:
    value, low, high = (number(f"best.{activation}_{depth}{end}") for end in ("", "_low", "_high"))
    return value, low, high
