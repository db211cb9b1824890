"""Area under the ROC curve, its variance and its limits, from cells instead of rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, logit, ndtri, stdtrit, xlogy

from logitwise.metrics.law import Law

Floats = NDArray[np.float64]
METHOD = "logit DeLong; verdicts: adjusted logit or Chernoff"


class AucSums(NamedTuple):
    """What AUC, its certificate and its variance are made of; arrays of the leading shape of the cells.

    Attributes:
        value: the area, NaN where a class is absent.
        certificate: largest change that any order inside the cells could make.
        positives: rows in which the outcome holds.
        negatives: rows in which it does not.
        spread_positives: sum over positive rows of (placement - area)^2.
        spread_negatives: the same over negative rows.
    """

    value: Floats
    certificate: Floats
    positives: Floats
    negatives: Floats
    spread_positives: Floats
    spread_negatives: Floats


def auc_sums(positives: NDArray[Any], negatives: NDArray[Any]) -> AucSums:
    """Area under the ROC curve, 0 to 1: the chance that a positive row scores above a negative one, ties half.

    sum P_b (N_<b + N_b / 2) / (P N) over cells b. Equals scikit-learn and pROC where each cell is one distinct score;
    otherwise true to within the certificate sum P_b N_b / (2 P N), ties included. The variance is DeLong's (1988),
    doi:10.2307/2531595, from placements by cell.

    Args:
        positives: ``(..., cells)`` counts by ascending score.
        negatives: the same of the rest.

    >>> auc_sums(np.array([0, 1, 1]), np.array([1, 1, 0])).value.round(6).tolist()
    0.875
    """
    p, n = positives.astype(np.float64), negatives.astype(np.float64)
    n_all, p_all = n.sum(axis=-1, keepdims=True), p.sum(axis=-1, keepdims=True)
    with np.errstate(invalid="ignore", divide="ignore"):  # an absent class makes NaN, which is meant
        above_negatives = (np.cumsum(n, axis=-1) - n / 2) / n_all
        below_positives = 1 - (np.cumsum(p, axis=-1) - p / 2) / p_all
        area = (p * above_negatives).sum(axis=-1, keepdims=True) / p_all
        certificate = (p * n).sum(axis=-1) / (2 * p_all * n_all)[..., 0]
        spread_p = (p * (above_negatives - area) ** 2).sum(axis=-1)
        spread_n = (n * (below_positives - area) ** 2).sum(axis=-1)
    return AucSums(area[..., 0], certificate, p_all[..., 0], n_all[..., 0], spread_p, spread_n)


def delong_variance(s: AucSums) -> Floats:
    """DeLong's variance; NaN with fewer than two rows of either kind."""
    with np.errstate(invalid="ignore", divide="ignore"):
        of_positives = s.spread_positives / (s.positives - 1) / s.positives
        return np.asarray(of_positives + s.spread_negatives / (s.negatives - 1) / s.negatives)


@dataclass(frozen=True, slots=True, eq=False)
class Auc(Law):
    """The law of an AUC.

    For display the logit of the area with DeLong's variance. As lower limit for verdicts the larger of two [own]: the
    adjusted logit, in which each class has one more row of placement 1/2 and Welch and Satterthwaite's t, since every
    standard limit is too high with few rows of a class or an area near 1 (misses .03 to .6, this one at most .07); and
    a Chernoff limit, which is guaranteed. As upper limit the plain logit. Where DeLong's variance is 0 or unknown
    (perfect separation, one tie, a single row of a class) both sides are Chernoff's: never [1, 1].

    Attributes:
        sums: of one class, scalars.
    """

    sums: AucSums

    def interval(self, level: float) -> tuple[float, float]:
        """Logit DeLong; Chernoff where there is no variance."""
        tail = (1 - level) / 2
        if not float(delong_variance(self.sums)) > 0:
            return float(chernoff_lower(self.sums, tail)), 1 - float(chernoff_lower(_mirrored(self.sums), tail))
        return float(_logit_limit(self.sums, tail, -1)), float(_logit_limit(self.sums, tail, 1))

    def lower(self, alpha: float) -> float:
        """The larger of adjusted logit and Chernoff."""
        return float(auc_lower(self.sums, alpha))

    def upper(self, alpha: float) -> float:
        """Logit DeLong; Chernoff where there is no variance."""
        if not float(delong_variance(self.sums)) > 0:
            return 1 - float(chernoff_lower(_mirrored(self.sums), alpha))
        return float(_logit_limit(self.sums, alpha, 1))


def auc_lower(s: AucSums, alpha: float) -> Floats:
    """Lower verdict limits, elementwise."""
    adjusted = adjusted_logit_lower(s, alpha)
    return np.fmax(adjusted, chernoff_lower(s, alpha))


def adjusted_logit_lower(s: AucSums, alpha: float) -> Floats:
    """Logit limit after one pseudo-row of placement 1/2 in each class, with Welch and Satterthwaite's t.

    >>> apart = auc_sums(np.array([0, 30]), np.array([300, 0]))
    >>> adjusted_logit_lower(apart, 0.05).round(3).tolist()
    0.831
    """
    mean_p, var_p = _with_pseudo_row(s.positives, s.value, s.spread_positives)
    mean_n, var_n = _with_pseudo_row(s.negatives, s.value, s.spread_negatives)
    centre, variance = (mean_p + mean_n) / 2, var_p + var_n
    # no spread at all (one tie): the limit would sit on the centre, so it is left to Chernoff
    with np.errstate(invalid="ignore", divide="ignore"):
        freedom = variance**2 / (var_p**2 / s.positives + var_n**2 / s.negatives)
        shift = stdtrit(freedom, 1 - alpha) * np.sqrt(variance) / (centre * (1 - centre))
        return np.where(variance > 0, expit(logit(centre) - shift), np.nan)


def chernoff_lower(s: AucSums, alpha: float) -> Floats:
    """Smallest a with min(P, N) KL(area || a) <= ln(1 / alpha): guaranteed (Hoeffding 1963, independent blocks).

    >>> apart = auc_sums(np.array([0, 30]), np.array([300, 0]))
    >>> chernoff_lower(apart, 0.05).round(3).tolist()
    0.905
    """
    area = np.asarray(s.value)
    room = -np.log(alpha) / np.minimum(s.positives, s.negatives)
    low, high = np.zeros_like(area), area.copy()
    for _ in range(50):
        middle = (low + high) / 2
        with np.errstate(invalid="ignore", divide="ignore"):
            too_far = xlogy(area, area / middle) + xlogy(1 - area, (1 - area) / (1 - middle)) > room
        low, high = np.where(too_far, middle, low), np.where(too_far, high, middle)
    return low  # the outer end of the bracket, so that the guarantee stands


def _with_pseudo_row(rows: Floats, mean: Floats, spread: Floats) -> tuple[Floats, Floats]:
    moved = (rows * mean + 0.5) / (rows + 1)
    squares = spread + rows * (mean - moved) ** 2 + (0.5 - moved) ** 2
    return moved, squares / rows / (rows + 1)


def _logit_limit(s: AucSums, tail: float, sign: int) -> Floats:
    inside = s.value * (1 - s.value)
    shift = ndtri(1 - tail) * np.sqrt(delong_variance(s)) / np.where(inside > 0, inside, 1.0)
    return np.asarray(expit(logit(s.value) + sign * shift))


def _mirrored(s: AucSums) -> AucSums:
    return s._replace(value=np.asarray(1 - s.value))
