"""Logistic recalibration, y ~ sigmoid(a + b logit p), by maximum likelihood on cells."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, logit

from logitwise.kernels.keys import MANTISSA
from logitwise.metrics.calibration import LEAST_OUTCOMES

if TYPE_CHECKING:
    from logitwise.tallies.cells import Cells

Floats = NDArray[np.float64]
_STEPS: Final = 100
_HALVINGS: Final = 40


class Logits(NamedTuple):
    """Rows by the logit of their probability.

    Attributes:
        z: ``(cells,)`` logit.
        half: ``(cells,)`` how far a row's own may be from it; 0 where exact.
        positives: ``(cells,)`` rows in which the outcome holds.
        negatives: ``(cells,)`` rows in which it does not.
    """

    z: Floats
    half: Floats
    positives: Floats
    negatives: Floats

    @property
    def rows(self) -> Floats:
        """``(cells,)`` all rows."""
        return self.positives + self.negatives

    @property
    def enough(self) -> bool:
        """Whether the rarer outcome has the rows that a verdict on calibration asks for."""
        return bool(min(self.positives.sum(), self.negatives.sum()) >= LEAST_OUTCOMES)


class Fit(NamedTuple):
    """A maximum likelihood estimate.

    Attributes:
        intercept: a.
        slope: b.
        information: ``(2, 2)`` Fisher's, inverse of the covariance if the model holds.
        scores: ``(2, 2)`` sum over rows of the outer product of their score.
    """

    intercept: float
    slope: float
    information: Floats
    scores: Floats


def logits(cells: Cells) -> Logits:
    """Cells that hold rows, on the logit scale: both tails apart, since near 1 only 1 - p tells scores apart."""
    used = (cells.positives + cells.negatives) > 0
    p, q, width = cells.p[used], cells.q[used], cells.width[used]
    with np.errstate(divide="ignore", invalid="ignore"):
        z = np.log(p) - np.log(q)
        # near 1 the width of a cell is lost to rounding; cells are a share of the logit wide
        half = np.zeros(len(z)) if cells.exact else np.fmax(width / (p * q), np.abs(z) * 2.0**-MANTISSA)
    return Logits(z, half, cells.positives[used].astype(np.float64), cells.negatives[used].astype(np.float64))


def shift_of(rows: Logits, z: Floats) -> float:
    """The a at which sum sigmoid(a + z) is the number of rows with the outcome; neither none nor all may hold it.

    Newton's steps, halved into the bracket where they leave it: the sum rises with a.
    """
    n, hits = rows.rows, float(rows.positives.sum())
    centre = float(logit(hits / n.sum()))
    low, high = centre - float(z.max()) - 1, centre - float(z.min()) + 1
    a = min(max(0.0, low), high)
    for _ in range(_STEPS):
        mean = expit(a + z)
        surplus, rise = float((n * mean).sum()) - hits, float((n * mean * (1 - mean)).sum())
        low, high = (low, a) if surplus > 0 else (a, high)
        near = a - surplus / rise if rise > 0 else low
        near = near if low <= near <= high else (low + high) / 2
        if abs(near - a) <= 1e-9 * max(1.0, abs(a)):  # and the next step would be its square
            return near
        a = near
    return a


def intercept_fit(rows: Logits) -> Fit:
    """Maximum likelihood with the slope held at 1."""
    a = shift_of(rows, rows.z)
    return Fit(a, 1.0, *_curvature(rows, rows.z, a, 1.0))


def full_fit(rows: Logits) -> Fit:
    """Maximum likelihood of both, by Newton's steps, halved while they overshoot; the outcomes must overlap."""
    n, hits = rows.rows, rows.positives
    centre = float(n @ rows.z) / float(n.sum())
    scale = float(np.sqrt(n @ (rows.z - centre) ** 2 / n.sum()))
    x = (rows.z - centre) / scale
    design = np.stack([np.ones_like(x), x])
    theta = np.array([float(logit(hits.sum() / n.sum())), 0.0])
    best = _likelihood(theta, x, rows)
    for _ in range(_STEPS):
        mean = expit(theta @ design)
        step = np.linalg.solve((design * (n * mean * (1 - mean))) @ design.T, design @ (hits - n * mean))
        for _ in range(_HALVINGS):
            reached = _likelihood(theta + step, x, rows)
            if reached >= best - 1e-12 * abs(best):
                break
            step = step / 2
        theta, best = theta + step, reached
        if np.abs(step).max() < 1e-12 * max(1.0, float(np.abs(theta).max())):
            break
    slope = float(theta[1]) / scale
    intercept = float(theta[0]) - slope * centre
    return Fit(intercept, slope, *_curvature(rows, rows.z, intercept, slope))


def _likelihood(theta: Floats, x: Floats, rows: Logits) -> float:
    eta = theta[0] + theta[1] * x
    return -float((rows.rows * np.logaddexp(0, -eta) + rows.negatives * eta).sum())


def _curvature(rows: Logits, z: Floats, a: float, b: float) -> tuple[Floats, Floats]:
    mean = expit(a + b * z)
    design = np.stack([np.ones_like(z), z])
    information = (design * (rows.rows * mean * (1 - mean))) @ design.T
    squares = rows.positives * (1 - mean) ** 2 + rows.negatives * mean**2
    return information, (design * squares) @ design.T
