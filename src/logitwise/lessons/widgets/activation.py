"""Activation: a function and its derivative, with the stretches where it is saturated."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq

from logitwise import activations
from logitwise.activations import Activation
from logitwise.lessons.widgets.settings import Settings, choice, number, widget
from logitwise.lessons.widgets.svg.axis import Axis
from logitwise.lessons.widgets.svg.document import chart
from logitwise.lessons.widgets.svg.frame import Frame
from logitwise.lessons.widgets.svg.legend import Key
from logitwise.lessons.widgets.svg.line import line
from logitwise.lessons.widgets.svg.points import now
from logitwise.lessons.widgets.svg.region import stretch
from logitwise.lessons.widgets.svg.rule import down
from logitwise.lessons.widgets.svg.scale import widened
from logitwise.lessons.widgets.view import Chart, Control, Prediction, Table, View
from logitwise.lessons.widgets.words import digits, signed, written

if TYPE_CHECKING:
    from logitwise.lessons.yours.own import Own

Floats = NDArray[np.float64]

FUNCTIONS: Final[dict[str, Activation]] = {
    name: found
    for name in ("relu", *sorted(set(activations.__all__) - {"relu"}))
    if isinstance(found := getattr(activations, name), Activation)
}
OF_ROWS: Final = ("softmax", "log_softmax")
"""These look at a row of logits: they are drawn for the first of two, the other being 0."""
SMALL: Final = 0.01
"""A derivative below this in size counts as saturated here: a hundredth of what the identity lets through."""
FURTHEST: Final = 10.0
_X: Final = np.linspace(-FURTHEST, FURTHEST, 401)
_LIMITS: Final = ("0.25", "0.5", "1", "more")


@dataclass(frozen=True, slots=True, eq=False)
class Curves:
    """A function over the line that is drawn.

    Attributes:
        value: at each place of the line.
        slope: likewise.
        below: from here down it is saturated; minus infinite where it never is.
        above: from here up; infinite where it never is.
    """

    value: Floats
    slope: Floats
    below: float
    above: float


def value_of(name: str, x: Floats | float) -> Floats:
    """Values."""
    z = np.asarray(x, np.float64)
    if name in OF_ROWS:
        return np.asarray(FUNCTIONS[name](np.stack([z, np.zeros_like(z)], axis=-1))[..., 0])
    return np.asarray(FUNCTIONS[name](z))


def slope_of(name: str, x: Floats | float) -> Floats:
    """Derivatives; of a softmax by its first logit."""
    z = np.asarray(x, np.float64)
    if name in OF_ROWS:
        return np.asarray(FUNCTIONS[name].derivative(np.stack([z, np.zeros_like(z)], axis=-1))[..., 0, 0])
    return np.asarray(FUNCTIONS[name].derivative(z))


@cache
def curves_of(name: str) -> Curves:
    """A function over the line that is drawn, and where its derivative stays small for good."""
    slope = slope_of(name, _X)
    large = np.flatnonzero(np.abs(slope) >= SMALL)
    first, last = int(large[0]), int(large[-1])
    below = _edge(name, float(_X[first - 1]), float(_X[first])) if first else -np.inf
    above = _edge(name, float(_X[last]), float(_X[last + 1])) if last + 1 < len(_X) else np.inf
    return Curves(value_of(name, _X), slope, below, above)


def _edge(name: str, a: float, b: float) -> float:
    """Where the size of the derivative passes `SMALL` between two places; at a kink it jumps past it."""
    return float(brentq(lambda x: abs(float(slope_of(name, x))) - SMALL, a, b, xtol=1e-9))


@widget
def view(settings: Settings, own: Own | None = None) -> View:  # noqa: ARG001  every widget is asked alike
    """One input through one function."""
    name = choice(settings, "function", default="sigmoid", among=tuple(FUNCTIONS), label="function")
    x = number(settings, "x", default=2.0, low=-FURTHEST, high=FURTHEST, label="input x")
    curves, value, slope = curves_of(name), float(value_of(name, x)), float(slope_of(name, x))
    saturated = x <= curves.below or x >= curves.above
    state = f"saturated (derivative below {SMALL:g} from here outwards)" if saturated else "not saturated"
    rows = f" of the row ({signed(x, 2)}, 0)" if name in OF_ROWS else ""
    return View(
        "activation",
        "A function and its derivative",
        _controls(name, x),
        f"At x = {signed(x, 2)} {name}{rows} is {digits(value)} and its derivative {digits(slope)}: {state}.",
        charts=(_chart(name, x, value, slope),),
        tables=(_table(name, x, value, slope),),
        prediction=_prediction(name),
        facts={"value": value, "derivative": slope, "saturated": float(saturated)}
        | {"below": curves.below, "above": curves.above},
    )


def _controls(name: str, x: float) -> tuple[Control, ...]:
    named = tuple((each, each.replace("_", " ")) for each in FUNCTIONS)
    far = written(FURTHEST)
    return (
        Control("function", "Function", "choice", name, choices=named),
        Control("x", "Input x", "range", written(x), f"-{far}", far, "0.1", shown=f"x = {signed(x, 1)}"),
    )


def _chart(name: str, x: float, value: float, slope: float) -> Chart:
    frame, beneath = _still(name)
    marks = (down(frame, x, kind="now"), now(frame, x, slope, series=2), now(frame, x, value))
    description = f"At x = {signed(x, 2)} the value is {digits(value)} and the derivative {digits(slope)}."
    return chart(frame, beneath, *marks, title=f"{name} and its derivative", description=description)


@cache
def _still(name: str) -> tuple[Frame, str]:
    """What does not move with x."""
    curves = curves_of(name)
    reach = np.concatenate([curves.value, curves.slope])
    low, high = widened(max(float(reach.min()), -4.0), min(float(reach.max()), 4.0))
    keys = (
        Key(name.replace("_", " "), 1),
        Key("derivative", 2),
        Key(f"saturated: |derivative| < {SMALL:g}", 1, "shade"),
    )
    axes = Axis("input x", -FURTHEST, FURTHEST), Axis("output", low, high)
    frame = Frame.of(*axes, keys=keys)
    shaded = ((-FURTHEST, curves.below), (curves.above, FURTHEST))
    stretches = [stretch(frame, max(a, -FURTHEST), min(b, FURTHEST)) for a, b in shaded if np.isfinite([a, b]).all()]
    lines = [_within(frame, curves.slope, series=2), _within(frame, curves.value, series=1)]
    return frame, "".join((*stretches, *lines))


def _within(frame: Frame, y: Floats, *, series: int) -> str:
    """The line as far as it stays on the sheet: clamped it would run along the edge."""
    return line(frame, _X, np.where((y >= frame.y.low) & (y <= frame.y.high), y, np.nan), series=series)


def _table(name: str, x: float, value: float, slope: float) -> Table:
    curves, low_high = curves_of(name), FUNCTIONS[name].range
    rows = (
        ("Formula", FUNCTIONS[name].formula),
        ("Range", str(low_high).replace("-", "−").replace("inf", "∞")),
        (f"Value at {signed(x, 2)}", digits(value)),
        (f"Derivative at {signed(x, 2)}", digits(slope)),
        ("Saturated up to", "nowhere" if np.isinf(curves.below) else f"x = {signed(curves.below, 2)}"),
        ("Saturated from", "nowhere" if np.isinf(curves.above) else f"x = {signed(curves.above, 2)}"),
    )
    return Table(name.replace("_", " "), ("", "at this setting"), rows, (1,))


@cache
def _prediction(name: str) -> Prediction:
    slope = np.abs(slope_of(name, np.linspace(-FURTHEST, FURTHEST, 20_001)))
    at, most = float(np.linspace(-FURTHEST, FURTHEST, 20_001)[int(slope.argmax())]), float(slope.max())
    right = next((limit for limit in _LIMITS[:-1] if most <= float(limit) + 1e-9), "more")
    choices = tuple((limit, "more than 1" if limit == "more" else f"at most {limit}") for limit in _LIMITS)
    because = f"On the line that is drawn the largest size of its derivative is {digits(most)}, at x = {signed(at, 1)}."
    question = f"How large does the derivative of {name.replace('_', ' ')} become? Choose the tightest that holds."
    return Prediction(question, choices, right, because)
