"""Held-out accuracy of every activation, shallow and deep, with intervals."""

from __future__ import annotations

from functools import cache
from math import log10
from typing import Final

from logitwise.lessons.widgets.charts.recorded_figure import number
from logitwise.lessons.widgets.svg.axis import Axis
from logitwise.lessons.widgets.svg.document import chart
from logitwise.lessons.widgets.svg.frame import Frame
from logitwise.lessons.widgets.svg.intervals import Limits, lying
from logitwise.lessons.widgets.svg.legend import Key
from logitwise.lessons.widgets.svg.numbers import plain
from logitwise.lessons.widgets.svg.rule import down
from logitwise.lessons.widgets.view import Chart

ACTIVATIONS: Final = {
    "sigmoid": "sigmoid", "tanh": "tanh", "relu": "ReLU", "leaky_relu": "leaky ReLU", "gelu": "GELU", "silu": "SiLU",
    "linear": "none",
}  # fmt: skip
DEPTHS: Final = {"two": "2 hidden layers", "eight": "8 hidden layers"}
MARKED: Final = (0.4, 0.6, 0.8, 0.9, 0.95, 0.98, 0.99)
_BESIDE: Final = 0.18


@cache
def lab_accuracy() -> Chart:
    """The better initialiser of each; the target as a line, on a scale that stretches towards 1."""
    rows = len(ACTIVATIONS)
    marked = tuple((float(rows - k), label) for k, label in enumerate(ACTIVATIONS.values()))
    target = _stretched(number("lab.target"))
    keys = (*(Key(label, k, "dot") for k, label in enumerate(DEPTHS.values(), start=1)), Key("target", 1, "rule"))
    across = tuple((_stretched(share), plain(share)) for share in MARKED)
    along = Axis("accuracy, held out (stretched near 1)", across[0][0], across[-1][0], marked=across)
    axes = along, Axis("activation", 0.5, rows + 0.5, marked=marked)
    frame = Frame.of(*axes, keys=keys, height=340.0)
    drawn = [down(frame, target)]
    for k, depth in enumerate(DEPTHS, start=1):
        places = [at + (1.5 - k) * 2 * _BESIDE for at, _ in marked]
        limits = [(_stretched(value), _stretched(low), _stretched(high)) for value, low, high in _all_limits(depth)]
        drawn.append(lying(frame, places, limits, series=k))
    told = "; ".join(
        f"{label} {' and '.join(f'{_limits(name, depth)[0]:.3f}' for depth in DEPTHS)}"
        for name, label in ACTIVATIONS.items()
    )
    title = "Accuracy by activation and depth"
    return chart(frame, *drawn, title=title, description=f"With {' and '.join(DEPTHS.values())}: {told}.")


def _stretched(accuracy: float) -> float:
    """A tenth of the mistakes is one step further, so that the intervals of good accuracies are as wide as others."""
    return -log10(max(1 - accuracy, 1 - MARKED[-1]))  # beyond the last mark at its place, as scales do


def _all_limits(depth: str) -> list[Limits]:
    return [_limits(name, depth) for name in ACTIVATIONS]


def _limits(activation: str, depth: str) -> Limits:
    value, low, high = (number(f"best.{activation}_{depth}{end}") for end in ("", "_low", "_high"))
    return value, low, high
