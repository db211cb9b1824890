"""Skill: the share of the prior's loss that the model saves."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf, isfinite, nan, sqrt

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri, stdtrit

from logitwise.metrics.law import Law

Floats = NDArray[np.float64]
METHOD = "delta; verdicts: paired t limit against the prior after one worst row"
_STEPS = 60


@dataclass(frozen=True, slots=True, eq=False)
class Skill(Law):
    """The law of 1 - mean loss / mean loss of the prior, which always gives the class frequencies of these rows.

    1 is perfect, 0 no better than the prior, below 0 worse. For display the delta method. For verdicts: skill >= c
    exactly when the mean of (1 - c) prior - model over rows is >= 0, so the limit is the c at which Student's limit of
    these paired differences, after one more row with the worst possible difference, is 0 (at c = 0 the sign test
    against the prior that the baseline policy asks). That the frequencies are estimated changes nothing to first order:
    they minimise the prior's loss.

    Attributes:
        rows: ``(classes,)`` rows of each class, those without a finite loss left out.
        total: ``(classes,)`` sum of the model's loss.
        squares: ``(classes,)`` sum of its square.
        prior: ``(classes,)`` loss of the prior in a row of each class; 0 where a class has no rows.
        worst: the largest difference a row can have; infinite: no limit that it enters.
        infinite: rows whose loss is infinite.
    """

    rows: Floats
    total: Floats
    squares: Floats
    prior: Floats
    worst: float
    infinite: float = 0

    @property
    def value(self) -> float:
        """The skill; NaN where the prior has no loss (one class only)."""
        if not self._n or self.uncertainty <= 0:
            return nan
        return -inf if self.infinite else 1 - float(self.total.sum()) / self._n / self.uncertainty

    def interval(self, level: float) -> tuple[float, float]:
        """Delta; the verdict limits where all rows are alike."""
        tail = (1 - level) / 2
        if self.infinite:
            return -inf, self.upper(tail)
        se = self._delta_se()
        if not se > 0:
            return self.lower(tail), self.upper(tail)
        half = float(ndtri(1 - tail)) * se
        return self.value - half, self.value + half

    def lower(self, alpha: float) -> float:
        """Paired limit after one row in which the model loses `worst` more; NaN where that is infinite."""
        if self.infinite or not isfinite(self.worst):
            return nan
        return self._limit(alpha, -1)

    def upper(self, alpha: float) -> float:
        """Paired limit after one row in which the prior loses its worst and the model nothing."""
        return self._limit(alpha, 1)

    @property
    def _n(self) -> float:
        return float(self.rows.sum())

    @property
    def uncertainty(self) -> float:
        """Mean loss of the prior."""
        return float(self.rows @ self.prior) / self._n if self._n else nan

    def _delta_se(self) -> float:
        """From the row influence -(f - m) / U + (m / U^2) (u - U): f the loss, u the prior's, m and U their means."""
        n, U = self._n, self.uncertainty
        m = float(self.total.sum()) / n
        slope = m / U
        # sum over rows of (f - slope u)^2, whose mean is m - slope U = 0
        with np.errstate(over="ignore", invalid="ignore"):  # of losses near the largest float: no interval
            squares = self.squares - 2 * slope * self.prior * self.total + slope * slope * self.prior**2 * self.rows
        return sqrt(max(float(squares.sum()), 0.0) / n / max(n - 1, 1)) / U

    def _limit(self, alpha: float, sign: int) -> float:
        """The c at which the one-sided limit of the paired differences crosses 0, by bisection in x = 1 - c.

        The lower limit of the differences rises through 0 where x is large enough for skill >= 1 - x to be shown.
        """
        if not self._n or not self.uncertainty > 0:
            return nan
        t = float(stdtrit(self._n, 1 - alpha))
        low, high = 0.0, 1.0
        while self._shown(high, t, sign) < 0:
            high *= 2
            if high > 1e9:
                return -inf
        for _ in range(_STEPS):
            middle = (low + high) / 2
            low, high = (middle, high) if self._shown(middle, t, sign) < 0 else (low, middle)
        return 1 - (high if sign < 0 else low)

    def _shown(self, x: float, t: float, sign: int) -> float:
        """Student's lower (`sign` -1) or upper limit of the mean of x prior - model, with the pseudo-row."""
        row = -self.worst if sign < 0 else x * float(self.prior.max())
        n = self._n + 1
        total = float(x * (self.rows @ self.prior) - self.total.sum()) + row
        with np.errstate(over="ignore", invalid="ignore"):
            squares = float((x * x * self.rows * self.prior**2 - 2 * x * self.prior * self.total + self.squares).sum())
        spread = max(squares + row * row - total * total / n, 0.0)  # products overflow to infinity, powers raise
        return total / n + sign * t * sqrt(spread / (n - 1) / n)


def prior_log_loss(rows: NDArray[np.number]) -> Floats:
    """Log loss of the prior in a row of each class, nats: -ln of its frequency, 0 where there is no such row."""
    share = rows / (rows.sum() or 1)
    return -np.log(np.where(share > 0, share, 1.0))


def prior_brier(rows: NDArray[np.number], *, halved: bool) -> Floats:
    """Brier score of the prior in a row of each class: 1 - 2 pi_c + sum pi^2, of two classes halved as (pi - y)^2.

    >>> prior_brier(np.array([3, 1]), halved=True).tolist()
    [0.0625, 0.5625]
    """
    share = rows.astype(np.float64) / float(rows.sum() or 1)
    whole = 1 - 2 * share + float(share @ share)
    return whole / 2 if halved else whole
