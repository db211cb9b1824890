"""Matthews correlation of truth and decision."""

from __future__ import annotations

from dataclasses import dataclass
from math import atanh, hypot, isnan, nan, sqrt, tanh
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from logitwise.metrics.law import Law
from logitwise.metrics.macro import delta_se
from logitwise.metrics.resampling import Margins, Replicates, has_rare_class, margins_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from logitwise.tallies.confusion import Confusion

Floats = NDArray[np.float64]
METHOD = "multinomial delta on Fisher's z"
METHOD_RARE = "approximate: a class has fewer than 10 rows; bucket bootstrap; verdicts: delta on Fisher's z"
METHOD_MANY = "approximate: a class has fewer than 10 rows; multinomial delta on Fisher's z"


@dataclass(frozen=True, slots=True, eq=False)
class Mcc(Law):
    """The law of a Matthews correlation.

    For display and as lower limit the delta method on Fisher's z (misses at most .046), above the plain delta limit
    (Fisher's z would miss .05 to .09 there). Where the correlation is 1 or -1 the delta method sees no spread; then the
    rule of three stands in: see `as_if_missed`. Above, a class of which no row is hit adds what the rule of three still
    allows, since its own spread reads as zero: without that the limit missed .23 at 15 rows and a recall of .1 [own].
    Source: Itaya et al. (2024), arXiv:2405.12622.

    Attributes:
        value: the correlation, -1 to 1.
        se: standard error by the delta method.
        margins: hits, true and decided rows by class.
        replicates: gives resampled correlations, or None where no class is rare.
    """

    value: float
    se: float
    margins: Margins
    replicates: Callable[[], Floats] | None = None

    def interval(self, level: float) -> tuple[float, float]:
        """Fisher's z, or percentiles of a bucket bootstrap where a class is rare."""
        tail = (1 - level) / 2
        if self._degenerate:
            return self._against_three(tail)
        if self.replicates is not None:
            low, high = np.nanquantile(self.replicates(), (tail, 1 - tail)).tolist()
            if high - low > 1e-12:
                return low, high
        return self._fisher(tail, -1), self._fisher(tail, 1)

    def lower(self, alpha: float) -> float:
        """Fisher's z."""
        return self._against_three(alpha)[0] if self._degenerate else self._fisher(alpha, -1)

    def upper(self, alpha: float) -> float:
        """The plain delta limit, widened for classes of which no row is hit."""
        if self._degenerate:
            return self._against_three(alpha)[1]
        return self.value + hypot(float(ndtri(1 - alpha)) * self.se, as_if_hit(self.margins, alpha) - self.value)

    @property
    def _degenerate(self) -> bool:
        return abs(self.value) > 1 - 1e-12 or self.se == 0

    def _fisher(self, tail: float, sign: int) -> float:
        return tanh(atanh(self.value) + sign * float(ndtri(1 - tail)) * self.se / (1 - self.value**2))

    def _against_three(self, alpha: float) -> tuple[float, float]:
        room = 1 - as_if_missed(self.margins.support, alpha)
        return max(-1.0, self.value - room), min(1.0, self.value + room)


def mcc(confusion: Confusion, replicates: Replicates) -> tuple[float, Law | None, str]:
    """Matthews correlation of truth and decision for two or more classes, -1 to 1; 0 is what chance reaches.

    (c s - sum p t) / sqrt((s^2 - sum p^2) (s^2 - sum t^2)), with c rows rightly decided out of s, p and t rows decided
    and true by class. It depends on the prevalences: do not compare data sets by it. Source: Gorodkin (2004),
    doi:10.1016/j.compbiolchem.2004.09.006.

    Returns:
        Value, law and method; NaN and None where all rows have, or are decided to have, one class (0/0, not 0).

    >>> from logitwise.tallies.confusion import Confusion
    >>> cm = Confusion.of_matrix(np.array([[50, 3, 7], [4, 40, 6], [10, 5, 25]]))
    >>> from logitwise.metrics.resampling import Replicates
    >>> round(mcc(cm, Replicates(cm))[0], 12)  # scikit-learn 1.9
    0.644358596021
    """
    margins = margins_of(confusion)
    value = float(mcc_of_margins(margins))
    if isnan(value):
        return nan, None, "none"
    rare = has_rare_class(confusion)
    resampled = (lambda: mcc_of_margins(replicates.margins)) if rare and replicates.affordable else None
    method = METHOD if not rare else METHOD_RARE if resampled else METHOD_MANY
    return value, Mcc(value, _standard_error(confusion, margins, value), margins, resampled), method


