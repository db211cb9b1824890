"""What is wrong with probabilities, and by how much: over-confident, under-confident, shifted, of the wrong shape."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import exp, inf, log, nan, sqrt
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

import numpy as np
from scipy.special import expit, ndtri

from logitwise.errors import RemedyError
from logitwise.metrics.calibration import LEAST_OUTCOMES, LEAST_ROWS, calibration_gap
from logitwise.metrics.logistic import Fit, Logits, full_fit, intercept_fit, logits
from logitwise.remedies import diagnosis_words as words
from logitwise.remedies.affine import summed_loss
from logitwise.remedies.fit_rows import fit_cells, is_constant, separation
from logitwise.remedies.logistic_fit import Prior, fit_logistic
from logitwise.remedies.scores import recalibrated
from logitwise.rule import Affine

if TYPE_CHECKING:
    from logitwise.tallies.cells import Cells

Kind = Literal["honest", "over-confident", "under-confident", "shifted", "shape", "unknown"]
LEVEL: Final = 0.95
"""Of all intervals shown."""
SHARE_OF_SHAPE: Final = 0.5
"""Share of the gap that a slope and an intercept must leave before the shape is to blame. A judgement."""
_GAP_FACTOR: Final = 1.4
"""By which the naive standard error of a cross-validated gap is too short, as in `CalibrationGap`."""


class Estimated(NamedTuple):
    """A number with its interval at 95 %; NaN where it cannot be estimated."""

    value: float = nan
    low: float = nan
    high: float = nan


_UNKNOWN: Final = Estimated()


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What is wrong with the probabilities of one outcome.

    Attributes:
        kind: ``unknown`` where rows are too few, or of one score, or separated, or inverted.
        sentence: the same with numbers.
        temperature: T by itself; above 1 log-odds are too large by that factor.
        shift: what log-odds would have to be raised by, by itself; below 0 probabilities are too high.
        intercept: of logistic recalibration, beside the slope.
        slope: of logistic recalibration; 1 is right, 0 and below is inverted.
        p_value: of slope 1 and intercept 0 together, by likelihood ratio; NaN where it cannot be had.
        gap: cross-validated average calibration gap, 0 to 1.
        gap_left: the same after slope and intercept.
    """

    kind: Kind
    sentence: str
    temperature: Estimated = _UNKNOWN
    shift: Estimated = _UNKNOWN
    intercept: Estimated = _UNKNOWN
    slope: Estimated = _UNKNOWN
    p_value: float = nan
    gap: float = nan
    gap_left: float = nan


def diagnose(cells: Cells, *, alpha: float = 0.05, design_effect: float = 1.0) -> Diagnosis:
    """What is wrong with the probabilities of one outcome, told from chance at level `alpha`.

    Two tests at alpha / 2 each: the likelihood ratio of logistic recalibration, logit y ~ intercept + slope z, against
    (0, 1) (Cox 1958, DOI 10.1093/biomet/45.3-4.562), and the lower limit of the calibration gap that is left after it
    (`calibration_gap`). If the first speaks, whichever of a temperature and a shift alone fits better gives the kind;
    if at least half of the gap is left after both and the second speaks, the shape is to blame. Intervals are Wald's at
    95 % by the larger of the model's and the robust (sandwich) standard error, of T on its logarithm.

    Args:
        cells: scores by outcome.
        alpha: share of honest models that may be called something else.
        design_effect: how many times as large variances are as of independent rows.

    Raises:
        RemedyError: one outcome alone, or infinite log-odds.

    >>> from logitwise.tallies.cells import Cells
    >>> p = np.array([0.1, 0.9])
    >>> too_sure = Cells(p, 1 - p, p, 0 * p, np.array([300, 700]), np.array([700, 300]), exact=True)
    >>> found = diagnose(too_sure)
    >>> found.kind, round(found.temperature.value, 3)
    ('over-confident', 2.593)
    """
    few = fit_cells(cells)
    rows = logits(few)
    only_shifted = intercept_fit(rows)
    bread = float(only_shifted.information[0, 0])
    spread = max(1 / bread, float(only_shifted.scores[0, 0]) / bread**2)
    known = Diagnosis("unknown", "", shift=_around(only_shifted.intercept, spread * design_effect))
    reason = _why_no_slope(rows)
    fit = None if reason else _full_fit(rows)
    if fit is None:
        return replace(known, sentence=reason or words.HARDLY_OVERLAP)
    known = replace(
        known,
        temperature=_temperature(rows, design_effect),
        intercept=_coefficient(fit, 0, design_effect=design_effect),
        slope=_coefficient(fit, 1, design_effect=design_effect),
    )
    if fit.slope <= 0:
        return replace(known, sentence=words.inverted(known.slope))
    if min(rows.positives.sum(), rows.negatives.sum()) < LEAST_OUTCOMES or rows.rows.sum() < LEAST_ROWS:
        return replace(known, sentence=words.TOO_FEW.format(LEAST_ROWS, LEAST_OUTCOMES))
    kind, known = _of_enough(few, known, alpha=alpha / 2, design_effect=design_effect)
    return replace(known, kind=kind, sentence=words.SENTENCES[kind](known))


