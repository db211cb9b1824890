"""Affine recalibration of one score (Platt scaling of log-odds): slope and intercept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from logitwise.errors import RemedyError
from logitwise.metrics.logistic import intercept_fit
from logitwise.remedies.fit_rows import fit_rows, is_constant, separation
from logitwise.remedies.logistic_fit import Prior, fit_logistic
from logitwise.rule import Affine

if TYPE_CHECKING:
    from logitwise.metrics.logistic import Logits
    from logitwise.tallies.cells import Cells

RIDGE: Final = (1.0, 4.0)
"""Of intercept and slope towards (0, 1), where rows are few: as if known to within 1 and 0.5. A judgement."""

_CONTRADICTED: Final = 3.0
"""Nats that a ridge may cost the rows: the 95 % point of half a chi-squared of two degrees of freedom."""


def affine(cells: Cells, *, ridge: tuple[float, float] = (0.0, 0.0)) -> Affine:
    """The slope and intercept at which slope z + intercept has the least log loss.

    Formula: maximum likelihood of y ~ sigmoid(intercept + slope logit p), drawn towards (0, 1) by a ridge; where rows
    contradict that (it would cost them more than 3 nats) there is none. Where all scores are equal the slope is kept at
    1. Targets are the outcomes themselves, not Platt's smoothed ones: the ridge does what these do, and vanishes with
    more rows.

    Source: Platt (1999); Cox (1958), DOI 10.1093/biomet/45.3-4.562.

    Args:
        cells: scores by outcome.
        ridge: of intercept and slope, in nats summed over rows; (0, 0) is maximum likelihood.

    Raises:
        RemedyError: infinite log-odds, one outcome alone, separated outcomes without a ridge, or inverted scores.

    >>> from logitwise.tallies.cells import Cells
    >>> p = np.array([0.1, 0.9])
    >>> shifted = Cells(p, 1 - p, p, 0 * p, np.array([20, 96]), np.array([80, 4]), exact=True)
    >>> found = affine(shifted)
    >>> round(found.slope, 4), round(found.intercept, 4)  # ln 96 / ln 9 / 2 and ln 6 / 2
    (1.0387, 0.8959)
    """
    rows = fit_rows(cells)
    if is_constant(rows):
        return Affine(1.0, intercept_fit(rows).intercept)
    if separation(rows) is not None and not ridge[1]:
        raise RemedyError("no finite optimum: the outcomes are separated")
    if any(ridge) and separation(rows) is None:
        free = _fit(rows, (0.0, 0.0))
        drawn = _fit(rows, ridge)
        intercept, slope = free if summed_loss(rows, drawn) - summed_loss(rows, free) > _CONTRADICTED else drawn
    else:
        intercept, slope = _fit(rows, ridge)
    if slope <= 0:
        raise RemedyError(
            f"the scores are inverted: rows with higher ones hold the outcome less often (slope {slope:.3g})"
        )
    return Affine(slope, intercept)


def _fit(rows: Logits, ridge: tuple[float, float]) -> tuple[float, float]:
    """Intercept and slope."""
    design = np.stack([np.ones_like(rows.z), rows.z])
    intercept, slope = fit_logistic(design, rows, Prior(np.array([0.0, 1.0]), np.array(ridge))).theta
    return float(intercept), float(slope)


def summed_loss(rows: Logits, at: tuple[float, float]) -> float:
    """Log loss summed over rows, in nats, at an intercept and a slope."""
    eta = at[0] + at[1] * rows.z
    return float(rows.positives @ np.logaddexp(0, -eta) + rows.negatives @ np.logaddexp(0, eta))
