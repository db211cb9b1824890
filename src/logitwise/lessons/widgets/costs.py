"""Costs: the threshold that two costs and a prevalence call for, and what every other would cost."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf, isinf
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy.special import logit

from logitwise.activations import sigmoid
from logitwise.lessons.widgets.data import Outcome, data_control, outcome_set, title_of
from logitwise.lessons.widgets.settings import Settings, number, widget
from logitwise.lessons.widgets.svg.axis import Axis
from logitwise.lessons.widgets.svg.document import chart
from logitwise.lessons.widgets.svg.frame import Frame
from logitwise.lessons.widgets.svg.legend import Key
from logitwise.lessons.widgets.svg.line import line
from logitwise.lessons.widgets.svg.points import now
from logitwise.lessons.widgets.svg.rule import across, down
from logitwise.lessons.widgets.svg.scale import widened
from logitwise.lessons.widgets.threshold import FURTHEST
from logitwise.lessons.widgets.view import Chart, Control, Prediction, Table, View
from logitwise.lessons.widgets.words import count, digits, share, signed, written
from logitwise.policy import Costs
from logitwise.remedies.costs import threshold_of_costs

if TYPE_CHECKING:
    from logitwise.lessons.yours.own import Own

Floats = NDArray[np.float64]

LEAST_COST: Final = 0.01
MOST_COST: Final = 10_000.0
RAREST: Final = 0.0001
_OF: Final = 10_000
_GRID: Final = np.linspace(-FURTHEST, FURTHEST, 481)
_ASKED: Final = Costs(false_positive=1.0, false_negative=10.0)


@dataclass(frozen=True, slots=True)
class Deployed:
    """An outcome where it will be met.

    Attributes:
        outcome: with the counts at every threshold.
        costs: of a false alarm and of a miss.
        prevalence: share of positive rows there.
    """

    outcome: Outcome
    costs: Costs
    prevalence: float

    @property
    def called_for(self) -> float:
        """The model's log-odds from which deciding positive pays, its probabilities being calibrated on the data.

        The threshold c_FP / (c_FP + c_FN) is one on the chance at deployment; where positives are rarer there than in
        the data, every log-odds of the model is too large by the difference of the prior log-odds.
        """
        shift = logit(self.outcome.thresholds.prevalence) - logit(self.prevalence)
        return float(logit(threshold_of_costs(self.costs)) + shift)

    def cost(self, threshold: float | Floats) -> Any:
        """Expected cost of a row."""
        reached = self.outcome.thresholds.reached(threshold)
        missed = self.costs.false_negative * self.prevalence * (1 - reached.recall)
        return missed + self.costs.false_positive * (1 - self.prevalence) * (1 - reached.specificity)

    def alerts(self, threshold: float) -> float:
        """Rows decided positive of every `_OF`, expected."""
        reached = self.outcome.thresholds.reached(threshold)
        share_ = self.prevalence * reached.recall + (1 - self.prevalence) * (1 - reached.specificity)
        return float(share_) * _OF

    @property
    def without(self) -> float:
        """Expected cost of a row where all are decided alike, whichever way is cheaper."""
        return min(self.costs.false_negative * self.prevalence, self.costs.false_positive * (1 - self.prevalence))

    @property
    def cheapest(self) -> float:
        """The threshold of least expected cost, halfway to the next score below; infinite where calling none is."""
        at = self.outcome.thresholds.at.tolist()
        tried = [*at, inf]
        first = int(np.argmin(self.cost(np.array(tried))))
        return between(tried[first - 1] if first else tried[first], tried[first])


def between(low: float, high: float) -> float:
    """Halfway between two scores; one beside the other where that has no end.

    >>> between(1.0, 2.0), between(3.0, inf), between(-inf, inf)
    (1.5, 4.0, 0.0)
    """
    if isinf(low) and isinf(high):
        return 0.0 if low < high else high
    if isinf(high):
        return low + 1.0
    return high - 1.0 if isinf(low) else (low + high) / 2


@widget
def view(settings: Settings, own: Own | None = None) -> View:
    """Costs at deployment."""
    outcome = outcome_set(settings, own)
    there = Deployed(outcome, _costs(settings), _prevalence(settings, outcome))
    t, least = there.called_for, there.cheapest
    told, cost, lowest = threshold_of_costs(there.costs), float(there.cost(t)), float(there.cost(least))
    return View(
        "costs",
        "What do mistakes cost?",
        (data_control(outcome.data, own), *outcome.controls, *_controls(there)),
        f"{title_of(outcome.data, own)}: call a row {outcome.shown} from a chance of {share(told)} up, {signed(t, 2)} "
        f"on the model's log-odds here: {there.alerts(t):,.0f} alerts and a cost of {digits(cost * _OF)} for every "
        f"{_OF:,} rows{outcome.nearly(exact=outcome.thresholds.whole)}; the cheapest threshold on these rows costs "
        f"{digits(lowest * _OF)}.",
        charts=(_chart(there),),
        tables=(_table(there),),
        prediction=_prediction(),
        facts={"threshold": told, "log_odds": t, "cost": cost, "cheapest": least, "lowest_cost": lowest}
        | {"alerts": there.alerts(t)},
    )


def _costs(settings: Settings) -> Costs:
    limits = {"low": LEAST_COST, "high": MOST_COST}
    return Costs(
        false_positive=number(settings, "false_positive", default=1.0, label="cost of a false alarm", **limits),
        false_negative=number(settings, "false_negative", default=10.0, label="cost of a miss", **limits),
    )


def _prevalence(settings: Settings, outcome: Outcome) -> float:
    """As it is set for this class of these data; that of the data, to the last digit, unless it is set."""
    default = outcome.thresholds.prevalence
    as_in_data = settings.get("prevalence", "").strip() in {"", written(default)}
    if as_in_data or settings.get("prevalence_of", _whose(outcome)) != _whose(outcome):
        return default
    return number(
        settings, "prevalence", default=default, low=RAREST, high=1 - RAREST, label="prevalence at deployment"
    )


def _whose(outcome: Outcome) -> str:
    """For which class of which data a prevalence was set: with others the field still holds it."""
    return f"{outcome.data}:{outcome.of}"


def _controls(there: Deployed) -> tuple[Control, ...]:
    least, most = written(LEAST_COST), written(MOST_COST)
    share_of_data = there.outcome.thresholds.prevalence  # may lie beyond what else can be set
    rarest, commonest = written(min(RAREST, share_of_data)), written(max(1 - RAREST, share_of_data))
    fp, fn, share_ = (written(x) for x in (there.costs.false_positive, there.costs.false_negative, there.prevalence))
    return (
        Control("false_positive", "Cost of a false alarm", "number", fp, least, most, "any"),
        Control("false_negative", "Cost of a miss", "number", fn, least, most, "any"),
        Control("prevalence", "Prevalence at deployment", "number", share_, rarest, commonest, "any"),
        Control("prevalence_of", "Whose prevalence", "hidden", _whose(there.outcome)),
    )


def _chart(there: Deployed) -> Chart:
    t, least = there.called_for, there.cheapest
    costs, without = there.cost(_GRID) * _OF, there.without * _OF
    top = widened(0.0, 2 * without)[1]
    axes = (
        Axis("threshold (the model's log-odds)", -FURTHEST, FURTHEST, most=7),
        Axis(f"expected cost of {_OF:,} rows", 0.0, top),
    )
    keys = (Key("cost", 1), Key("cheapest here", 3, "dot"), Key("without a model", 1, "rule"))
    frame = Frame.of(*axes, keys=keys, height=275.0)
    marks = [across(frame, without), line(frame, _GRID, np.where(costs <= top, costs, np.nan))]
    if abs(least) <= FURTHEST:
        marks.append(now(frame, least, float(there.cost(least)) * _OF, series=3))
    if abs(t) <= FURTHEST:
        marks.append(down(frame, t, "called for", kind="now"))
        dot = float(there.cost(t)) * _OF
        marks.append(now(frame, t, dot if dot <= top else np.nan))
    told = f"The costs call for log-odds {signed(t, 2)}; cheapest on these rows is {signed(least, 2)}."
    return chart(frame, *marks, title="What every threshold would cost", description=told)


def _table(there: Deployed) -> Table:
    at = (
        ("called for by the costs", there.called_for),
        ("cheapest on these rows", there.cheapest),
        ("one half", 0.0),
    )
    rows = tuple(
        (
            name,
            signed(t, 2),
            share(float(sigmoid(t))),
            digits(float(there.cost(t)) * _OF),
            count(round(there.alerts(t))),
        )
        for name, t in at
    )
    header = ("threshold", "log-odds", "the model's probability", f"cost of {_OF:,} rows", f"alerts in {_OF:,}")
    return Table("Thresholds compared", header, rows, (1, 2, 3, 4))


def _prediction() -> Prediction:
    """The textbook threshold, among those that mistakes about it give."""
    right = threshold_of_costs(_ASKED)
    turned = threshold_of_costs(Costs(false_positive=_ASKED.false_negative, false_negative=_ASKED.false_positive))
    values = sorted({f"{x:.3f}" for x in (right, turned, 0.5, _ASKED.false_positive / _ASKED.false_negative)})
    question = (
        f"A miss costs {_ASKED.false_negative:g}, a false alarm {_ASKED.false_positive:g}, and the probabilities are "
        "calibrated. From which probability up is an alarm worth it?"
    )
    because = (
        f"An alarm costs {_ASKED.false_positive:g} times (1 − p), silence {_ASKED.false_negative:g} times p: they are "
        f"equal at {_ASKED.false_positive:g} / ({_ASKED.false_positive:g} + {_ASKED.false_negative:g}) = {right:.3f}."
    )
    return Prediction(question, tuple((value, value) for value in values), f"{right:.3f}", because)
