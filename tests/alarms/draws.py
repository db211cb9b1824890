"""Rows of models whose probabilities are right, by how they are drawn: the truth first, then scores that follow it."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, logit, ndtr, ndtri

Floats = NDArray[np.float64]
Codes = NDArray[np.int64]


def two(rng: np.random.Generator, n: int, prior: float, auc: float) -> tuple[Codes, Floats]:
    """Labels and logits of two classes: normal scores of either class, said as the log-odds that they are worth."""
    apart = sqrt(2) * float(ndtri(auc))
    y = (rng.random(n) < prior).astype(np.int64)
    return y, apart * rng.normal(apart * y, 1.0) - apart**2 / 2 + float(logit(prior))


def outcomes(rng: np.random.Generator, z: Floats) -> Codes:
    """Labels of given logits, each drawn with its own probability."""
    return (rng.random(z.shape) < expit(z)).astype(np.int64)


def several(rng: np.random.Generator, n: int, priors: Sequence[float], signal: float) -> tuple[Codes, Floats]:
    """Labels and softmax logits: one normal score a class, higher by `signal` for the true one."""
    shares = np.asarray(priors) / sum(priors)
    y = np.minimum(np.searchsorted(np.cumsum(shares), rng.random(n), side="right"), len(shares) - 1)
    x = rng.normal(size=(n, len(shares)))
    x[np.arange(n), y] += signal
    return y, signal * x + np.log(shares)


def labels(
    rng: np.random.Generator, n: int, shares: Sequence[float], *, signal: float, alike: float = 0.0
) -> tuple[Codes, Floats]:
    """A label matrix and logits; `alike` is how labels hold together (a latent correlation), and scores of labels."""

    def together() -> Floats:
        own = rng.normal(size=(n, len(shares)))
        return sqrt(alike) * rng.normal(size=(n, 1)) + sqrt(1 - alike) * own

    y = (together() < ndtri(np.asarray(shares))).astype(np.int64)
    return y, signal * (signal * y + together()) - signal**2 / 2 + logit(np.asarray(shares))


def grouped(
    rng: np.random.Generator, groups: int, rows: int, *, alike: float, spread: float = 2.0
) -> tuple[Codes, Floats, Codes]:
    """Labels, logits and groups: rows of a group are alike in score and in luck, each row alone is calibrated."""
    group = np.repeat(np.arange(groups), rows)

    def latent() -> Floats:
        return sqrt(alike) * rng.normal(size=groups)[group] + sqrt(1 - alike) * rng.normal(size=len(group))

    z = spread * latent()
    return (ndtr(latent()) < expit(z)).astype(np.int64), z, group


def softmax(z: Floats) -> Floats:
    """Probabilities of logits."""
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)
