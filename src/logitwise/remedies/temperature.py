"""Temperature scaling of one score: log-odds divided by T."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from logitwise.errors import RemedyError
from logitwise.remedies.fit_rows import fit_rows, is_constant
from logitwise.remedies.logistic_fit import Prior, fit_logistic
from logitwise.rule import Temperature

if TYPE_CHECKING:
    from logitwise.metrics.logistic import Logits
    from logitwise.tallies.cells import Cells

LARGEST_SLOPE: Final = 8.0
"""1 / T where every T that is smaller fits better, as where all rows are on their right side."""
RIDGE: Final = 4.0
"""Of 1 / T towards 1, where rows are few: as if it were known to within 0.5. A judgement."""


def temperature(cells: Cells, *, ridge: float = 0.0) -> Temperature:
    """The T > 0 at which log-odds divided by T have the least log loss.

    Formula: beta = 1 / T minimises sum softplus(∓ beta z) + ridge (beta - 1)^2 / 2, which is convex. Where all scores
    are equal every T is as good for their order and 1 is kept; where all rows are on their right side of 0 there is no
    finite optimum, and 1 / T is stopped at 8 (`no_finite_temperature` tells).

    Source: Guo et al. (2017), arXiv:1706.04599.

    Args:
        cells: scores by outcome.
        ridge: pull of 1 / T towards 1, in nats summed over rows; 0 is maximum likelihood.

    Raises:
        RemedyError: infinite log-odds, one outcome alone, or no positive T helps.

    >>> from logitwise.tallies.cells import Cells
    >>> p = np.array([0.1, 0.9])
    >>> too_sure = Cells(p, 1 - p, p, 0 * p, np.array([30, 70]), np.array([70, 30]), exact=True)
    >>> round(temperature(too_sure).temperature, 6)  # ln 9 / ln (7 / 3)
    2.593214
    """
    rows = fit_rows(cells)
    if is_constant(rows):
        return Temperature(1.0)
    if no_finite_temperature(rows) and not ridge:
        return Temperature(1 / LARGEST_SLOPE)
    if float((rows.rows / 2 - rows.positives) @ rows.z) >= ridge:  # the loss rises from beta = 0 on, and it is convex
        raise RemedyError(
            "no temperature helps: probabilities are nearer the outcomes the other way round, so that scores are "
            "inverted or far shifted"
        )
    fit = fit_logistic(rows.z[None, :], rows, Prior(np.array([1.0]), np.array([ridge])))
    return Temperature(1 / float(fit.theta[0]))


def no_finite_temperature(rows: Logits) -> bool:
    """Every row is on its right side of probability 1/2, so that the smaller T the better."""
    with_it, without = rows.z[rows.positives > 0], rows.z[rows.negatives > 0]
    return bool(with_it.min() >= 0 >= without.max() and rows.z.any())
