"""What one sigmoid logit costs under its label: log loss and Brier score, the NumPy twin of the compiled loop."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from logitwise.kernels.fixed_point import LARGEST, to_fixed
from logitwise.kernels.polynomials import exp_of_minus, log

Fixed = NDArray[np.int64]


class RowLosses(NamedTuple):
    """Fixed-point losses of each row; rows in `large` are 0 in the log-loss columns and have to be added apart."""

    log_loss: Fixed
    log_loss_squared: Fixed
    brier: Fixed
    brier_squared: Fixed
    large: NDArray[np.bool_]


def row_losses(logits: NDArray[np.float64], labels: NDArray[np.integer]) -> RowLosses:
    """Losses of logits (infinities are legal) under labels 0 and 1, any equal shapes.

    With a = abs(z) and u = exp(-a): a wrong side costs log(1 + u) + a, a right one log(1 + u); the probability of the
    side the logit is not on is u / (1 + u).

    >>> row = row_losses(np.array([0.0]), np.array([1]))
    >>> row.log_loss / 2**32, row.brier / 2**32
    (array([0.69314718]), array([0.25]))
    """
    a = np.abs(logits)
    u = exp_of_minus(a)
    wrong = (logits >= 0) != (labels != 0)
    large = wrong & (a > LARGEST)
    loss = np.where(large, 0.0, log(1.0 + u) + np.where(wrong & ~large, a, 0.0))
    miss = np.where(wrong, 1.0, u) / (1.0 + u)
    brier = miss * miss
    return RowLosses(to_fixed(loss), to_fixed(loss * loss), to_fixed(brier), to_fixed(brier * brier), large)


def log_odds(probabilities: NDArray[np.float64]) -> NDArray[np.float64]:
    """log(p / (1 - p)), infinite at 0 and 1; 1 - p is exact wherever it matters (p >= 1/2)."""
    with np.errstate(divide="ignore"):
        return log(probabilities / (1.0 - probabilities))


def folded(logits: NDArray[np.float64]) -> NDArray[np.float64]:
    """Log p where p <= 1/2, -log(1 - p) above: one number that keeps both tails."""
    a = np.abs(logits)
    size = a + log(1.0 + exp_of_minus(a))
    return np.where(logits > 0, size, -size)