def mcc_of_margins(margins: Margins) -> Floats:
    """The correlation along the last axis (classes); NaN where a margin has no spread."""
    s = margins.support.sum(axis=-1)
    covariance = margins.hits.sum(axis=-1) * s - (margins.predicted * margins.support).sum(axis=-1)
    spread_p = s * s - (margins.predicted**2).sum(axis=-1)
    spread_t = s * s - (margins.support**2).sum(axis=-1)
    below = np.sqrt(spread_p * spread_t)  # below 1e77 even for 1e19 rows; and exact where both are equal
    value = np.full(np.shape(s), nan)
    np.divide(covariance, below, out=value, where=below > 0)
    return np.clip(value, -1.0, 1.0)  # of rounding alone: Cauchy and Schwarz


def as_if_missed(support: Floats, alpha: float) -> float:
    """What a perfect correlation would be had each class missed as many rows as the rule of three still allows.

    No error in m rows leaves an error rate of up to 1 - alpha^(1/m). For each class in turn that share of its rows is
    moved to the largest other class; the distances from 1 add like independent ones [own].
    """
    t = support[support > 0] / support.sum()
    rates = 1 - alpha ** (1 / support[support > 0])
    largest = np.argsort(t)[-2:]
    to = np.where(np.arange(len(t)) == largest[-1], largest[0], largest[-1])
    x = t * rates
    c, cross = 1 - x, (t * t).sum() - x * t + x * t[to]
    squares = (t * t).sum() - 2 * x * t + x * x + 2 * x * t[to] + x * x
    value = (c - cross) / np.sqrt((1 - squares) * (1 - (t * t).sum()))
    return 1 - sqrt(float(((1 - value) ** 2).sum()))


def as_if_hit(margins: Margins, alpha: float) -> float:
    """What the correlation would be were each class without a hit hit as often as the rule of three still allows.

    The rows come from the class that is decided most; the distances add like independent ones. Where every class is hit
    it is the correlation itself.
    """
    n = margins.support.sum()
    h, t, p = (column / n for column in margins)
    i = np.flatnonzero((margins.hits == 0) & (margins.support > 0))
    most = np.argsort(p)[-2:]
    j = np.where(i == most[-1], most[0], most[-1])
    x = np.minimum(t[i] * (1 - alpha ** (1 / margins.support[i])), p[j])
    c, cross, squares = h.sum() + x, p @ t + x * (t[i] - t[j]), p @ p + 2 * x * (p[i] - p[j] + x)
    moved = (c - cross) / np.sqrt((1 - squares) * (1 - t @ t))
    value = float(mcc_of_margins(margins))
    return value + float(np.linalg.norm(np.maximum(moved - value, 0.0)))


def _standard_error(confusion: Confusion, margins: Margins, value: float) -> float:
    """Delta method with the gradient in closed form.

    With shares p, t and A = 1 - sum p^2, B = 1 - sum t^2, a row of truth i and decision j moves the correlation by
    ((i = j) - p_i - t_j) / sqrt(A B) + value (p_j / A + t_i / B).
    """
    i, j, n = confusion.truth, confusion.decision, confusion.rows
    p, t = margins.predicted / n, margins.support / n
    a, b = 1 - float(p @ p), 1 - float(t @ t)
    gradient = ((i == j) - p[i] - t[j]) / sqrt(a * b) + value * (p[j] / a + t[i] / b)
    return delta_se(confusion, gradient)
