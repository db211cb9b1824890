"""Reliability: are the probabilities honest, and what scaling the logits does to that."""

from __future__ import annotations

from functools import cache, lru_cache
from math import isinf
from typing import TYPE_CHECKING, Final

import numpy as np

from logitwise.errors import OptionError
from logitwise.lessons.datasets import tally
from logitwise.lessons.widgets.data import YOURS, class_control, data_control, data_set, title_of
from logitwise.lessons.widgets.diagram import HEIGHT, diagram
from logitwise.lessons.widgets.scaled import Scored, mean_loss, scaled, scored
from logitwise.lessons.widgets.settings import Settings, number, widget
from logitwise.lessons.widgets.svg.axis import Axis
from logitwise.lessons.widgets.svg.document import chart
from logitwise.lessons.widgets.svg.frame import Frame
from logitwise.lessons.widgets.svg.line import line
from logitwise.lessons.widgets.svg.points import now
from logitwise.lessons.widgets.svg.rule import down
from logitwise.lessons.widgets.svg.scale import widened
from logitwise.lessons.widgets.view import Chart, Control, Prediction, Table, View
from logitwise.lessons.widgets.words import digits, share, written

if TYPE_CHECKING:
    from logitwise.lessons.yours.own import Own

STEP: Final = 0.25
LARGEST: Final = 10.0
_SCALES: Final = np.geomspace(STEP, LARGEST, 17)
_CHOICES: Final = (
    ("accuracy", "Accuracy alone"),
    ("log_loss", "Log loss alone"),
    ("both", "Both"),
    ("none", "Neither"),
)


@widget
def view(settings: Settings, own: Own | None = None) -> View:
    """Data with their logits multiplied."""
    data = data_set(settings, own)
    scale = number(settings, "scale", default=1.0, low=STEP, high=LARGEST, label="logit scale")
    rows, others = _rows(data, own, of=settings.get("of"))
    now_, as_is = scaled(rows, scale), scaled(rows, 1.0)
    gap = "undefined" if now_.gap.undefined else f"{now_.gap.value:.3f}"
    return View(
        "reliability",
        "Are the probabilities honest?",
        (data_control(data, own), *class_control(rows.of or "", others), _slider(scale)),
        f"{title_of(data, own)}, logits times {scale:g}: accuracy {share(now_.accuracy)} (as it was: "
        f"{share(as_is.accuracy)}), log loss {_nats(now_.log_loss)} nats (was {_nats(as_is.log_loss)}), "
        f"calibration gap {gap}.",
        charts=(_diagram(rows, scale), _losses(rows, scale, now_.log_loss)),
        tables=(_table(rows, scale),),
        prediction=_prediction(rows),
        facts={"accuracy": now_.accuracy, "log_loss": now_.log_loss, "calibration_gap": now_.gap.value}
        | {"rows": rows.rows},
    )


def _rows(data: str, own: Own | None, *, of: str | None) -> tuple[Scored, tuple[str, ...]]:
    """The rows, and the labels among which one can be chosen."""
    if data != YOURS:
        return _of_dataset(data), ()
    if own is None or own.tally is None:
        raise OptionError("A JSON report holds no scores that could be scaled: give the .tally of the same rows")
    if own.tally.head.kind != "multilabel":
        return _of_own(own, None), ()
    return _of_own(own, of if of in own.outcomes else None), own.outcomes


@cache
def _of_dataset(name: str) -> Scored:
    return scored(tally(name))


@lru_cache(maxsize=32)
def _of_own(own: Own, of: str | None) -> Scored:
    assert own.tally is not None  # noqa: S101  the caller looked
    return scored(own.tally, of)


def _nats(loss: float) -> str:
    """A loss as sentences put two beside each other."""
    return digits(loss) if isinf(loss) else f"{loss:.3f}"


def _slider(scale: float) -> Control:
    least, most = written(STEP), written(LARGEST)
    shown = f"logits times {scale:g}"
    return Control("scale", "Logit scale", "range", written(scale), least, most, least, shown=shown)


@lru_cache(maxsize=512)
def _diagram(rows: Scored, scale: float) -> Chart:
    return diagram(scaled(rows, scale).cells, of=rows.of, scale=scale)


def _losses(rows: Scored, scale: float, loss: float) -> Chart:
    frame, beneath = _still(rows)
    at = min(loss, frame.y.high)
    told = f"At logits times {scale:g} the log loss is {digits(loss)} nats."
    marks = (down(frame, scale, kind="now"), now(frame, scale, at))
    return chart(frame, beneath, *marks, title="Log loss by logit scale", description=told)


@lru_cache(maxsize=16)
def _still(rows: Scored) -> tuple[Frame, str]:
    """What does not move with the scale."""
    losses = np.array([mean_loss(rows, scale) for scale in _SCALES.tolist()])
    finite = losses[np.isfinite(losses)]
    top = float(finite.max()) if len(finite) else 1.0
    marked = tuple((x, f"×{x:g}") for x in (0.25, 0.5, 1.0, 2.0, 5.0, 10.0))
    axes = Axis("logit scale", STEP, LARGEST, log=True, marked=marked), Axis("log loss (nats)", *widened(0.0, top))
    frame = Frame.of(*axes, height=HEIGHT)
    return frame, line(frame, _SCALES, np.where(np.isfinite(losses), losses, np.nan))


def _table(rows: Scored, scale: float) -> Table:
    lines = []
    for each in sorted({1.0, scale, LARGEST}):
        found = scaled(rows, each)
        gap = "undefined" if found.gap.undefined else share(found.gap.value)
        lines.append((f"×{each:g}", share(found.accuracy), digits(found.log_loss), gap))
    return Table(
        "The same in numbers", ("logits", "accuracy", "log loss (nats)", "calibration gap"), tuple(lines), (1, 2, 3)
    )


@lru_cache(maxsize=16)
def _prediction(rows: Scored) -> Prediction:
    before, after = scaled(rows, 1.0), scaled(rows, LARGEST)
    right = {(True, False): "accuracy", (False, True): "log_loss", (True, True): "both"}.get(
        (before.accuracy != after.accuracy, before.log_loss != after.log_loss), "none"
    )
    because = (
        f"Accuracy goes from {share(before.accuracy)} to {share(after.accuracy)}, log loss from "
        f"{_nats(before.log_loss)} to {_nats(after.log_loss)} nats: the order of the classes stays, the confidence "
        f"does not{' (a row was sure and wrong)' if isinf(after.log_loss) else ''}."
    )
    return Prediction(f"Multiply every logit by {LARGEST:g}. Which number changes?", _CHOICES, right, because)