def _of_enough(few: Cells, known: Diagnosis, *, alpha: float, design_effect: float) -> tuple[Kind, Diagnosis]:
    """The kind, and all numbers, of rows that allow them."""
    rows = logits(few)
    a, b = known.intercept.value, known.slope.value
    ratio = max(0.0, 2 * (summed_loss(rows, (0.0, 1.0)) - summed_loss(rows, (a, b)))) / design_effect
    gap, left = calibration_gap(few), calibration_gap(recalibrated(few, Affine(b, a)))
    seen = replace(
        known,
        p_value=exp(-ratio / 2),  # chi-squared of two degrees of freedom
        gap=max(gap.gap, 0.0),
        gap_left=max(left.gap, 0.0),
    )
    sure = left.gap > _GAP_FACTOR * float(ndtri(1 - alpha)) * sqrt(design_effect) * left.gap_se
    if sure and left.gap >= SHARE_OF_SHAPE * gap.gap:
        return "shape", seen
    if seen.p_value >= alpha:
        return "honest", seen
    heat = known.temperature.value
    if heat > 0 and summed_loss(rows, (0.0, 1 / heat)) <= summed_loss(rows, (known.shift.value, 1.0)):
        return "over-confident" if heat > 1 else "under-confident", seen
    return "shifted", seen


def _why_no_slope(rows: Logits) -> str | None:
    if is_constant(rows):
        return words.CONSTANT
    split = separation(rows)
    return None if split is None else words.SEPARATED[split]


def _full_fit(rows: Logits) -> Fit | None:
    try:
        fit = full_fit(rows)
        np.linalg.inv(fit.information)
    except np.linalg.LinAlgError:  # nearly all weight on one score, or outcomes that hardly overlap
        return None
    return fit


def _inverse_temperature(rows: Logits) -> float:
    """1 / T by maximum likelihood, of whatever sign; NaN where none is reached."""
    try:
        return float(fit_logistic(rows.z[None, :], rows, Prior(np.ones(1), np.zeros(1))).theta[0])
    except RemedyError:
        return nan


def _temperature(rows: Logits, design_effect: float) -> Estimated:
    """T with its interval, which is that of log T; unknown where no positive one fits best."""
    beta = _inverse_temperature(rows)
    if not beta > 0:
        return _UNKNOWN
    mean = expit(beta * rows.z)
    bread = float(rows.rows * mean * (1 - mean) @ rows.z**2)
    meat = float((rows.positives * (1 - mean) ** 2 + rows.negatives * mean**2) @ rows.z**2)
    if bread <= 0:
        return Estimated(1 / beta, 0.0, inf)
    log_t = _around(-log(beta), design_effect * max(1 / bread, meat / bread**2) / beta**2)
    return Estimated(1 / beta, exp(log_t.low), exp(min(log_t.high, 700.0)))


def _coefficient(fit: Fit, which: int, *, design_effect: float) -> Estimated:
    """Intercept (0) or slope (1), by the larger of its two standard errors."""
    inverse = np.linalg.inv(fit.information)
    robust = inverse @ fit.scores @ inverse
    variance = max(float(inverse[which, which]), float(robust[which, which]))
    return _around(fit.slope if which else fit.intercept, design_effect * variance)


def _around(value: float, variance: float) -> Estimated:
    half = float(ndtri((1 + LEVEL) / 2)) * sqrt(variance)
    return Estimated(value, value - half, value + half)
