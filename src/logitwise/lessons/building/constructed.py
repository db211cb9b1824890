"""Rows that are constructed, so that what is right about them is known."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.special import ndtri

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Rows = tuple[NDArray[np.int64], NDArray[np.float64]]


def clouds(*, distance: float, priors: tuple[float, float, float], rows: int, seed: int = 0) -> Rows:
    """Labels and exact logits of three round normal clouds in the plane, their centres an equilateral triangle apart.

    The logits are log prior plus log density, so that the softmax of them is the posterior itself: no model of these
    rows can be better.
    """
    draws = np.random.default_rng(seed)
    labels = draws.choice(3, rows, p=priors)
    centres = distance * np.array([[0.0, 0.0], [1.0, 0.0], [0.5, np.sqrt(3) / 2]])
    points = centres[labels] + draws.normal(size=(rows, 2))
    squares = ((points[:, None] - centres) ** 2).sum(axis=2)
    return labels, np.log(priors) - squares / 2


def detector(*, positives: int = 216, negatives: int = 9784) -> Rows:
    """Labels and logits of a detector of something rare that ranks well and whose logits are all far too low.

    Both classes have normal logits; instead of drawing them, their evenly spaced quantiles are taken, so that nothing
    depends on chance.
    """
    spread = 3.13
    logits = np.concatenate([spread * _quantiles(negatives) - 13.4, spread * _quantiles(positives) - 3.68])
    return np.repeat([0, 1], [negatives, positives]), logits


def _quantiles(count: int) -> Any:
    return ndtri((np.arange(count) + 0.5) / count)
