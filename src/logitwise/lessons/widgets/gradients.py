"""Gradients: recorded trainings of deep and shallow networks, each beside a twin with another activation."""

from __future__ import annotations

from functools import cache
from math import floor, log10
from typing import TYPE_CHECKING, Final

import numpy as np

from logitwise.errors import OptionError
from logitwise.lessons.runs import Run, runs, runs_of
from logitwise.lessons.widgets.settings import Settings, choice, widget
from logitwise.lessons.widgets.svg.axis import Axis, steps
from logitwise.lessons.widgets.svg.document import chart
from logitwise.lessons.widgets.svg.frame import Frame
from logitwise.lessons.widgets.svg.legend import Key
from logitwise.lessons.widgets.svg.line import line
from logitwise.lessons.widgets.svg.points import points
from logitwise.lessons.widgets.svg.scale import widened
from logitwise.lessons.widgets.view import Chart, Control, Prediction, Table, View
from logitwise.lessons.widgets.words import digits, share

if TYPE_CHECKING:
    from logitwise.lessons.yours.own import Own

_ALIKE: Final = 40.0
_FAR: Final = 1000.0
TARGET: Final = 0.95
_INITIALISERS: Final = {"glorot": "Glorot", "he": "He"}
_TWIN: Final = {"relu": "he", "sigmoid": "glorot"}
"""Activation of a twin, with the initialiser that the lab compares it with."""
_FINAL: Final = (
    ("accuracy", "accuracy (held out)"),
    ("log_loss", "log loss (nats)"),
    ("calibration_gap", "calibration gap"),
)


@widget
def view(settings: Settings, own: Own | None = None) -> View:  # noqa: ARG001  every widget is asked alike
    """One recorded training beside its twin."""
    said = (
        _set(settings, "activation", "sigmoid"),
        _set(settings, "depth", "8"),
        _set(settings, "initialiser", "glorot"),
    )
    return _drawn(*said)


@cache
def _drawn(activation: str, depth: str, initialiser: str) -> View:
    """Of the few combinations each is drawn once."""
    run, twin = recorded(activation, int(depth), initialiser), twin_of(activation, int(depth))
    names = _name(run), _name(twin)
    first, other = run.gradients_start[0], twin.gradients_start[0]
    return View(
        "gradients",
        "Which gradients arrive?",
        _controls(activation, depth, initialiser),
        f"{depth} hidden layer{'' if depth == '1' else 's'} of {names[0]}: after {run.epochs} epochs {_reached(run)}; "
        f"with {names[1]} {share(twin.accuracy[-1])} are right. Before training the first layer's gradient is "
        f"{digits(first, 2)}, {_times(other, first)} {digits(other, 2)} with {names[1]}.",
        charts=(_gradients(run, twin), _by_epoch(run, twin, what="loss"), _by_epoch(run, twin, what="accuracy")),
        tables=(_final(run, twin),),
        prediction=_prediction(run, twin),
        facts={"accuracy": run.accuracy[-1], "twin.accuracy": twin.accuracy[-1]}
        | {"first": first, "twin.first": other},
    )


def recorded(activation: str, depth: int, initialiser: str) -> Run:
    """The first run of a setting.

    Raises:
        OptionError: it was not trained.
    """
    found = runs_of(activation, depth=depth, initialiser=initialiser)
    if not found:
        raise OptionError(f"{activation} with {depth} hidden layers and {initialiser} was not trained: choose another")
    return found[0]


def twin_of(activation: str, depth: int) -> Run:
    """The run beside which it stands, as in the tables of the lab: ReLU with He, or of a ReLU the sigmoid with Glorot.

    Raises:
        OptionError: it was not trained.
    """
    other = "relu" if activation != "relu" else "sigmoid"
    return recorded(other, depth, _TWIN[other])


def _set(settings: Settings, name: str, default: str) -> str:
    return choice(settings, name, default=default, among=_values(name), label=name)


@cache
def _values(name: str) -> tuple[str, ...]:
    """Every value that was recorded, in the order of the file."""
    return tuple(dict.fromkeys(str(getattr(run, name)) for run in runs()))


def _controls(activation: str, depth: str, initialiser: str) -> tuple[Control, ...]:
    set_to = (("activation", activation), ("depth", depth), ("initialiser", initialiser))
    labels = {"activation": "Activation", "depth": "Hidden layers", "initialiser": "Initial weights"}
    return tuple(
        Control(name, labels[name], "choice", value, choices=tuple((v, _shown(v)) for v in _values(name)))
        for name, value in set_to
    )


def _shown(value: str) -> str:
    return _INITIALISERS.get(value, value.replace("_", " "))


def _name(run: Run) -> str:
    """Activation and initialiser."""
    named = {"relu": "ReLU", "leaky_relu": "leaky ReLU", "gelu": "GELU", "silu": "SiLU", "linear": "no activation"}
    return f"{named.get(run.activation, run.activation)} ({_INITIALISERS.get(run.initialiser, run.initialiser)})"


