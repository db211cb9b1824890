"""What a threshold reaches: metrics of decisions from the four counts, for one threshold or for all at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from logitwise.policy import Costs

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Reached:
    """Rows by truth and decision; numbers or arrays of one shape.

    Every share is NaN where its denominator is 0.

    Attributes:
        tp: positive rows decided positive.
        fp: negative rows decided positive.
        fn: positive rows decided negative.
        tn: negative rows decided negative.

    >>> some = Reached(20.0, 10.0, 5.0, 65.0)
    >>> round(float(some.f1), 6), float(some.alerts)
    (0.727273, 0.3)
    """

    tp: Any
    fp: Any
    fn: Any
    tn: Any

    @property
    def recall(self) -> Floats:
        """TP / (TP + FN)."""
        return _share(self.tp, self.tp + self.fn)

    @property
    def precision(self) -> Floats:
        """TP / (TP + FP)."""
        return _share(self.tp, self.tp + self.fp)

    @property
    def specificity(self) -> Floats:
        """TN / (TN + FP)."""
        return _share(self.tn, self.tn + self.fp)

    @property
    def npv(self) -> Floats:
        """TN / (TN + FN)."""
        return _share(self.tn, self.tn + self.fn)

    @property
    def accuracy(self) -> Floats:
        """(TP + TN) / rows."""
        return _share(self.tp + self.tn, self.rows)

    @property
    def balanced_accuracy(self) -> Floats:
        """Mean of recall and specificity."""
        return (self.recall + self.specificity) / 2

    @property
    def f1(self) -> Floats:
        """2 TP / (2 TP + FP + FN)."""
        return self.fbeta(1.0)

    @property
    def mcc(self) -> Floats:
        """Matthews correlation: the root of recall, precision, specificity and NPV less that of their complements."""
        decided = np.sqrt(np.maximum((self.tp + self.fp) * (self.tp + self.fn), 0))  # sums of weights round below 0
        left = np.sqrt(np.maximum((self.tn + self.fp) * (self.tn + self.fn), 0))
        spread = decided * left
        return _share(self.tp * self.tn - self.fp * self.fn, spread)

    @property
    def kappa(self) -> Floats:
        """Cohen's kappa: agreement beyond that of chance with the same margins."""
        chance = (self.tp + self.fp) * (self.fp + self.tn) + (self.tp + self.fn) * (self.fn + self.tn)
        return _share(2 * (self.tp * self.tn - self.fp * self.fn), chance)

    @property
    def gain(self) -> Floats:
        """Recall + specificity - 1: how much more often a positive is decided positive than a negative (Youden's J)."""
        return self.recall + self.specificity - 1

    @property
    def alerts(self) -> Floats:
        """Share of all rows that are decided positive."""
        return _share(self.tp + self.fp, self.rows)

    @property
    def rows(self) -> Any:
        """All rows."""
        return self.tp + self.fp + self.fn + self.tn

    def fbeta(self, beta: float) -> Floats:
        """F-beta: recall counts `beta` times as much as precision."""
        weight = beta * beta
        return _share((1 + weight) * self.tp, (1 + weight) * self.tp + weight * self.fn + self.fp)

    def cost(self, costs: Costs) -> Floats:
        """Mean cost of a row."""
        return _share(costs.false_positive * self.fp + costs.false_negative * self.fn, self.rows)

    @property
    def turned(self) -> Reached:
        """The same rows told about the negatives."""
        return Reached(self.tn, self.fn, self.fp, self.tp)

    @classmethod
    def of_rates(cls, recall: float, specificity: float, *, positives: float, negatives: float) -> Reached:
        """From two shares and how many rows they are of.

        >>> Reached.of_rates(0.8, 0.9, positives=10, negatives=50)
        Reached(tp=8.0, fp=5.0, fn=2.0, tn=45.0)
        """
        tp, tn = recall * positives, specificity * negatives
        return cls(tp, negatives - tn, positives - tp, tn)

    def __add__(self, other: Reached) -> Reached:
        """Both sets of rows together."""
        return Reached(self.tp + other.tp, self.fp + other.fp, self.fn + other.fn, self.tn + other.tn)


MAXIMISED: Final[dict[str, Callable[[Reached], Floats]]] = {
    "f1": lambda r: r.f1,
    "mcc": lambda r: r.mcc,
    "balanced_accuracy": lambda r: r.balanced_accuracy,
    "accuracy": lambda r: r.accuracy,
    "precision": lambda r: r.precision,
    "recall": lambda r: r.recall,
    "specificity": lambda r: r.specificity,
}
"""What a threshold can be chosen to maximise; beside them `fbeta`, which needs its beta."""
ALWAYS: Final = ("recall", "precision", "f1", "specificity", "accuracy", "alerts")
"""What every choice is told with."""


@dataclass(frozen=True, slots=True)
class Measure:
    """Which numbers a choice is told with beside `ALWAYS`.

    Attributes:
        metric: the maximised one, None where none is.
        beta: of `fbeta`.
        costs: of false decisions, None where unknown.
    """

    metric: str | None = None
    beta: float = 1.0
    costs: Costs | None = None

    def of(self, reached: Reached) -> Floats:
        """The maximised metric.

        Raises:
            ValueError: none is maximised.
        """
        if self.metric is None:
            raise ValueError("no metric is maximised")
        return reached.fbeta(self.beta) if self.metric == "fbeta" else MAXIMISED[self.metric](reached)

    def numbers(self, reached: Reached) -> dict[str, float]:
        """Each number by its name; `cost` is the mean cost of a row."""
        told = {name: float(getattr(reached, name)) for name in ALWAYS}
        if self.metric is not None:
            told[self.metric] = float(self.of(reached))
        if self.costs is not None:
            told["cost"] = float(reached.cost(self.costs))
        return told


def _share(part: Any, whole: Any) -> Floats:
    part, whole = np.asarray(part, np.float64), np.asarray(whole, np.float64)
    return np.asarray(np.divide(part, whole, out=np.full(np.broadcast(part, whole).shape, np.nan), where=whole > 0))
