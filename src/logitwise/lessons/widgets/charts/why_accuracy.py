"""Accuracy of networks with and without activations, with intervals."""

from __future__ import annotations

from functools import cache
from typing import Final

from logitwise.lessons.widgets.charts.recorded_figure import number
from logitwise.lessons.widgets.charts.why_boundaries import DATA
from logitwise.lessons.widgets.svg.axis import Axis
from logitwise.lessons.widgets.svg.document import chart
from logitwise.lessons.widgets.svg.frame import Frame
from logitwise.lessons.widgets.svg.intervals import Limits, standing
from logitwise.lessons.widgets.svg.legend import Key
from logitwise.lessons.widgets.svg.rule import across
from logitwise.lessons.widgets.view import Chart

NETWORKS: Final = {"none_1": "one layer, none", "none_8": "eight layers, none", "relu_1": "one layer, ReLU"}
_BESIDE: Final = 0.22


@cache
def why_accuracy() -> Chart:
    """Three networks on three problems; a coin is right in half."""
    marked = tuple((float(k), data) for k, data in enumerate(DATA, start=1))
    keys = (*(Key(name, k, "dot") for k, name in enumerate(NETWORKS.values(), start=1)), Key("a coin", 1, "rule"))
    axes = Axis("problem", 0.5, len(DATA) + 0.5, marked=marked), Axis("accuracy (held-out points)", 0.0, 1.0)
    frame = Frame.of(*axes, keys=keys, height=270.0)
    drawn = [across(frame, 0.5)]
    for k, network in enumerate(NETWORKS, start=1):
        places = [at + (k - 2) * _BESIDE for at, _ in marked]
        drawn.append(standing(frame, places, [_limits(data, network) for data in DATA], series=k))
    told = "; ".join(
        f"{name} on {data} {_limits(data, network)[0]:.0%}" for network, name in NETWORKS.items() for data in DATA
    )
    return chart(frame, *drawn, title="Accuracy without and with an activation", description=f"Right: {told}.")


def _limits(data: str, network: str) -> Limits:
    value, low, high = (number(f"why.{data}.{network}.{end}") for end in ("accuracy", "low", "high"))
    return value, low, high
