"""Loss by epoch of shallow and deep networks, sigmoid and ReLU."""

from __future__ import annotations

from functools import cache
from math import log
from typing import Final

from logitwise.lessons.runs import runs_of
from logitwise.lessons.widgets.svg.axis import Axis
from logitwise.lessons.widgets.svg.document import chart
from logitwise.lessons.widgets.svg.frame import Frame
from logitwise.lessons.widgets.svg.legend import Key
from logitwise.lessons.widgets.svg.line import line
from logitwise.lessons.widgets.svg.rule import across
from logitwise.lessons.widgets.svg.scale import widened
from logitwise.lessons.widgets.view import Chart

LINES: Final = (
    ("sigmoid", "glorot", 2, "sigmoid, 2 hidden layers"),
    ("relu", "he", 2, "ReLU, 2"),
    ("sigmoid", "glorot", 8, "sigmoid, 8"),
    ("relu", "he", 8, "ReLU, 8"),
)
_GUESS: Final = log(10)  # nats that knowing nothing of ten digits costs


@cache
def lab_losses() -> Chart:
    """The first seed of each, the others faint."""
    found = [(runs_of(name, depth=depth, initialiser=how), label) for name, how, depth, label in LINES]
    highest = max(max(run.loss) for runs, _ in found for run in runs)
    epochs = max(run.epochs for runs, _ in found for run in runs)
    keys = (*(Key(label, k) for k, (_, label) in enumerate(found, start=1)), Key("knowing nothing", 1, "rule"))
    axes = Axis("epoch", 1.0, float(epochs)), Axis("loss (nats, training rows)", *widened(0.0, max(highest, _GUESS)))
    frame = Frame.of(*axes, keys=keys, height=275.0)
    drawn = [across(frame, _GUESS)]
    for k, (runs, _) in enumerate(found, start=1):
        each = range(1, epochs + 1)
        drawn += [line(frame, each, run.loss, series=k, faint=run is not runs[0]) for run in runs[::-1]]
    told = "; ".join(f"{label}: from {runs[0].loss[0]:.2f} to {runs[0].loss[-1]:.3f}" for runs, label in found)
    return chart(frame, *drawn, title="Training loss by epoch", description=f"{told}. Knowing nothing: {_GUESS:.2f}.")
