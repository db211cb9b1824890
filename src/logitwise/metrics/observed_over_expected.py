"""Observed over expected: whether as many rows hold the outcome as their probabilities add up to."""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, inf, nan, sqrt
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy.special import ndtri, stdtrit

from logitwise.metrics.law import Law
from logitwise.metrics.measurement import Measurement
from logitwise.metrics.of_confusion import NO_ROWS, undefined

if TYPE_CHECKING:
    from logitwise.tallies.cells import Cells

METHOD = "delta on the log scale; verdicts: paired t limit after one worst row"
_STEPS: Final = 60
_LARGEST: Final = 1e9


@dataclass(frozen=True, slots=True)
class ObservedOverExpected(Law):
    """The law of sum y / sum p, both of which vary from sample to sample.

    For display the delta method on the log. For verdicts: the ratio is at least c exactly when the mean of y - c p over
    rows is at least 0, so the limit is the c at which Student's limit of these differences, after one more row with the
    worst possible difference, is 0. With 3 to 100 rows of the rarer outcome its nominal .05 missed at most .045 below
    and .056 above (36 designs, 1,000 draws each); the delta method missed .074 below, nominal .025.

    Attributes:
        rows: how many.
        observed: sum of y.
        expected: sum of p.
        squares: sum of p^2.
        both: sum of y p.
        largest: the largest p of a row.
    """

    rows: float
    observed: float
    expected: float
    squares: float
    both: float
    largest: float

    @property
    def value(self) -> float:
        """The ratio; NaN where nothing is expected."""
        return self.observed / self.expected if self.expected > 0 else nan

    def interval(self, level: float) -> tuple[float, float]:
        """Delta on the log; the verdict limits where no row, or every row, holds the outcome."""
        tail = (1 - level) / 2
        if not 0 < self.observed < self.rows:
            return self.lower(tail), self.upper(tail)
        z = float(ndtri(1 - tail))
        return self.value * exp(-min(z * self._log_se, 700)), self.value * exp(min(z * self._log_se, 700))

    def lower(self, alpha: float) -> float:
        """Paired limit after one row without the outcome that was expected to have it as surely as any was."""
        if not self.observed:
            return 0.0
        low, high = 0.0, self.value
        t = float(stdtrit(self.rows, 1 - alpha))
        for _ in range(_STEPS):
            middle = (low + high) / 2
            low, high = (middle, high) if self._limit(middle, t, -1) > 0 else (low, middle)
        return low

    def upper(self, alpha: float) -> float:
        """Paired limit after one row with the outcome that was not expected to have it."""
        low, high, t = 0.0, max(self.value, 1.0), float(stdtrit(self.rows, 1 - alpha))
        while self._limit(high, t, 1) > 0:
            low, high = high, 2 * high
            if high > _LARGEST:
                return inf
        for _ in range(_STEPS):
            middle = (low + high) / 2
            low, high = (middle, high) if self._limit(middle, t, 1) > 0 else (low, middle)
        return high

    @property
    def _log_se(self) -> float:
        """From the row influence y / sum y - p / sum p, whose mean is 0."""
        spread = 1 / self.observed - 2 * self.both / self.observed / self.expected + self.squares / self.expected**2
        return sqrt(max(spread, 0.0))

    def _limit(self, c: float, t: float, sign: int) -> float:
        """Student's lower (`sign` -1) or upper limit of the mean of y - c p, with the pseudo-row."""
        row = -c * self.largest if sign < 0 else 1.0
        n = self.rows + 1
        total = self.observed - c * self.expected + row
        squares = self.observed - 2 * c * self.both + c * c * self.squares + row * row
        spread = max(squares - total * total / n, 0.0)
        return total / n + sign * t * sqrt(spread / self.rows / n)


def observed_over_expected(cells: Cells, of: str | None = None) -> Measurement:
    """Rows in which the outcome holds over the number that their probabilities add up to.

    1 is right on average; above 1 the probabilities are too low, below 1 too high.

    Formula: sum y / sum p.

    Undefined: there are no rows, or every probability is 0.

    Interval: delta method on the log scale. Verdict: the ratio at which Student's limit of y - c p, after one more row
    with the worst possible difference, is 0 [own]. Both are widened by the certificate where scores were put into
    cells.

    Trap: it is an average: too high here and too low there cancel. 1 says nothing of single rows; read calibration_gap
    beside it.

    Related: calibration_intercept, calibration_slope, calibration_gap, prevalence.

    Source: Van Calster et al. (2016), doi:10.1016/j.jclinepi.2015.12.005; own limit.

    >>> import logitwise as lw
    >>> tally = lw.tally([0, 1, 1, 1], probabilities=[0.2, 0.4, 0.6, 0.8])
    >>> round(lw.evaluate(tally, policy="baseline").metric("observed_over_expected").value, 6)  # 3 / 2
    1.5
    """
    rows = cells.positives + cells.negatives
    total = float(rows.sum())
    if not total:
        return undefined("observed_over_expected", cells.rows, NO_ROWS, of=of)
    expected = float(cells.p @ rows)
    if not expected > 0:
        return undefined("observed_over_expected", cells.rows, "every probability is 0", of=of)
    law = ObservedOverExpected(
        total,
        float(cells.positives.sum()),
        expected,
        float(cells.p**2 @ rows),
        float(cells.p @ cells.positives),
        float(np.max(cells.p[rows > 0])),
    )
    return Measurement(
        "observed_over_expected", of, None, law.value, cells.rows, _certificate(cells, law), method=METHOD, law=law
    )


def _certificate(cells: Cells, law: ObservedOverExpected) -> float:
    """How far the ratio moves when every row lies at the lower end of its cell."""
    if cells.exact:
        return 0.0
    hidden = float(cells.width @ (cells.positives + cells.negatives))
    return law.observed / (law.expected - hidden) - law.value if hidden < law.expected else inf
