"""Matthews correlation of truth and decision."""

from __future__ import annotations

from dataclasses import dataclass
from math import isnan, nan, sqrt
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from logitwise.metrics.correlation import METHOD, METHOD_MANY, METHOD_RARE, Correlation, further_hits
from logitwise.metrics.macro import delta_se
from logitwise.metrics.resampling import Margins, Replicates, has_rare_class, margins_of

if TYPE_CHECKING:
    from logitwise.metrics.law import Law
    from logitwise.tallies.confusion import Confusion

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Mcc(Correlation):
    """The law of a Matthews correlation.

    Fisher's z as lower limit misses at most .046; as upper limit it would miss .05 to .09, the plain delta limit does
    not, but for classes of which few rows are hit: alone it missed .23 at 15 rows and a recall of .1, and .09 at 50
    rows of which 5 are hit [own]. Source: Itaya et al. (2024), arXiv:2405.12622.
    """

    def room(self, alpha: float) -> float:
        """See `as_if_missed`."""
        return 1 - as_if_missed(self.margins.support, alpha)

    def hit(self, alpha: float) -> float:
        """See `as_if_hit`."""
        return as_if_hit(self.margins, alpha)


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
    spread = np.sqrt(np.maximum(1 - squares, 0.0) * max(1 - float(t @ t), 0.0))  # below 0 by rounding alone
    value = np.divide(c - cross, spread, out=np.zeros(len(spread)), where=spread > 0)
    return 1 - sqrt(float(((1 - value) ** 2).sum()))


def as_if_hit(margins: Margins, alpha: float) -> float:
    """What the correlation would be were each class hit as often as the exact upper limit of its recall allows.

    The rows come from the class that is decided most; the distances add like independent ones.
    """
    h, t, p = (column / margins.support.sum() for column in margins)
    i, j, x = further_hits(margins, alpha)
    c, cross, squares = h.sum() + x, p @ t + x * (t[i] - t[j]), p @ p + 2 * x * (p[i] - p[j] + x)
    value = float(mcc_of_margins(margins))
    spread = np.sqrt(np.maximum(1 - squares, 0.0) * max(1 - float(t @ t), 0.0))  # below 0 by rounding alone
    moved = np.divide(c - cross, spread, out=np.full(len(spread), value), where=spread > 0)
    return value + float(np.linalg.norm(np.maximum(np.minimum(moved, 1.0) - value, 0.0)))


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
