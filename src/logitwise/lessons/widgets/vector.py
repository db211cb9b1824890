"""Vector: the same numbers through ReLU, sigmoid and softmax, side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from logitwise.activations import relu, sigmoid, softmax
from logitwise.lessons.widgets.settings import Settings, number, numbers, widget
from logitwise.lessons.widgets.svg.axis import Axis, steps
from logitwise.lessons.widgets.svg.bars import bars
from logitwise.lessons.widgets.svg.document import chart
from logitwise.lessons.widgets.svg.frame import Frame
from logitwise.lessons.widgets.svg.legend import Key
from logitwise.lessons.widgets.svg.scale import widened
from logitwise.lessons.widgets.view import Chart, Control, Prediction, Table, View
from logitwise.lessons.widgets.words import chance, digits, share, written

if TYPE_CHECKING:
    from logitwise.lessons.yours.own import Own

Floats = NDArray[np.float64]

DEFAULT: Final = (2.0, -1.0, 0.5, 0.0)
MOST: Final = 12
LARGEST: Final = 1e6
COLDEST: Final = 0.1
HOTTEST: Final = 5.0
_SHIFT: Final = 100.0
_AXIS: Final = "position in the vector"


@widget
def view(settings: Settings, own: Own | None = None) -> View:  # noqa: ARG001  every widget is asked alike
    """A vector through three activations."""
    z = np.array(numbers(settings, "z", default=DEFAULT, low=-LARGEST, high=LARGEST, label="numbers", most=MOST))
    t = number(settings, "temperature", default=1.0, low=COLDEST, high=HOTTEST, label="temperature")
    rectified, each, together = (np.asarray(y, np.float64) for y in (relu(z), sigmoid(z), softmax(z / t)))
    return View(
        "vector",
        "One vector, three activations",
        _controls(z, t),
        f"Softmax shares 1 among {len(z)} numbers, the largest share {share(float(together.max()))}; the sigmoids "
        f"judge each number alone and sum to {float(each.sum()):.3f}; ReLU leaves {int((z > 0).sum())} above 0.",
        charts=(_probabilities(each, together, t), _rectified(z, rectified)),
        tables=(_table(z, rectified, each, together),),
        prediction=_prediction(z, t),
        facts={"softmax_sum": float(together.sum()), "sigmoid_sum": float(each.sum())}
        | {f"softmax_{k}": float(p) for k, p in enumerate(together)},
    )


def _controls(z: Floats, t: float) -> tuple[Control, ...]:
    said = ", ".join(written(each) for each in z.tolist())
    return (
        Control("z", f"Numbers (at most {MOST})", "numbers", said),
        Control(
            "temperature", "Temperature of the softmax", "range", written(t),
            written(COLDEST), written(HOTTEST), "0.1", shown=f"temperature {t:.1f}",
        ),
    )  # fmt: skip


def _probabilities(each: Floats, together: Floats, t: float) -> Chart:
    name = "softmax" if t == 1 else f"softmax at temperature {t:g}"
    keys = (Key(name, 1, "bar"), Key("sigmoid of each", 2, "bar"))
    frame = Frame.of(steps(_AXIS, len(each)), Axis("probability", 0.0, 1.0), keys=keys)
    marks = (
        bars(frame, together.tolist(), series=1, place=0, beside=2),
        bars(frame, each.tolist(), series=2, place=1, beside=2),
    )
    told = "; ".join(f"{share(a)} and {share(b)}" for a, b in zip(together.tolist(), each.tolist(), strict=True))
    return chart(frame, *marks, title="Softmax and sigmoid", description=f"Softmax and sigmoid by position: {told}.")


def _rectified(z: Floats, rectified: Floats) -> Chart:
    low, high = widened(min(float(z.min()), 0.0), max(float(z.max()), 0.0))
    keys = (Key("ReLU", 3, "bar"), Key("input", 4, "bar"))
    frame = Frame.of(steps(_AXIS, len(z)), Axis("number", low, high), keys=keys)
    marks = (
        bars(frame, rectified.tolist(), series=3, place=0, beside=2),
        bars(frame, z.tolist(), series=4, place=1, beside=2),
    )
    told = ", ".join(digits(each) for each in rectified.tolist())
    return chart(frame, *marks, title="ReLU beside its input", description=f"ReLU by position: {told}.")


def _table(z: Floats, rectified: Floats, each: Floats, together: Floats) -> Table:
    columns = zip(z.tolist(), rectified.tolist(), each.tolist(), together.tolist(), strict=True)
    rows = tuple(
        (str(k), digits(a), digits(b), chance(c), chance(d)) for k, (a, b, c, d) in enumerate(columns, start=1)
    )
    sums = ("sum", "", digits(float(rectified.sum())), chance(float(each.sum())), chance(float(together.sum())))
    return Table(
        "The same numbers in figures", ("", "input", "ReLU", "sigmoid", "softmax"), (*rows, sums), (1, 2, 3, 4)
    )


def _prediction(z: Floats, t: float) -> Prediction:
    before, after = (np.asarray(softmax(y / t), np.float64) for y in (z, z + _SHIFT))
    gap = float(np.abs(after - before).max())
    right = "same" if gap < 1e-9 else ("sharper" if after.max() > before.max() else "flatter")
    choices = (
        ("same", "They stay the same"),
        ("sharper", "The largest comes nearer to 1"),
        ("flatter", "They come nearer to each other"),
    )
    because = f"With {_SHIFT:g} added to each number {_moved(gap)}."
    return Prediction(
        f"Add {_SHIFT:g} to every number. What becomes of the softmax probabilities?", choices, right, because
    )


def _moved(gap: float) -> str:
    """How far softmax moves, as rounding alone can make it, and why no further."""
    why = "only differences between logits count"
    if gap == 0:
        return f"no softmax probability moves: {why}"
    rounding = ", which is rounding" if gap < 1e-9 else ""
    return f"no softmax probability moves by more than {digits(gap, 1)}{rounding}: {why}"
