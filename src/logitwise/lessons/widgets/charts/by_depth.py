"""The first layer's gradient by the depth of the network, on powers of ten."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from math import floor, log10
from typing import Final

from logitwise.lessons.widgets.charts.recorded_figure import numbers
from logitwise.lessons.widgets.svg.axis import Axis
from logitwise.lessons.widgets.svg.document import chart
from logitwise.lessons.widgets.svg.frame import Frame
from logitwise.lessons.widgets.svg.legend import Key
from logitwise.lessons.widgets.svg.line import line
from logitwise.lessons.widgets.svg.points import points
from logitwise.lessons.widgets.view import Chart
from logitwise.lessons.widgets.words import digits

NAMES: Final = {"sigmoid": "sigmoid", "tanh": "tanh", "relu": "ReLU"}


@cache
def deep_depth() -> Chart:
    """Three activations, of the page that goes deep."""
    return by_depth(numbers("deep.depths"), {name: numbers(f"deep.gradient.{name}") for name in NAMES})


@cache
def lab_first_layer() -> Chart:
    """Two activations, of the lab."""
    return by_depth(numbers("first.depths"), {name: numbers(f"first.{name}") for name in ("sigmoid", "relu")})


def by_depth(depths: Sequence[float], norms: Mapping[str, Sequence[float]]) -> Chart:
    """Norms before training, an activation a line."""
    every = [norm for each in norms.values() for norm in each]
    low, high = 10.0 ** floor(log10(min(every))), 10.0 ** (floor(log10(max(every))) + 1)
    marked = tuple((depth, f"{depth:g}") for depth in depths)
    axes = (
        Axis("hidden layers", depths[0], depths[-1], log=True, marked=marked),
        Axis("norm of the first layer's gradient", low, high, log=True),
    )
    frame = Frame.of(*axes, keys=tuple(Key(NAMES[name], k) for k, name in enumerate(norms, start=1)))
    drawn = []
    for k, each in enumerate(norms.values(), start=1):
        drawn += [line(frame, depths, each, series=k), points(frame, depths, each, series=k)]
    told = "; ".join(f"{NAMES[name]}: {', '.join(digits(norm, 2) for norm in each)}" for name, each in norms.items())
    said = f"At {', '.join(f'{depth:g}' for depth in depths)} hidden layers. {told}."
    return chart(frame, *drawn, title="What reaches the first layer", description=said)
