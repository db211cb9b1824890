"""Average precision where another share of rows is positive than in the rows at hand."""

from __future__ import annotations

from dataclasses import dataclass
from math import nan, sqrt
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, logit, ndtri

from logitwise.metrics.average_precision import ENOUGH_POSITIVES, ap_sums
from logitwise.metrics.law import Law
from logitwise.metrics.measurement import Measurement
from logitwise.metrics.of_confusion import undefined

if TYPE_CHECKING:
    from logitwise.tallies.cells import Cells

Floats = NDArray[np.float64]
METHOD = "logit, influence function; below after half a negative row above all others"
METHOD_FEW = f"{METHOD}; no verdict below {ENOUGH_POSITIVES} positive rows"


class Area(NamedTuple):
    """An average precision with its standard error."""

    value: float
    se: float


def average_precision_at_prevalence(cells: Cells, of: str, prevalence: float) -> Measurement:
    """Average precision where a stated share pi of all rows is positive; a constant score has pi.

    Formula: mean over positive rows of R pi / (R pi + F (1 - pi)), with R and F the shares of positive and of negative
    rows that score at least as high; negative rows weigh P (1 - pi) / (N pi) each.

    Undefined: no prevalence is stated, no row is positive or none negative.

    Interval: influence function with both classes' numbers fixed, on the logit scale; below, after half a negative row
    above all others. Verdict: the same limits, none below 100 positive rows. Without that half row the lower limit
    missed .06 to .70 where pi is smaller than the share of positives at hand, with it at most .03; above at most .05
    (12 designs of 20 to 1000 positive rows) [own].

    Trap: where pi is much smaller than the share of positives at hand, the few negative rows among the best scores
    decide everything and the value is too high on average (.15 for .06 at 100 positive, 1000 negative rows, pi .001).

    Related: average_precision, ppv_at_prevalence.

    Source: Boyd et al. (2012), arXiv:1206.4667, on comparing it across prevalences; own limits.

    >>> from logitwise.tallies.cells import Cells
    >>> p = np.array([0.2, 0.5, 0.9])
    >>> cells = Cells(p, 1 - p, p, 0 * p, np.array([0, 1, 1]), np.array([3, 1, 0]), exact=True)
    >>> average_precision_at_prevalence(cells, "ill", 0.01).value  # (1 + .01 / (.01 + .99 / 4)) / 2
    0.5194174757281553
    """
    name, p, n = "average_precision_at_prevalence", cells.positives, cells.negatives
    positives, negatives = p.sum().item(), n.sum().item()
    if not positives or not negatives:
        reason = f"every row is truly {of}" if positives else f"no row is truly {of}"
        return undefined(name, cells.rows, reason, of=of)
    law = ApAt(area(p, n, prevalence), area(np.append(p, 0), np.append(n, 0.5), prevalence), positives)
    bounds = ap_sums(p, n * (positives / negatives * (1 - prevalence) / prevalence), exact=cells.exact)
    method = METHOD if law.decides else METHOD_FEW
    certificate = float(bounds.certificate)
    return Measurement(name, of, None, law.area.value, cells.rows, certificate, method=method, law=law)


def area(positives: NDArray[Any], negatives: NDArray[Any], prevalence: float) -> Area:
    """Average precision and its standard error from counts by ascending score.

    Precision at a score is pi R / D, D = pi R + (1 - pi) F; it moves by pi (1 - pi) F / D^2 with R and by
    -pi (1 - pi) R / D^2 with F. A row's influence is the mean of these over the positive rows up to its score, about
    its class's own mean.
    """
    P, N = float(positives.sum()), float(negatives.sum())
    p, n = positives[::-1] / P, negatives[::-1] / N
    r, f = np.cumsum(p), np.cumsum(n)
    taken = prevalence * r + (1 - prevalence) * f
    taken = np.where(taken > 0, taken, 1.0)  # 0 only above the first row, where nothing is counted
    precision = prevalence * r / taken
    value = float(p @ precision)
    slope = prevalence * (1 - prevalence) / taken**2
    helped = np.cumsum((p * slope * f)[::-1])[::-1]
    hurt = np.cumsum((p * slope * r)[::-1])[::-1]
    of_positive = precision - value + helped - p @ helped
    variance = p @ of_positive**2 / max(P - 1, 1) + n @ (hurt - n @ hurt) ** 2 / max(N - 1, 1)
    return Area(value, sqrt(float(variance)))


@dataclass(frozen=True, slots=True)
class ApAt(Law):
    """The law of an average precision at a stated prevalence; see `average_precision_at_prevalence`.

    Attributes:
        area: as measured.
        guarded: after half a negative row above all others.
        positives: rows of the class.
    """

    area: Area
    guarded: Area
    positives: float

    @property
    def decides(self) -> bool:
        """Whether there are positive rows enough for a verdict."""
        return self.positives >= ENOUGH_POSITIVES

    def interval(self, level: float) -> tuple[float, float]:
        """Logit limits, the lower guarded."""
        tail = (1 - level) / 2
        return self._limit(self.guarded, -1, tail), self._limit(self.area, 1, tail)

    def lower(self, alpha: float) -> float:
        """The guarded logit limit; NaN with too few positive rows."""
        return self._limit(self.guarded, -1, alpha) if self.decides else nan

    def upper(self, alpha: float) -> float:
        """The logit limit; NaN with too few positive rows."""
        return self._limit(self.area, 1, alpha) if self.decides else nan

    def _limit(self, area: Area, sign: int, tail: float) -> float:
        """As `AveragePrecision`, next to 0 or 1 around (P AP + 1/2) / (P + 1), where the spread reads as none."""
        value, deviation = area.value, 0.0
        if area.se > 0 and 1 / self.positives < value < 1 - 1 / self.positives:
            deviation = area.se / (value * (1 - value))
        else:
            value = (self.positives * value + 0.5) / (self.positives + 1)
            deviation = 1 / sqrt(self.positives * value * (1 - value))
        return float(expit(logit(value) + sign * float(ndtri(1 - tail)) * deviation))
