"""Calibration intercept: how far the logits are from where they would be right on average."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf, nan, sqrt
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy.special import expit, ndtri, stdtrit

from logitwise.metrics.calibration import LEAST_OUTCOMES
from logitwise.metrics.law import Law
from logitwise.metrics.logistic import Logits, intercept_fit, logits, shift_of
from logitwise.metrics.measurement import Measurement
from logitwise.metrics.of_confusion import NO_ROWS, undefined

if TYPE_CHECKING:
    from collections.abc import Callable

    from logitwise.tallies.cells import Cells

METHOD = "Wald, the larger of the model's and the robust standard error"
METHOD_FEW = f"{METHOD}; no verdict below {LEAST_OUTCOMES} rows of the rarer outcome"
METHOD_SCORE = "Wald or score, the further; verdicts: score limit after one worst row"
METHOD_SCORE_FEW = f"{METHOD_SCORE}; no verdict below {LEAST_OUTCOMES} rows of the rarer outcome"
_FURTHEST: Final = 2048.0
"""Further than any two logits are apart: a limit beyond it is infinite."""
_STEPS: Final = 50


@dataclass(frozen=True, slots=True)
class Coefficient(Law):
    """The law of a coefficient of logistic recalibration: normal, by the larger of two standard errors.

    The model's own holds if recalibration is logistic; where it is not its limits missed up to .107 of the time,
    nominal .05. The robust one holds either way but is short with few rows. Of a slope the limits by the larger missed,
    with 10 to 100 rows of the rarer outcome, at most .058 (7 designs, wiggly ones among them, 1,000 draws each; 10
    others, 500 to 1,500), and above .060, or .031 at a third of the level, for a sure network with .2 % wrong labels.

    Attributes:
        value: maximum likelihood estimate.
        model_se: from Fisher's information, as R's `glm` gives it.
        robust_se: sandwich.
        decides: there are enough rows of either outcome for a verdict.
    """

    value: float
    model_se: float
    robust_se: float
    decides: bool = True

    @property
    def se(self) -> float:
        """The larger of the two."""
        return max(self.model_se, self.robust_se)

    def interval(self, level: float) -> tuple[float, float]:
        """Estimate less and plus z standard errors."""
        half = float(ndtri((1 + level) / 2)) * self.se
        return self.value - half, self.value + half

    def lower(self, alpha: float) -> float:
        """Estimate less z standard errors; NaN with too few rows of an outcome."""
        return self.value - float(ndtri(1 - alpha)) * self.se if self.decides else nan

    def upper(self, alpha: float) -> float:
        """Estimate plus z standard errors; NaN with too few rows of an outcome."""
        return self.value + float(ndtri(1 - alpha)) * self.se if self.decides else nan


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift(Coefficient):
    """The law of a calibration intercept, decided by where the rows' own residuals allow it to be.

    The intercept is above a exactly when y - sigmoid(a + z) is above 0 on average; so the verdict limit is the a at
    which Student's limit of these residuals, after one more row with the worst possible one, is 0 (as of
    `ObservedOverExpected`) [own]. Any standard error is short where few rows carry all of it, as of a sure network with
    .2 % wrong labels, of which limits by it missed .22 of the time, nominal .05; these missed at most .053 (10 designs
    of 100 to 5000 rows, 400 runs each) and were no wider where errors are many, by a fifth with 20 rows of an outcome.

    Attributes:
        rows: by the logit of their probability.
    """

    rows: Logits

    def interval(self, level: float) -> tuple[float, float]:
        """The further of Wald's and of where Student's limit of the residuals is 0."""
        tail = (1 - level) / 2
        half = float(ndtri(1 - tail)) * self.se
        low, high = self._where(tail, -1, worst=False), self._where(tail, 1, worst=False)
        return min(self.value - half, low), max(self.value + half, high)

    def lower(self, alpha: float) -> float:
        """After one row without the outcome at the largest logit; NaN with too few rows of an outcome."""
        return self._where(alpha, -1, worst=True) if self.decides else nan

    def upper(self, alpha: float) -> float:
        """After one row with the outcome at the smallest logit; NaN with too few rows of an outcome."""
        return self._where(alpha, 1, worst=True) if self.decides else nan

    def _where(self, alpha: float, sign: int, *, worst: bool) -> float:
        """The limit below (`sign` -1) or above, infinite where no a is ruled out."""
        t = float(stdtrit(self.rows.rows.sum(), 1 - alpha))

        def ruled_out(step: float) -> float:
            return sign * self._residual(self.value + sign * step, t, sign, worst=worst)

        near, far = 0.0, 2 * max(self.se, 1e-9)
        while (beyond := ruled_out(far)) > 0:
            near, far = far, 2 * far
            if far > _FURTHEST:
                return sign * inf
        return self.value + sign * _root(ruled_out, near, far, above=ruled_out(near), below=beyond)

    def _residual(self, a: float, t: float, sign: int, *, worst: bool) -> float:
        """Student's lower (`sign` -1) or upper limit of the mean of y - sigmoid(a + z)."""
        held, free = self.rows.positives, self.rows.negatives
        mean, rest = expit(a + self.rows.z), expit(-a - self.rows.z)  # apart: 1 - mean would round to 0
        row = 0.0 if not worst else -float(mean.max()) if sign < 0 else float(rest.max())
        seen = float(held.sum() + free.sum())
        n = seen + 1 if worst else seen
        total = float((held * rest - free * mean).sum()) + row
        squares = float((held * rest**2 + free * mean**2).sum()) + row * row
        return total / n + sign * t * sqrt(max(squares - total * total / n, 0.0) / seen / n)


