"""Loss by epoch of the network that is traced."""

from __future__ import annotations

from functools import cache

from logitwise.lessons.widgets.charts.recorded_figure import number, numbers
from logitwise.lessons.widgets.svg.axis import Axis
from logitwise.lessons.widgets.svg.document import chart
from logitwise.lessons.widgets.svg.frame import Frame
from logitwise.lessons.widgets.svg.legend import Key
from logitwise.lessons.widgets.svg.line import line
from logitwise.lessons.widgets.svg.rule import across
from logitwise.lessons.widgets.svg.scale import widened
from logitwise.lessons.widgets.view import Chart


@cache
def trace_loss() -> Chart:
    """On the training rows and on others, with what knowing nothing would cost."""
    train, held, guess = numbers("trace.loss.train"), numbers("trace.loss.held_out"), number("trace.loss.guess")
    axes = Axis("epoch", 0.0, float(len(train) - 1)), Axis("loss (nats)", *widened(0.0, max(*train, *held, guess)))
    keys = Key("training rows", 1), Key("held-out rows", 2), Key("knowing nothing", 1, "rule")
    frame = Frame.of(*axes, keys=keys)
    drawn = across(frame, guess), line(frame, range(len(held)), held, series=2), line(frame, range(len(train)), train)
    told = f"Training from {train[0]:.3f} to {train[-1]:.3f}, held out from {held[0]:.3f} to {held[-1]:.3f}."
    return chart(frame, *drawn, title="Loss by epoch", description=told)
