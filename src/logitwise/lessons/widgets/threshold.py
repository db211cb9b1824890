"""Threshold: what a cut through the scores decides, and what every other would."""

from __future__ import annotations

from functools import lru_cache
from math import isnan
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from logitwise.activations import sigmoid
from logitwise.lessons.widgets.data import Outcome, data_control, outcome_set, title_of
from logitwise.lessons.widgets.settings import Settings, number, widget
from logitwise.lessons.widgets.svg.axis import Axis
from logitwise.lessons.widgets.svg.document import chart
from logitwise.lessons.widgets.svg.frame import Frame
from logitwise.lessons.widgets.svg.heat import heat
from logitwise.lessons.widgets.svg.legend import Key
from logitwise.lessons.widgets.svg.line import line
from logitwise.lessons.widgets.svg.points import now
from logitwise.lessons.widgets.svg.rule import down
from logitwise.lessons.widgets.two_histograms import REST, two_histograms
from logitwise.lessons.widgets.view import Chart, Control, Prediction, Table, View
from logitwise.lessons.widgets.words import count, share, signed, written

if TYPE_CHECKING:
    from logitwise.lessons.yours.own import Own
    from logitwise.remedies.reached import Reached

FURTHEST: Final = 12.0
_GRID: Final = np.linspace(-FURTHEST, FURTHEST, 481)
_NAMES: Final = ("precision", "recall", "f1")
_LABELS: Final = ("precision", "recall", "F1")
_CHOICES: Final = (
    ("rises", "It can only rise or stay"),
    ("falls", "It can only fall or stay"),
    ("both", "It rises at some steps and falls at others"),
)


@widget
def view(settings: Settings, own: Own | None = None) -> View:
    """One threshold on one outcome."""
    outcome = outcome_set(settings, own)
    t = number(settings, "threshold", default=0.0, low=-FURTHEST, high=FURTHEST, label="threshold in log-odds")
    reached = outcome.thresholds.reached(t)
    shares = {name: float(getattr(reached, name)) for name in (*_NAMES, "accuracy")}
    return View(
        "threshold",
        "Where is the cut?",
        (data_control(outcome.data, own), *outcome.controls, _slider(t)),
        _sentence(outcome, t, reached, title=title_of(outcome.data, own)),
        charts=(
            two_histograms(outcome, t, furthest=FURTHEST),
            _matrix(outcome, reached),
            _curves(outcome, t, shares),
        ),
        tables=(_table(reached, shares),),
        prediction=_prediction(outcome),
        facts={name: float(getattr(reached, name)) for name in ("tp", "fp", "fn", "tn")} | shares,
    )


def _slider(t: float) -> Control:
    far, chance = written(FURTHEST), float(sigmoid(t))
    shown = f"{signed(t)} (probability {chance:.3g})"
    return Control("threshold", "Threshold (log-odds)", "range", written(t), f"-{far}", far, "0.1", shown=shown)


def _sentence(outcome: Outcome, t: float, reached: Reached, *, title: str) -> str:
    taken, found = reached.tp + reached.fp, outcome.thresholds.positives
    nearly = outcome.nearly(exact=outcome.thresholds.exact_at(t))
    start = (
        f"{title}: from log-odds {signed(t)} up {count(taken)} of {count(reached.rows)} {outcome.called} "
        f"{'is' if taken == 1 else 'are'} called {outcome.shown}"
    )
    if isnan(reached.precision):
        return f"{start}{nearly}, so precision is undefined (nothing is divided by nothing) and recall is 0."
    return (
        f"{start}{nearly}, {count(reached.tp)} of them rightly: precision {share(float(reached.precision))}; "
        f"of {count(found)} that are, recall finds {share(float(reached.recall))}."
    )


def _curves(outcome: Outcome, t: float, shares: dict[str, float]) -> Chart:
    frame, beneath = _still(outcome)
    dots = [now(frame, t, shares[name], series=k) for k, name in enumerate(_NAMES, start=1)]
    told = ", ".join(f"{label} {share(shares[name])}" for name, label in zip(_NAMES, _LABELS, strict=True))
    title = f"Every threshold on {outcome.shown}"
    return chart(frame, beneath, down(frame, t, kind="now"), *dots, title=title, description=f"At the cut: {told}.")


@lru_cache(maxsize=64)
def _still(outcome: Outcome) -> tuple[Frame, str]:
    """What does not move with the cut."""
    reached = outcome.thresholds.reached(_GRID)
    keys = tuple(Key(label, k) for k, label in enumerate(_LABELS, start=1))
    axes = Axis("threshold (log-odds)", -FURTHEST, FURTHEST, most=7), Axis("share", 0.0, 1.0)
    frame = Frame.of(*axes, keys=keys)
    lines = [line(frame, _GRID, getattr(reached, name), series=k) for k, name in enumerate(_NAMES, start=1)]
    return frame, "".join(lines)


def _matrix(outcome: Outcome, reached: Reached) -> Chart:
    counts = ((reached.tp, reached.fn), (reached.fp, reached.tn))
    said = tuple(tuple(f"{name} {count(n)}" for name, n in row) for row in _cells(reached))
    names = (outcome.shown, REST)
    found, missed, alarms, left = (count(float(n)) for n in (reached.tp, reached.fn, reached.fp, reached.tn))
    told = f"{found} found, {missed} missed, {alarms} false alarms, {left} rightly left."
    plain = tuple(tuple(map(float, row)) for row in counts)
    return heat(plain, names, title="Confusion matrix at the cut", description=told, said=said)


def _cells(reached: Reached) -> tuple[tuple[tuple[str, float], ...], ...]:
    return (("TP", reached.tp), ("FN", reached.fn)), (("FP", reached.fp), ("TN", reached.tn))


def _table(reached: Reached, shares: dict[str, float]) -> Table:
    tp, fp, fn, tn = (count(float(n)) for n in (reached.tp, reached.fp, reached.fn, reached.tn))
    why = " (no row is called positive)" if isnan(shares["precision"]) else ""
    rows = (
        ("Precision", f"{tp} / ({tp} + {fp})", share(shares["precision"]) + why),
        ("Recall", f"{tp} / ({tp} + {fn})", share(shares["recall"])),
        ("F1", f"2·{tp} / (2·{tp} + {fp} + {fn})", share(shares["f1"])),
        ("Accuracy", f"({tp} + {tn}) / {count(float(reached.rows))}", share(shares["accuracy"])),
    )
    return Table("At the cut", ("", "from the counts", "value"), rows, (2,))


@lru_cache(maxsize=64)
def _prediction(outcome: Outcome) -> Prediction:
    """What precision does at every step from one score to the next, upwards."""
    scores = outcome.thresholds
    precision = _defined(scores.reached(scores.at).precision)
    steps = np.diff(precision)
    rises, falls = int((steps > 0).sum()), int((steps < 0).sum())
    right = "both" if rises and falls else ("falls" if falls else "rises")
    question = "Push the threshold up, score by score. What does precision do?"
    because = f"On these rows precision rises at {rises} steps and falls at {falls}; only recall never rises."
    return Prediction(question, _CHOICES, right, because)


def _defined(values: NDArray[np.float64]) -> NDArray[np.float64]:
    return values[~np.isnan(values)]
