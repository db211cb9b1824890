"""Average precision in the step form, its sharp certificate and its limits, from cells instead of rows."""

from __future__ import annotations

from dataclasses import dataclass
from math import nan, sqrt
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import digamma, expit, logit, ndtri

from logitwise.metrics.law import Law

Floats = NDArray[np.float64]
ENOUGH_POSITIVES: Final = 100  # for a verdict: at 20 to 50 the lower limit missed .05 to .09
METHOD = "logit, influence function"
METHOD_FEW = "logit, influence function; no verdict below 100 positive rows"
METHOD_FLAGGED = "logit, influence function; unreliable below 10 positive rows, no verdict below 100"
METHOD_ALL = "uninformative: prevalence 1"
_DIGAMMA_UP_TO: Final = 1e4  # negatives above a cell beyond which c * (digamma - digamma) would cancel


class ApSums(NamedTuple):
    """Average precision with its bounds and spread; arrays of the leading shape of the cells.

    Attributes:
        value: NaN without positives.
        lowest: smallest value that any order inside the cells could give.
        highest: largest such value.
        se: standard error from the influence function.
        positives: rows in which the outcome holds.
        negatives: rows in which it does not.
    """

    value: Floats
    lowest: Floats
    highest: Floats
    se: Floats
    positives: Floats
    negatives: Floats

    @property
    def certificate(self) -> Floats:
        """Largest distance of the bounds from the value."""
        return np.maximum(self.highest - self.value, self.value - self.lowest)


def ap_sums(positives: NDArray[Any], negatives: NDArray[Any], *, exact: bool = True) -> ApSums:
    """Average precision, 0 to 1: mean over positive rows of the precision when all rows scoring as high are taken.

    The step form, sum (R_k - R_(k-1)) precision_k over distinct scores, as scikit-learn; never the trapezoid, which is
    optimistic (Davis and Goadrich 2006, doi:10.1145/1143844.1143874). A constant score has the prevalence, so do not
    compare it across prevalences. Ties are blocks.

    Args:
        positives: ``(..., cells)`` counts by ascending score.
        negatives: the same of the rest.
        exact: each cell is one distinct score, so that nothing inside it is unknown.

    >>> ap_sums(np.array([0, 1, 1]), np.array([1, 1, 0])).value.round(6).tolist()
    0.833333
    """
    p, n = positives[..., ::-1].astype(np.float64), negatives[..., ::-1].astype(np.float64)
    t, f = np.cumsum(p, axis=-1), np.cumsum(n, axis=-1)
    p_all, n_all = t[..., -1], f[..., -1]
    taken = np.where(t + f > 0, t + f, 1)  # 0 only above the first row, where nothing is counted
    with np.errstate(invalid="ignore", divide="ignore"):  # no positives make NaN, which is meant
        value = np.minimum((p * t / taken).sum(axis=-1) / p_all, 1.0)  # above 1 by rounding alone
        se = _influence_se(p, n, t=t, f=f, value=value)
        lowest = value if exact else _lowest(p, t - p, f).sum(axis=-1) / p_all
        highest = value if exact else (p * t / np.where(t + f > n, t + f - n, 1)).sum(axis=-1) / p_all
    return ApSums(value, lowest, highest, se, p_all, n_all)


def _influence_se(p: Floats, n: Floats, *, t: Floats, f: Floats, value: Floats) -> Floats:
    """Root of the sum over rows of the squared derivative of the value by the row's weight.

    A row changes precision at every score up to its own: a positive one by F / (T + F)^2, a negative one by
    -T / (T + F)^2; a positive row also brings its own precision, minus the mean.
    """
    taken, p_all = np.where(t + f > 0, t + f, 1), t[..., -1:]
    helped = np.cumsum((p * f / taken**2)[..., ::-1], axis=-1)[..., ::-1]
    hurt = np.cumsum((p * t / taken**2)[..., ::-1], axis=-1)[..., ::-1]
    of_positive = t / taken - value[..., None] + helped
    rows = p_all[..., 0] + f[..., -1]
    squares = (p * of_positive**2 + n * hurt**2).sum(axis=-1) / p_all[..., 0] ** 2
    return np.asarray(np.sqrt(squares * rows / np.maximum(rows - 1, 1)))


def _lowest(p: Floats, above: Floats, c: Floats) -> Floats:
    """Per cell the sum over k = 1..p of (above + k) / (above + k + c): negatives first, positives one by one.

    In closed form p - c (digamma(above + p + c + 1) - digamma(above + c + 1)), which cancels for large c. There the sum
    of the concave terms is at least their integral from above + 1/2 to above + p + 1/2 (a midpoint overestimates a
    concave function's mean), p - c log(1 + p / (above + c + 1/2)), which misses by less than 1 / (24 c).
    """
    low = np.where(p == 1, (above + 1) / (above + 1 + c), 0.0)
    near, far = (p > 1) & (c < _DIGAMMA_UP_TO), (p > 1) & (c >= _DIGAMMA_UP_TO)
    a, b, d = above[near], p[near], c[near]
    low[near] = b - d * (digamma(a + b + d + 1) - digamma(a + d + 1))
    a, b, d = above[far], p[far], c[far]
    low[far] = b - d * np.log1p(b / (a + d + 0.5))
    return low


@dataclass(frozen=True, slots=True)
class AveragePrecision(Law):
    """The law of an average precision.

    The logit with the standard error of the influence function. Next to 0 or 1, where that has no spread, the logit
    interval of Boyd, Eng and Page (2013), doi:10.1007/978-3-642-40994-3_29, around (P AP + 1/2) / (P + 1). As a
    requirement undecided below 100 positive rows.

    Attributes:
        value: average precision.
        se: its standard error.
        positives: rows in which the outcome holds.
        negatives: rows in which it does not.
    """

    value: float
    se: float
    positives: float
    negatives: float

    def interval(self, level: float) -> tuple[float, float]:
        """Logit interval."""
        if self.negatives == 0:
            return 0.0, 1.0
        tail = (1 - level) / 2
        return self._limit(tail, -1), self._limit(tail, 1)

    def lower(self, alpha: float) -> float:
        """Logit limit; NaN below 100 positives or without negatives."""
        return self._limit(alpha, -1) if self._decides else nan

    def upper(self, alpha: float) -> float:
        """Logit limit; NaN below 100 positives or without negatives."""
        return self._limit(alpha, 1) if self._decides else nan

    @property
    def _decides(self) -> bool:
        return self.positives >= ENOUGH_POSITIVES and self.negatives > 0

    def _limit(self, tail: float, sign: int) -> float:
        centre, deviation = self._on_logit
        return float(expit(centre + sign * float(ndtri(1 - tail)) * deviation))

    @property
    def _on_logit(self) -> tuple[float, float]:
        P, value = self.positives, self.value
        if self.se > 0 and 1 / P < value < 1 - 1 / P:
            return float(logit(value)), self.se / (value * (1 - value))
        moved = (P * value + 0.5) / (P + 1)
        return float(logit(moved)), 1 / sqrt(P * moved * (1 - moved))