def _reached(run: Run) -> str:
    """Held-out accuracy with its interval, against the target of the lab."""
    value, low, high = run.final["accuracy"]
    met, decided = "reached" if value >= TARGET else "missed", low >= TARGET or high < TARGET
    said = f"surely {met}" if decided else f"{met}, but not surely"
    return (
        f"{share(value)} of the held-out digits are right (95 % interval {share(low)} to {share(high)}), so the target "
        f"of {TARGET:g} is {said}"
    )


def _times(other: float, mine: float) -> str:
    """How many times smaller or larger a gradient is than another; zero has no such number."""
    if not other or not mine:
        return "against"
    ratio = max(other / mine, mine / other)
    said = f"{ratio:.1f}" if ratio < 10 else f"{float(f'{ratio:.2g}'):,.0f}"
    return f"about {said} times {'smaller' if mine < other else 'larger'} than"


def _gradients(run: Run, twin: Run) -> Chart:
    """Norms by layer on powers of ten; a norm of 0 has no place there and is left out."""
    series = (
        (f"{_name(run)}, before", run.gradients_start),
        (f"{_name(twin)}, before", twin.gradients_start),
        (f"{_name(run)}, after", run.gradients_end),
    )
    norms = np.array([norm for _, each in series for norm in each if norm > 0])
    low, high = 10.0 ** floor(log10(norms.min())), 10.0 ** (floor(log10(norms.max())) + 1)
    layers = len(run.gradients_start)
    keys = tuple(Key(label, k) for k, (label, _) in enumerate(series, start=1))
    frame = Frame.of(
        steps("layer (the last is the output)", layers), Axis("norm of the gradient", low, high, log=True), keys=keys
    )
    marks = []
    for k, (_, each) in enumerate(series, start=1):
        x, y = np.arange(1.0, layers + 1), np.array([norm if norm > 0 else np.nan for norm in each])
        marks += [line(frame, x, y, series=k), points(frame, x, y, series=k)]
    told = "; ".join(f"{label}: {', '.join(digits(norm, 2) for norm in each)}" for label, each in series)
    return chart(frame, *marks, title="Gradient by layer", description=f"Norms from the first layer on. {told}.")


def _by_epoch(run: Run, twin: Run, *, what: str) -> Chart:
    mine, theirs = getattr(run, what), getattr(twin, what)
    label, low, high = ("accuracy (held-out rows)", 0.0, 1.0)
    if what == "loss":
        label, (low, high) = "loss (nats, training rows)", widened(0.0, max(*mine, *theirs))
    epochs = max(run.epochs, twin.epochs)
    frame = Frame.of(
        Axis("epoch", 1.0, float(epochs)), Axis(label, low, high), keys=(Key(_name(run), 1), Key(_name(twin), 2))
    )
    marks = [line(frame, range(1, len(y) + 1), y, series=k) for k, y in ((2, theirs), (1, mine))]
    told = f"Last epoch: {_name(run)} {digits(mine[-1], 3)}, {_name(twin)} {digits(theirs[-1], 3)}."
    return chart(frame, *marks, title=f"{what.capitalize()} by epoch", description=told)


def _final(run: Run, twin: Run) -> Table:
    rows = tuple(
        (label, *(_limits(each.final[name]) for each in (run, twin)))
        for name, label in _FINAL
        if name in run.final and name in twin.final
    )
    return Table("After training, with 95 % intervals", ("", _name(run), _name(twin)), rows, (1, 2))


def _limits(found: tuple[float, float, float]) -> str:
    value, low, high = found
    return f"{share(value)} ({share(low)} to {share(high)})"


def _prediction(run: Run, twin: Run) -> Prediction:
    mine, theirs = run.gradients_start[0], twin.gradients_start[0]
    ratio = theirs / mine if mine else float("inf")
    right = "far" if ratio > _FAR else "small" if ratio > _ALIKE else "like" if ratio > 1 / _ALIKE else "large"
    choices = (
        ("large", f"More than {_ALIKE:g} times larger"),
        ("like", f"Within a factor of {_ALIKE:g}"),
        ("small", f"{_ALIKE:g} to {_FAR:,.0f} times smaller"),
        ("far", f"More than {_FAR:,.0f} times smaller"),
    )
    layers = f"{run.depth} hidden layer{'' if run.depth == 1 else 's'}"
    question = (
        f"Two networks of {layers}: {_name(run)} and {_name(twin)}. Before training, how large is the gradient in the "
        "first layer of the first network beside that of the second?"
    )
    because = f"Its norm is {digits(mine, 2)}, {_times(theirs, mine)} the {digits(theirs, 2)} of {_name(twin)}."
    return Prediction(question, choices, right, because)
