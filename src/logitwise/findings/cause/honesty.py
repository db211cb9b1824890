"""Whether probabilities are honest: Cox's intercept and slope, and what recalibrated ones would decide."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, isnan, nan
from typing import TYPE_CHECKING, Final, Literal

import numpy as np
from scipy.special import expit

from logitwise.findings.cause.counts_at import Counts
from logitwise.metrics.calibration_intercept import calibration_intercept
from logitwise.metrics.calibration_slope import calibration_slope
from logitwise.metrics.coarse import FOR_FITS, coarsen
from logitwise.metrics.logistic import Logits, full_fit
from logitwise.metrics.wording import number
from logitwise.remedies.scores import log_odds_of

if TYPE_CHECKING:
    from logitwise.metrics import Measurement
    from logitwise.remedies.splits import Split
    from logitwise.tallies.cells import Cells

Kind = Literal["honest", "shifted", "over-confident", "under-confident", "unknown"]
LEVEL: Final = 0.01
"""Two-sided level at which intercept and slope must differ from 0 and 1. A judgement."""
SHIFT: Final = 0.25
"""Log-odds by which probabilities must be off before they are called shifted. A judgement."""
STRETCH: Final = 0.8
"""Slope below which (above the inverse of which) logits are called over-confident (under-confident). A judgement."""


@dataclass(frozen=True, slots=True)
class Honesty:
    """How far probabilities can be believed.

    Attributes:
        kind: what is wrong, if anything.
        intercept: log-odds by which they are too low (above 0) or too high; NaN where unknown.
        slope: how much the logits would have to be stretched; NaN where unknown.
    """

    kind: Kind
    intercept: float
    slope: float

    @property
    def words(self) -> str:
        """As the middle of a sentence."""
        if self.kind == "shifted":
            way = "low" if self.intercept > 0 else "high"
            return f"the probabilities are too {way} (odds by a factor of {exp(min(abs(self.intercept), 50.0)):.2g})"
        if self.kind == "honest":
            return "the probabilities are honest"
        if self.kind == "unknown":
            return "whether the probabilities are honest cannot be said"
        return f"the probabilities are {self.kind} (calibration slope {number(self.slope)}; 1 is right)"


def honesty(cells: Cells) -> Honesty:
    """Intercept (with the slope held at 1) and slope, each called wrong only if surely and by enough."""
    intercept, slope = calibration_intercept(cells), calibration_slope(cells)
    if isnan(intercept.value) or isnan(slope.value):
        return Honesty("unknown", intercept.value, slope.value)
    shifted = _surely_off(intercept, 0.0) and abs(intercept.value) > SHIFT
    stretched = _surely_off(slope, 1.0) and not STRETCH < slope.value < 1 / STRETCH
    kind: Kind = "honest"
    if stretched:  # which a shift leaves alone, but which can look like one
        kind = "over-confident" if slope.value < 1 else "under-confident"
    elif shifted:
        kind = "shifted"
    return Honesty(kind, intercept.value, slope.value)


def recalibrated_counts(pairs: Sequence[Split], threshold: float) -> Counts | None:
    """What the same threshold decides after an affine recalibration of the log-odds, cross-fitted.

    Fitted on at most 2,048 cells; None where it cannot be fitted, or would turn the order round.
    """
    bound = float(np.log(threshold) - np.log1p(-threshold))
    total = Counts(*(np.zeros(()) for _ in range(4)))
    for pair in pairs:
        line = _affine(pair.fit)
        if line is None:
            return None
        with np.errstate(invalid="ignore"):
            decided = line[0] + line[1] * log_odds_of(pair.held) >= bound
        total = total.plus(Counts.of(pair.held, decided))
    return total if pairs else None


def recalibrated_brier(pairs: Sequence[Split]) -> float:
    """Mean squared error of affinely recalibrated probabilities, cross-fitted; of the frequency where none fits."""
    loss = rows = 0.0
    for pair in pairs:
        line = _affine(pair.fit)
        if line is None:
            p = np.full(len(pair.held.p), pair.fit.positives.sum() / pair.fit.rows)
        else:
            p = expit(line[0] + line[1] * log_odds_of(pair.held))
        loss += float((pair.held.positives * (1 - p) ** 2 + pair.held.negatives * p**2).sum())
        rows += pair.held.rows
    return loss / rows if rows else nan


def _affine(cells: Cells) -> tuple[float, float] | None:
    some = coarsen(cells, FOR_FITS)
    inside = (some.p > 0) & (some.p < 1)
    p, hits, rows = some.p[inside], some.hits[inside], some.rows[inside]
    if len(p) < 2 or not 0 < hits.sum() < rows.sum():
        return None
    z = np.log(p) - np.log1p(-p)
    if float(z.max()) == float(z.min()):
        return None
    try:
        fit = full_fit(Logits(z, np.zeros(len(z)), hits, rows - hits))
    except np.linalg.LinAlgError:
        return None
    sound = np.isfinite([fit.intercept, fit.slope]).all() and fit.slope > 0
    return (fit.intercept, fit.slope) if sound else None


def _surely_off(measured: Measurement, right: float) -> bool:
    low, high = measured.law.interval(1 - LEVEL)
    return bool(low > right or high < right)
