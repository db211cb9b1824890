"""Net benefit of acting at thresholds: a mean of row terms, so that its variance and its lead over others are known."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri, stdtrit

from logitwise.metrics.clusters import freedom_of

if TYPE_CHECKING:
    from logitwise.tallies.cells import Cells, FoldCells

Floats = NDArray[np.float64]
THRESHOLDS: Final = np.arange(1, 100) / 100
_ROOM: Final = 1e-6
"""Relative distance below a threshold at which a fold's score counts as at it: folds keep no float32 apart."""


class Acted(NamedTuple):
    """What acting from thresholds up does to the rows.

    Attributes:
        threshold: ``(thresholds,)`` probability.
        tp: ``(thresholds,)`` positive rows acted on.
        fp: ``(thresholds,)`` negative rows acted on.
        positives: all positive rows.
        negatives: all negative rows.
    """

    threshold: Floats
    tp: Floats
    fp: Floats
    positives: float
    negatives: float

    @property
    def rows(self) -> float:
        """All rows."""
        return self.positives + self.negatives

    @property
    def price(self) -> Floats:
        """What a false alarm costs, in misses, where each threshold is the best."""
        return self.threshold / (1 - self.threshold)

    @property
    def counts(self) -> Floats:
        """``(4, thresholds)`` rows acted on and not: true positives, false ones, misses, true negatives."""
        return np.stack([self.tp, self.fp, self.positives - self.tp, self.negatives - self.fp])


def acted(cells: Cells, threshold: Floats = THRESHOLDS, first: NDArray[np.int64] | None = None) -> Acted:
    """At thresholds; one inside a cell, whose rows it would part, is moved up to the end of that cell.

    Args:
        cells: ascending scores.
        threshold: ``(thresholds,)`` ascending probabilities.
        first: ``(thresholds,)`` the lowest cell that each takes, where more is known than the cells tell.
    """
    taken = np.searchsorted(cells.edge, threshold) if first is None else first
    tp, fp = (np.append(np.cumsum(n[::-1])[::-1], 0)[taken].astype(float) for n in (cells.positives, cells.negatives))
    at = moved_up(cells, threshold, taken)
    return Acted(at, tp, fp, float(cells.positives.sum()), float(cells.negatives.sum()))


class FoldCounts(NamedTuple):
    """The same of each fold of groups that holds rows.

    Attributes:
        counts: ``(4, folds, thresholds)`` as `Acted.counts`.
        rows: ``(folds,)`` all rows.
    """

    counts: Floats
    rows: Floats


def acted_by_fold(folds: FoldCells, threshold: Floats = THRESHOLDS) -> FoldCounts:
    """What acting from thresholds up does to the rows of each fold of groups."""
    below = np.searchsorted(folds.p, threshold * (1 - _ROOM))
    taken, left = [], []
    for kept in (folds.positives, folds.negatives):
        through = np.cumsum(kept, axis=1, dtype=np.float64)
        left.append(np.where(below > 0, through[:, np.maximum(below - 1, 0)], 0.0))
        taken.append(through[:, -1:] - left[-1])
    counts = np.stack(taken + left)
    rows = counts[:, :, 0].sum(axis=0)
    return FoldCounts(counts[:, rows > 0], rows[rows > 0])


def moved_up(cells: Cells, threshold: Floats, first: NDArray[np.int64]) -> Floats:
    """Thresholds at which the counts of the cells from `first` on are exact: the same, or the end of a cell."""
    below = np.maximum(first - 1, 0)
    end = np.minimum(cells.p + cells.width, np.append(cells.edge[1:], 1.0))[below]
    inside = (first > 0) & (cells.width[below] > 0) & (end > threshold * (1 + 1e-12)) & (end < 1)
    return np.asarray(np.where(inside, end, threshold))


def over_none(at: Acted) -> Floats:
    """``(4, thresholds)`` what each row adds over never acting, which is the net benefit itself, by `Acted.counts`."""
    zero = np.zeros_like(at.price)
    return np.stack([zero + 1, -at.price, zero, zero])


def over_all(at: Acted) -> Floats:
    """The same over always acting: a miss costs 1, a row rightly left alone spares a false alarm."""
    zero = np.zeros_like(at.price)
    return np.stack([zero, zero, zero - 1, at.price])


def mean(at: Acted, terms: Floats) -> Floats:
    """``(thresholds,)`` of the row terms."""
    return np.asarray((terms * at.counts).sum(axis=0) / at.rows)


def variance(at: Acted, terms: Floats) -> Floats:
    """Of that mean, as if rows were independent: (TP + w^2 FP) / n^2 - NB^2 / n of the net benefit."""
    squares = (terms**2 * at.counts).sum(axis=0) / at.rows
    return np.asarray(np.maximum(squares - mean(at, terms) ** 2, 0.0) / at.rows)


def design_effect(at: Acted, terms: Floats, folds: FoldCounts | None) -> Floats:
    """``(thresholds,)`` times as large the variance is as of independent rows, by leaving out each fold of groups.

    At least 1, as for shares; 1 without groups; NaN where one fold holds all rows.
    """
    if folds is None:
        return np.ones(len(at.threshold))
    sums, rows, g = (terms[:, None] * folds.counts).sum(axis=0), folds.rows[:, None], len(folds.rows)
    if g < 2:
        return np.full(len(at.threshold), np.nan)
    left_out = (sums.sum(axis=0) - sums) / (rows.sum() - rows)
    clustered = (g - 1) / g * ((left_out - left_out.mean(axis=0)) ** 2).sum(axis=0)
    own = variance(at, terms)
    ratio = np.divide(clustered, own, out=np.ones(len(own)), where=own > 0)
    return np.asarray(np.maximum(ratio, 1.0))


def quantile(level: float, folds: FoldCounts | None) -> float:
    """Standard errors from the middle to the ends of a two-sided interval; Student's t where rows come in groups."""
    tail = (1 + level) / 2
    if folds is None:
        return float(ndtri(tail))
    return float(stdtrit(freedom_of(folds.rows), tail))


def ahead(at: Acted, *, level: float, folds: FoldCounts | None = None) -> NDArray[np.bool_]:
    """``(thresholds,)`` whether acting on the probability beats always and never acting beyond chance.

    Both paired differences have a lower limit above 0 after one more row of the worst kind, without which a few rows
    that happen to be alike would seem to be sure of it. That both must holds the error at that of either.

    Args:
        at: rows at thresholds.
        level: two-sided, of each interval.
        folds: counts by fold of the groups, where rows come in groups.
    """
    far = quantile(level, folds)
    return _lower(at, over_none(at), -at.price, folds, far) & _lower(at, over_all(at), -1.0 + 0 * at.price, folds, far)


def _lower(at: Acted, terms: Floats, worst: Floats, folds: FoldCounts | None, far: float) -> NDArray[np.bool_]:
    """Whether the lower limit of a mean after one worst row is above 0."""
    n = at.rows + 1
    value = ((terms * at.counts).sum(axis=0) + worst) / n
    spread = np.maximum(((terms**2 * at.counts).sum(axis=0) + worst**2) / n - value**2, 0.0) / n
    return np.asarray(value > far * np.sqrt(spread * design_effect(at, terms, folds)))
