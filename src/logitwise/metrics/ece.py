"""Expected calibration error over fifteen equal bins, because papers quote it."""

from __future__ import annotations

from dataclasses import dataclass
from math import nan, pi, sqrt
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from logitwise.metrics.law import Law
from logitwise.metrics.measurement import Measurement
from logitwise.metrics.of_confusion import NO_ROWS, undefined

if TYPE_CHECKING:
    from logitwise.tallies.cells import Cells

Floats = NDArray[np.float64]
BINS: Final = 15
METHOD = "normal, less what chance alone adds; no verdict: it depends on its bins, ask for calibration_gap"
_EDGES: Final = np.arange(1, BINS) / BINS


@dataclass(frozen=True, slots=True)
class BinnedError(Law):
    """The law of a binned calibration error sum w_k |d_k|, d_k the mean of y - p in bin k.

    Chance alone makes every |d_k| positive: on average by at most sqrt(2 / pi) of its standard error. The interval
    takes that off below; above the error is itself too high on average. In 35 designs (20 to 3,300 rows, calibrated or
    not, 1,000 draws each) the two-sided 95 % interval missed the binned error of the population at most .028 of the
    time below and .032 above. No verdict rests on it: the error of other bins may be several times as large.

    Attributes:
        value: the error.
        chance: sum of the bins' standard errors, each weighted by its share of rows.
        se: root of the sum of their squares.
    """

    value: float
    chance: float
    se: float

    def interval(self, level: float) -> tuple[float, float]:
        """At least 0."""
        z = float(ndtri((1 + level) / 2))
        return max(0.0, self.value - sqrt(2 / pi) * self.chance - z * self.se), self.value + z * self.se

    def lower(self, alpha: float) -> float:  # noqa: ARG002  # none at any level
        """NaN: no verdict rests on bins."""
        return nan

    def upper(self, alpha: float) -> float:  # noqa: ARG002  # none at any level
        """NaN: no verdict rests on bins."""
        return nan


def ece15(cells: Cells, of: str | None = None) -> Measurement:
    """Calibration error over fifteen bins of equal width, as papers quote it.

    It is of the positive class, of a label, or of a softmax's top label being right.

    Formula: sum over bins of |rows with the outcome - sum of p| / all rows; bins ((k - 1) / 15, k / 15], closed on the
    right, the first with 0.

    Undefined: there are no rows.

    Interval: normal, with what chance alone adds to the sizes taken off below; it holds the error over these bins.
    Verdict: none, since other bins may show several times as much; ask for calibration_gap.

    Trap: it is biased upwards: a perfect model shows about 0.08 on 200 rows and 0.04 on 1,000, so that models judged on
    different numbers of rows cannot be compared. calibration_gap shows 0 there.

    Related: calibration_gap, top_label_gap, calibration_slope.

    Source: Guo, Pleiss, Sun and Weinberger (2017), arXiv:1706.04599; own interval.

    >>> import logitwise as lw
    >>> tally = lw.tally([0, 1, 1, 1, 1] * 40, probabilities=[0.9] * 200)  # says 0.9, happens in 0.8
    >>> round(lw.evaluate(tally, policy="baseline").metric("ece15").value, 6)
    0.1
    """
    rows = cells.positives + cells.negatives
    total = float(rows.sum())
    if not total:
        return undefined("ece15", cells.rows, NO_ROWS, of=of)
    place = np.searchsorted(_EDGES, cells.p)
    residual = np.bincount(place, cells.positives * cells.q - cells.negatives * cells.p, BINS)
    squares = np.bincount(place, cells.positives * cells.q**2 + cells.negatives * cells.p**2, BINS)
    law = BinnedError(
        float(np.abs(residual).sum()) / total,
        float(np.sqrt(squares).sum()) / total,
        sqrt(float(squares.sum())) / total,
    )
    return Measurement("ece15", of, None, law.value, cells.rows, _certificate(cells, place), method=METHOD, law=law)


def _certificate(cells: Cells, place: NDArray[np.intp]) -> float:
    """What the cells hide: where in a cell a row is, and on which side of a bin's edge.

    A row moved inside its cell changes the sum by at most the cell's width; one that belongs to the next bin takes its
    residual from one term to another.
    """
    if cells.exact:
        return 0.0
    rows = cells.positives + cells.negatives
    low, high = cells.edge, cells.p + cells.width
    astride = (np.searchsorted(_EDGES, low) != place) | (np.searchsorted(_EDGES, high) != place)
    moved = np.maximum(cells.positives * cells.q, cells.negatives * cells.p)[astride]
    return float(cells.width @ rows + 2 * moved.sum()) / float(rows.sum())