def _root(f: Callable[[float], float], near: float, far: float, *, above: float, below: float) -> float:
    """Where a falling function is 0, from its values at both ends; the far end of what is left (Illinois)."""
    kept = 0  # which end stayed: an end that stays twice counts half, or the other would creep
    for _ in range(_STEPS):
        if far - near <= 1e-12 * far or below == 0:
            break
        middle = near + (far - near) * above / (above - below)
        middle = middle if near < middle < far else (near + far) / 2
        value = f(middle)
        if value > 0:
            near, above, below = middle, value, below / 2 if kept == 1 else below
            kept = 1
        else:
            far, below, above = middle, value, above / 2 if kept == -1 else above
            kept = -1
    return far


def calibration_intercept(cells: Cells, of: str | None = None) -> Measurement:
    """How far all logits are from where they would be right on average.

    0 is right; above 0 the probabilities are too low, below 0 too high.

    Formula: the a of y ~ sigmoid(a + logit p) by maximum likelihood, the slope held at 1.

    Undefined: no row, or every row, holds the outcome, or a row has probability 0 or 1, whose logit is infinite.

    Interval: Wald, by the larger of the model's standard error and the robust one, or where Student's limit of
    y - sigmoid(a + logit p) is 0, the further. Verdict: the latter after one more row with the worst possible residual,
    and none below 10 rows of the rarer outcome; infinite where so few errors are expected that no shift is ruled out.

    Trap: it is on the scale of log-odds: 0.5 moves 0.5 to 0.62, but 0.01 only to 0.016. Where the slope is not 1 it
    depends on which scores the rows have. One probability of exactly 0 or 1 undoes it: mostly it was rounded, so give
    logits, or probabilities with more digits. Where the model means it, ask for observed_over_expected or
    calibration_gap, which take it as it is.

    Related: calibration_slope, observed_over_expected, calibration_gap.

    Source: Cox (1958), doi:10.1093/biomet/45.3-4.562; Van Calster et al. (2016), doi:10.1016/j.jclinepi.2015.12.005.

    >>> import logitwise as lw
    >>> tally = lw.tally([0, 1, 1, 1], probabilities=[0.5] * 4)
    >>> round(lw.evaluate(tally, policy="baseline").metric("calibration_intercept").value, 6)  # ln 3
    1.098612
    """
    rows = logits(cells)
    reason = why_no_logit_fit(rows)
    if reason is not None:
        return undefined("calibration_intercept", cells.rows, reason, of=of)
    fit = intercept_fit(rows)
    bread = float(fit.information[0, 0])
    law = Shift(fit.intercept, 1 / sqrt(bread), sqrt(float(fit.scores[0, 0])) / bread, rows.enough, rows=rows)
    certificate = 0.0
    if not cells.exact:  # a falls as logits rise, so the ends of all cells bound it
        ends = (shift_of(rows, rows.z + rows.half), shift_of(rows, rows.z - rows.half))
        certificate = max(abs(end - fit.intercept) for end in ends)
    method = METHOD_SCORE if rows.enough else METHOD_SCORE_FEW
    return Measurement("calibration_intercept", of, None, law.value, cells.rows, certificate, method=method, law=law)


def why_no_logit_fit(rows: Logits) -> str | None:
    """Why nothing can be fitted on the logit scale, or None."""
    if not len(rows.z):
        return NO_ROWS
    endless = float(rows.rows[np.isinf(rows.z)].sum())
    if endless:
        have = "row has" if endless == 1 else "rows have"
        return f"{endless:,.10g} {have} probability 0 or 1, whose logit is infinite"
    if not rows.positives.any():
        return "no row holds the outcome"
    return None if rows.negatives.any() else "every row holds the outcome"
