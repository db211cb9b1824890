"""How scores spread in the designs' worlds; of one score a row by quantiles, so that a pool is its law to 1e-5."""

from __future__ import annotations

from collections.abc import Callable
from math import sqrt

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq
from scipy.special import expit, logit, ndtri

Floats = NDArray[np.float64]
Draw = Callable[[np.random.Generator, int, int], Floats | tuple[Floats, NDArray[np.int64]]]
"""Gives the logits of so many rows of class k; of a world with labels, their logits and labels."""


def levels(size: int) -> Floats:
    """The middles of so many equal parts of 0 to 1."""
    return (np.arange(size) + 0.5) / size


def two_normals(
    rng: np.random.Generator,
    k: int,
    size: int,
    *,
    auc: float,
    sd: float = 1.0,
    hopeless: float = 0.0,
    prior: float = 0.5,
) -> Floats:
    """Normal scores at a given AUC (before hopeless positives, which score as negatives do), as log-odds."""
    apart = float(ndtri(auc)) * sqrt(1 + sd * sd)
    lost = round(hopeless * size) * k
    x = np.concatenate([ndtri(levels(size - lost)) * (sd if k else 1) + apart * k, ndtri(levels(lost))])
    return (apart or 1.0) * x - apart**2 / 2 + float(logit(prior))


def exponentials(rng: np.random.Generator, k: int, size: int, *, auc: float) -> Floats:
    """Minus exponential scores, whose tails reach down: most errors come from a few far negatives."""
    return np.log(levels(size)) * (1 if k else auc / (1 - auc))


def heavy_tails(rng: np.random.Generator, k: int, size: int, *, apart: float) -> Floats:
    """Student's t with 2 degrees of freedom."""
    u = levels(size)
    return (2 * u - 1) / np.sqrt(2 * u * (1 - u)) + apart * k


def saturated(rng: np.random.Generator, k: int, size: int, *, flipped: float) -> Floats:
    """A network that is sure of every row, with a small share of wrong labels: rare and expensive losses."""
    wrong = round(flipped * size)
    sure = 12 + 3 * np.concatenate([ndtri(levels(size - wrong)), ndtri(levels(wrong))])
    sure[size - wrong :] *= -1
    return sure * (1 if k else -1)


def overconfident(rng: np.random.Generator, k: int, size: int, *, auc: float, prior: float = 0.5) -> Floats:
    """A weak model, so sure of itself that its Brier score is that of the prior: a skill of exactly 0."""

    def skill(stretch: float) -> float:
        losses = [((expit(stretch * two_normals(rng, c, 4000, auc=auc, prior=prior)) - c) ** 2).mean() for c in (0, 1)]
        return 1 - ((1 - prior) * losses[0] + prior * losses[1]) / (prior * (1 - prior))

    return brentq(skill, 1, 60) * two_normals(rng, k, size, auc=auc, prior=prior)


def softmax_normals(rng: np.random.Generator, k: int, size: int, *, priors: tuple[float, ...], signal: float) -> Floats:
    """Logits of a calibrated softmax: one normal score a class, higher by `signal` for the true one."""
    x = rng.normal(size=(size, len(priors)))
    x[:, k] += signal
    return signal * x + np.log(priors)


def correlated_labels(
    rng: np.random.Generator, k: int, size: int, *, shares: tuple[float, ...], shared: float, signal: float
) -> tuple[Floats, NDArray[np.int64]]:
    """Labels that tend to hold together, and scores whose errors do too.

    Args:
        rng: where they come from.
        k: unused: there is one pool.
        size: rows.
        shares: of rows that hold each label.
        shared: correlation of the latent strengths and of the errors of the scores.
        signal: of a score, in standard deviations of its error.
    """

    def together() -> Floats:
        return sqrt(shared) * rng.normal(size=(size, 1)) + sqrt(1 - shared) * rng.normal(size=(size, len(shares)))

    y = together() > ndtri(1 - np.asarray(shares))
    score = signal * y + together()
    return signal * score - signal**2 / 2 + logit(np.asarray(shares)), y.astype(np.int64)
