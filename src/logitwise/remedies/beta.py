"""Beta calibration of one score: both tails with a weight of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from logitwise.errors import RemedyError
from logitwise.metrics.logistic import intercept_fit
from logitwise.remedies.fit_rows import fit_rows, is_constant, separation
from logitwise.remedies.logistic_fit import Prior, fit_logistic
from logitwise.rule import Beta

if TYPE_CHECKING:
    from logitwise.metrics.logistic import Logits
    from logitwise.tallies.cells import Cells

Floats = NDArray[np.float64]
RIDGE: Final = (1.0, 4.0, 4.0)
"""Of c, a and b towards (0, 1, 1), where rows are few: as if known to within 1, 0.5 and 0.5. A judgement."""
_FACES: Final = ((1, 2), (2,), (1,))
"""Weights that are free: both, b alone, a alone."""


def beta(cells: Cells, *, ridge: tuple[float, float, float] = (0.0, 0.0, 0.0)) -> Beta:
    """The a, b >= 0 and c at which a ln p - b ln(1 - p) + c has the least log loss.

    Formula: maximum likelihood of y ~ sigmoid(c + a ln p - b ln(1 - p)); where a weight comes out below 0 it is held at
    0, since the order of scores is kept. The problem is convex, so that the optimum with bounds lies on one of the two
    faces where it does not lie inside.

    Source: Kull, Silva Filho and Flach (2017), DOI 10.1214/17-EJS1338SI.

    Args:
        cells: scores by outcome.
        ridge: of c, a and b towards (0, 1, 1), in nats summed over rows; zeros are maximum likelihood.

    Raises:
        RemedyError: infinite log-odds, one outcome alone, separated outcomes without a ridge, or inverted scores.

    >>> from logitwise.tallies.cells import Cells
    >>> p = np.array([0.1, 0.5, 0.9])
    >>> honest = Cells(p, 1 - p, p, 0 * p, np.array([10, 50, 90]), np.array([90, 50, 10]), exact=True)
    >>> found = beta(honest)
    >>> round(found.a, 6), round(found.b, 6), round(abs(found.c), 6)
    (1.0, 1.0, 0.0)
    """
    rows = fit_rows(cells)
    if is_constant(rows):
        return Beta(1.0, 1.0, intercept_fit(rows).intercept)
    if separation(rows) is not None and not ridge[1]:
        raise RemedyError("no finite optimum: the outcomes are separated")
    design = np.stack([np.ones_like(rows.z), -np.logaddexp(0, -rows.z), np.logaddexp(0, rows.z)])
    both = _on_face(_FACES[0], design, rows, ridge=ridge)
    if both is not None:
        return both[1]
    on_edge = [face for face in (_on_face(free, design, rows, ridge=ridge) for free in _FACES[1:]) if face is not None]
    if not on_edge and any(ridge):  # drawn past 0 by scores far from where the prior expects them
        return beta(cells)
    if not on_edge:
        raise RemedyError("the scores are inverted: rows with higher ones hold the outcome less often")
    return min(on_edge, key=lambda face: face[0])[1]


def _on_face(
    free: tuple[int, ...], design: Floats, rows: Logits, *, ridge: tuple[float, float, float]
) -> tuple[float, Beta] | None:
    """Loss and fit with the other weights held at 0; None where a free one comes out below 0."""
    used = [0, *free]
    towards, weights = np.array([0.0, 1.0, 1.0]), np.array(ridge)
    fit = fit_logistic(design[used], rows, Prior(towards[used], weights[used]))
    theta = np.zeros(3)
    theta[used] = fit.theta
    c, a, b = (float(each) for each in theta)
    if min(a, b) < 0 or max(a, b) <= 0:
        return None
    held = [i for i in (1, 2) if i not in free]
    return fit.loss + float(weights[held].sum()) / 2, Beta(a, b, c)
