"""Calibration slope: whether the logits are too spread out or too close together."""

from __future__ import annotations

from math import sqrt
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import expit

from logitwise.metrics.calibration_intercept import METHOD, METHOD_FEW, Coefficient, why_no_logit_fit
from logitwise.metrics.logistic import Fit, Logits, full_fit, logits
from logitwise.metrics.measurement import Measurement
from logitwise.metrics.of_confusion import undefined

if TYPE_CHECKING:
    from logitwise.tallies.cells import Cells

SEPARATED = "the outcomes are separated, so that no slope can be estimated"


def calibration_slope(cells: Cells, of: str | None = None) -> Measurement:
    """How much the logits would have to be stretched to be right.

    1 is right; below 1 the model is overconfident, above 1 too timid, below 0 it ranks the wrong way.

    Formula: the b of y ~ sigmoid(a + b logit p) by maximum likelihood.

    Undefined: a threshold separates the outcomes (all rows with the outcome score on one side of it and all others on
    the other, so that no stretch would be too large), all scores are alike, no row, or every row, holds the outcome, or
    a row has probability 0 or 1, whose logit is infinite.

    Interval: Wald, by the larger of the model's standard error and the robust one. Verdict: the same, one-sided, and
    none below 10 rows of the rarer outcome.

    Trap: a slope of 1 does not rule out a shift; read calibration_intercept beside it. Nor does it see a curve that
    bends; calibration_gap does. One probability of exactly 0 or 1 undoes it: mostly it was rounded, so give logits, or
    probabilities with more digits. Where the model means it, ask for observed_over_expected or calibration_gap, which
    take it as it is.

    Related: calibration_intercept, observed_over_expected, calibration_gap.

    Source: Cox (1958), doi:10.1093/biomet/45.3-4.562; Van Calster et al. (2016), doi:10.1016/j.jclinepi.2015.12.005.

    >>> import logitwise as lw
    >>> tally = lw.tally([0, 0, 0, 0, 1, 0, 1, 1, 1, 1], probabilities=[0.1] * 5 + [0.9] * 5)
    >>> round(lw.evaluate(tally, policy="baseline").metric("calibration_slope").value, 6)  # ln 4 / ln 9
    0.63093
    """
    rows = logits(cells)
    reason = why_no_logit_fit(rows) or _why_no_slope(rows)
    if reason is not None:
        return undefined("calibration_slope", cells.rows, reason, of=of)
    try:
        fit = full_fit(rows)
        covariance = np.linalg.inv(fit.information)
    except np.linalg.LinAlgError:  # nearly all weight on one score, or outcomes that hardly overlap
        reason = "the rows tell too little of a slope: nearly all weight is on one score, or outcomes hardly overlap"
        return undefined("calibration_slope", cells.rows, reason, of=of)
    robust = covariance @ fit.scores @ covariance
    law = Coefficient(fit.slope, sqrt(float(covariance[1, 1])), sqrt(float(robust[1, 1])), rows.enough)
    certificate = 0.0 if cells.exact else _certificate(rows, fit, covariance[1])
    method = METHOD if rows.enough else METHOD_FEW
    return Measurement("calibration_slope", of, None, law.value, cells.rows, certificate, method=method, law=law)


def _why_no_slope(rows: Logits) -> str | None:
    """A maximum likelihood slope exists where each outcome has a row above one of the other."""
    with_it, without = rows.z[rows.positives > 0], rows.z[rows.negatives > 0]
    if rows.z.min() == rows.z.max():
        return "every row has the same score"
    apart = without.max() <= with_it.min() or with_it.max() <= without.min()
    return SEPARATED if apart else None


def _certificate(rows: Logits, fit: Fit, inverse: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> float:
    """How far the slope moves, to first order, when every row moves inside its cell in the worst direction.

    A row's score (y - m) (1, z) changes by -m (1 - m) b (1, z) + (0, y - m) a unit of z.
    """
    mean = expit(fit.intercept + fit.slope * rows.z)
    pull = -mean * (1 - mean) * fit.slope * (inverse[0] + inverse[1] * rows.z)
    moved = rows.positives * np.abs(pull + inverse[1] * (1 - mean)) + rows.negatives * np.abs(pull - inverse[1] * mean)
    return float(moved @ rows.half)
