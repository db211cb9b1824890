"""Short ways to say which world a design stands in."""

from __future__ import annotations

from functools import partial

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from . import shapes
from .scenes import Matrix, Pools

Shares = tuple[float, ...]
RARE_CLASS = ((0.9, 0.08, 0.02), (0.15, 0.8, 0.05), (0.2, 0.2, 0.6))
NEARLY_PERFECT = ((0.99, 0.008, 0.002), (0.01, 0.985, 0.005), (0.03, 0.03, 0.94))
SELDOM_FOUND = ((0.9, 0.09, 0.01), (0.15, 0.84, 0.01), (0.5, 0.4, 0.1))
EVEN = tuple(tuple(0.7 if i == j else 0.1 for j in range(4)) for i in range(4))
WEAK = tuple(tuple(0.3 if i == j else 0.1 for j in range(8)) for i in range(8))
EVEN_HALVES = ((0.5, 0.3, 0.2), (0.3, 0.5, 0.2), (0.2, 0.3, 0.5))


def binary(name: str, rows: int, prior: float, recall: float, specificity: float) -> Matrix:
    """Truth against decision of two classes."""
    return Matrix(name, rows, (1 - prior, prior), ((specificity, 1 - specificity), (1 - recall, recall)))


def areas(positives: int, negatives: int, auc: float, **shape: float) -> Pools:
    """Normal scores, class counts fixed."""
    odd = "".join(f", {key} {value:g}" for key, value in shape.items())
    name = f"{positives} positives, {negatives} negatives, AUC {auc:g}{odd}"
    return Pools(name, (negatives, positives), partial(shapes.two_normals, auc=auc, **shape), random=False)


def far_tails(name: str, positives: int, negatives: int, draw: shapes.Draw) -> Pools:
    """Scores of another shape, class counts fixed."""
    return Pools(f"{positives} positives, {negatives} negatives, {name}", (negatives, positives), draw, random=False)


def scored(name: str, rows: int, prior: float, auc: float, **shape: float) -> Pools:
    """Calibrated normal scores, class counts as they come."""
    counts = (round(rows * (1 - prior)), round(rows * prior))
    return Pools(f"{name}, {rows} rows", counts, partial(shapes.two_normals, auc=auc, prior=prior, **shape))


def flips(rows: int) -> Pools:
    """Rare, expensive losses."""
    draw = partial(shapes.saturated, flipped=0.002)
    return Pools(f"sure network, .2 % wrong labels, {rows} rows", (rows // 2, rows // 2), draw)


def no_skill(name: str, rows: int, prior: float, auc: float) -> Pools:
    """A Brier score that is just the prior's."""
    draw = partial(shapes.overconfident, auc=auc, prior=prior)
    return Pools(name, (round(rows * (1 - prior)), round(rows * prior)), draw)


def softmaxed(name: str, rows: int, priors: Shares, signal: float) -> Pools:
    """A calibrated softmax."""
    counts = tuple(round(rows * prior) for prior in priors)
    draw = partial(shapes.softmax_normals, priors=priors, signal=signal)
    return Pools(f"{name}, {rows} rows", counts, draw, "softmax")


def labelled(name: str, rows: int, shares: Shares, shared: float, signal: float) -> Pools:
    """Labels that hold together."""
    draw = partial(shapes.correlated_labels, shares=shares, shared=shared, signal=signal)
    return Pools(f"{name}, {rows} rows", (rows,), draw, "multilabel")


def spread_out(z: shapes.Floats, y: NDArray[np.int64]) -> shapes.Floats:
    """Weights from 1/2 to 2 that go neither with label nor with score."""
    return 2 ** np.sin(1e4 * z)


def by_error(z: shapes.Floats, y: NDArray[np.int64]) -> shapes.Floats:
    """Rows that are decided wrongly stand for 3."""
    return np.where((z >= 0) == y, 1.0, 3.0)


def by_loss(z: shapes.Floats, y: NDArray[np.int64]) -> shapes.Floats:
    """Rows whose truth was given less than e^-1.5 stand for 5."""
    return np.where(expit(np.where(y == 1, z, -z)) < np.exp(-1.5), 5.0, 1.0)


def by_label(z: shapes.Floats, y: NDArray[np.int64]) -> shapes.Floats:
    """A positive stands for 1, a negative for 4."""
    return np.where(y == 1, 1.0, 4.0)


def sharpened(z: shapes.Floats) -> shapes.Floats:
    """What logits are worth that are 1.5 times too large."""
    return expit(z / 1.5)


def too_high(z: shapes.Floats) -> shapes.Floats:
    """What probabilities are worth that are 1.5 times too large."""
    return expit(z) / 1.5


def jump(z: shapes.Floats) -> shapes.Floats:
    """Perfect below one half, .1 too low above."""
    return np.where(z < 0, expit(z), np.minimum(expit(z) + 0.1, 1))


def wiggle(z: shapes.Floats) -> shapes.Floats:
    """Too high and too low in turn, faster than bins can follow."""
    p = expit(z)
    return p + 0.24 * p * (1 - p) * np.sin(9 * z)
