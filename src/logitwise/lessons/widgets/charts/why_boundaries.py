"""What a network without activations can draw, and what one with a single ReLU layer can."""

from __future__ import annotations

from functools import cache
from math import isqrt
from typing import Final

from logitwise.lessons.widgets.charts.recorded_figure import number, numbers
from logitwise.lessons.widgets.svg.document import drawing
from logitwise.lessons.widgets.svg.element import text
from logitwise.lessons.widgets.svg.field import field, marks, outline
from logitwise.lessons.widgets.svg.letters import SIZE
from logitwise.lessons.widgets.svg.tiles import GAP, moved, width_of_tile
from logitwise.lessons.widgets.view import Chart

DATA: Final = ("xor", "circles", "moons")
NETWORKS: Final = {"none_8": "Eight layers without activation", "relu_1": "One ReLU layer"}
_HEAD: Final = SIZE + 8.0
_CAPTION: Final = SIZE + 5.0


@cache
def why_boundaries() -> Chart:
    """Two networks on three problems: probabilities as a tint, held-out points of two classes on it."""
    side = width_of_tile(len(DATA))
    step = _HEAD + _CAPTION + side + GAP
    drawn = []
    for row, (network, name) in enumerate(NETWORKS.items()):
        drawn.append(text(f"{name}: accuracy", x=0, y=row * step + SIZE, class_="chart-label"))
        for column, data in enumerate(DATA):
            x, y = column * (side + GAP), row * step + _HEAD
            accuracy = number(f"why.{data}.{network}.accuracy")
            drawn.append(text(f"{data} {accuracy:.1%}", x=x, y=y + SIZE, class_="chart-tick"))
            drawn.append(moved(_tile(data, network, side), x=x, y=y + _CAPTION))
    told = "; ".join(
        f"{name} on {data} {number(f'why.{data}.{network}.accuracy'):.1%}"
        for network, name in NETWORKS.items()
        for data in DATA
    )
    title = "Straight and bent boundaries"
    return drawing(*drawn, height=len(NETWORKS) * step - GAP + 1.0, title=title, description=f"Right: {told}.")


def _tile(data: str, network: str, side: float) -> str:
    levels = [int(level) for level in numbers(f"why.{data}.{network}.grid")]
    length = isqrt(len(levels))
    rows = [levels[start : start + length] for start in range(0, length * length, length)]
    low, high = numbers(f"why.{data}.range")
    label = [int(of) for of in numbers(f"why.{data}.label")]
    points = marks(numbers(f"why.{data}.x"), numbers(f"why.{data}.y"), label, side=side, ends=(low, high))
    return field(rows, side) + points + outline(side)
