"""Penalised maximum likelihood of a logistic model with few parameters, by Newton's steps on cells."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from logitwise.errors import RemedyError

if TYPE_CHECKING:
    from logitwise.metrics.logistic import Logits

Floats = NDArray[np.float64]
_STEPS: Final = 200
_HALVINGS: Final = 50
_DAMPING: Final = 1e-12
"""Of the mean curvature: where columns say the same (or nothing), the fit stays where it is along them."""
_NOTHING: Final = 1e-15
"""Share of the loss that a step would gain, below which rounding hides it."""


class Prior(NamedTuple):
    """What a fit is drawn towards where rows are few.

    Attributes:
        towards: ``(parameters,)`` their values of the model as it is.
        ridge: ``(parameters,)`` weight of half the squared distance, in nats summed over rows: 1 / variance.
    """

    towards: Floats
    ridge: Floats


class Penalised(NamedTuple):
    """A fit.

    Attributes:
        theta: ``(parameters,)``.
        loss: log loss summed over rows, in nats, and the penalty.
    """

    theta: Floats
    loss: float


def fit_logistic(design: Floats, rows: Logits, prior: Prior) -> Penalised:
    """The theta at which sum of -log sigmoid(±theta design) + ridge (theta - towards)^2 / 2 is least.

    Convex; Newton's steps from 0, halved while they overshoot, on columns brought to one scale.

    Args:
        design: ``(parameters, cells)``; a first row of ones is an intercept.
        rows: outcomes by cell.
        prior: what it is drawn towards.

    Raises:
        RemedyError: no finite optimum was reached.
    """
    change = _to_one_scale(design, rows.rows)  # theta = change.T @ scaled
    x, theta = change @ design, np.zeros(len(design))
    best = _loss(theta, x, rows, change=change, prior=prior)
    for _ in range(_STEPS):
        mean = expit(theta @ x)
        pull = prior.ridge * (change.T @ theta - prior.towards)
        gradient = x @ (rows.rows * mean - rows.positives) + change @ pull
        curvature = (x * (rows.rows * mean * expit(-theta @ x))) @ x.T + (change * prior.ridge) @ change.T
        curvature += _DAMPING * np.trace(curvature) / len(x) * np.eye(len(x))
        if not np.isfinite(curvature).all() or not curvature.any():
            break
        step = -np.linalg.solve(curvature, gradient)
        for _ in range(_HALVINGS):
            reached = _loss(theta + step, x, rows, change=change, prior=prior)
            if reached <= best + 1e-14 * abs(best):
                break
            step = step / 2
        theta, best = theta + step, reached
        small = np.abs(step).max() < 1e-11 * max(1.0, float(np.abs(theta).max()))
        if small or -gradient @ step <= _NOTHING * best:  # a last step, after which the error is squared once more
            return Penalised(change.T @ theta, best)
    raise RemedyError("cannot be recalibrated: no finite optimum was reached, outcomes hardly overlap")


def _to_one_scale(design: Floats, n: Floats) -> Floats:
    """``(parameters, parameters)`` that centres (beside an intercept) and scales the columns."""
    change = np.eye(len(design))
    centred = bool((design[0] == 1.0).all()) and len(design) > 1
    for i, column in enumerate(design):
        if centred and i == 0:
            continue
        centre = float(n @ column / n.sum()) if centred else 0.0
        spread = float(np.sqrt(n @ (column - centre) ** 2 / n.sum()))
        change[i] /= spread if spread > 0 else 1.0
        if centred:
            change[i, 0] = -centre * change[i, i]
    return change


def _loss(theta: Floats, x: Floats, rows: Logits, *, change: Floats, prior: Prior) -> float:
    eta = theta @ x
    away = change.T @ theta - prior.towards
    return float(rows.positives @ np.logaddexp(0, -eta) + rows.negatives @ np.logaddexp(0, eta)) + float(
        prior.ridge @ away**2 / 2
    )
