"""What a threshold reaches: four counts at every cut between two scores, and what is made of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from logitwise.tallies.cells import Cells

Floats = NDArray[np.float64]


class Counts(NamedTuple):
    """Rows by truth and decision, of one threshold or of many."""

    tp: Floats
    fp: Floats
    fn: Floats
    tn: Floats

    @classmethod
    def at_every_cut(cls, cells: Cells) -> Self:
        """``(cells,)`` each: cut i decides cells i and up to be positive."""
        positives, negatives = np.asarray(cells.positives, np.float64), np.asarray(cells.negatives, np.float64)
        tp, fp = positives[::-1].cumsum()[::-1], negatives[::-1].cumsum()[::-1]
        return cls(tp, fp, positives.sum() - tp, negatives.sum() - fp)

    @classmethod
    def of(cls, cells: Cells, decided: NDArray[np.bool_]) -> Self:
        """Of one rule that decides these cells to be positive."""
        tp, fp = cells.positives[decided].sum(), cells.negatives[decided].sum()
        four = (tp, fp, cells.positives.sum() - tp, cells.negatives.sum() - fp)
        return cls(*(np.asarray(count, np.float64) for count in four))

    def plus(self, other: Self) -> Self:
        """The rows of both."""
        return type(self)(*(a + b for a, b in zip(self, other, strict=True)))

    @property
    def recall(self) -> Floats:
        """Share of the positives that is found."""
        return _share(self.tp, self.tp + self.fn)

    @property
    def specificity(self) -> Floats:
        """Share of the negatives that is left alone."""
        return _share(self.tn, self.tn + self.fp)

    @property
    def precision(self) -> Floats:
        """Share of what is decided positive that is."""
        return _share(self.tp, self.tp + self.fp)

    @property
    def gain(self) -> Floats:
        """Recall + specificity - 1: how much more often a positive is decided positive than a negative (Youden's J)."""
        return self.recall + self.specificity - 1

    def fbeta(self, beta: float) -> Floats:
        """F-beta."""
        weight = beta * beta
        return _share((1 + weight) * self.tp, (1 + weight) * self.tp + weight * self.fn + self.fp)


def _share(part: Floats, whole: Floats) -> Floats:
    return np.asarray(np.divide(part, whole, out=np.full(np.shape(whole), np.nan), where=np.asarray(whole) > 0))


def _mcc(counts: Counts) -> Floats:
    tp, fp, fn, tn = (np.maximum(count, 0.0) for count in counts)  # differences of weights can be below 0 by rounding
    scale = np.sqrt(tp + fp) * np.sqrt(tp + fn) * np.sqrt(tn + fp) * np.sqrt(tn + fn)
    return _share(tp * tn - fp * fn, scale)


def _kappa(counts: Counts) -> Floats:
    tp, fp, fn, tn = counts
    return _share(2 * (tp * tn - fp * fn), (tp + fp) * (fp + tn) + (tp + fn) * (fn + tn))


def score(name: str, beta: float) -> Callable[[Counts], Floats] | None:
    """A metric of four counts by its name; None of one that is not made of them."""
    return (lambda counts: counts.fbeta(beta)) if name == "fbeta" else SCORES.get(name)


SCORES: Final[dict[str, Callable[[Counts], Floats]]] = {
    "recall": lambda c: c.recall,
    "precision": lambda c: c.precision,
    "specificity": lambda c: c.specificity,
    "npv": lambda c: _share(c.tn, c.tn + c.fn),
    "f1": lambda c: c.fbeta(1.0),
    "accuracy": lambda c: _share(c.tp + c.tn, c.tp + c.fp + c.fn + c.tn),
    "balanced_accuracy": lambda c: (c.recall + c.specificity) / 2,
    "mcc": _mcc,
    "kappa": _kappa,
}
