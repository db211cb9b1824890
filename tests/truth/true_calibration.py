"""True values of what calibration, confidence and places in a ranking are measured by."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from scipy.optimize import brentq
from scipy.special import expit
from sklearn import metrics as sk
from sklearn.linear_model import LogisticRegression

from .scenes import Floats, World

Maybe = str | None
PREVALENCE = 0.05
"""At which `ppv_at_prevalence` and its like are asked for."""
TOP = 5
"""The k of `top_k_accuracy`."""


def observed_over_expected(world: World, how: Maybe) -> float:
    """Rows with the outcome over the sum of their probabilities."""
    return float(world.w @ world.y / (world.w @ world.p))


def intercept(world: World, how: Maybe) -> float:
    """The shift of the logits after which as many rows are expected as are observed."""
    return float(brentq(lambda a: world.w @ (expit(a + world.z) - world.y), -20, 20))


def slope(world: World, how: Maybe) -> float:
    """Of a logistic regression without penalty."""
    fit = LogisticRegression(C=np.inf, tol=1e-10, max_iter=1000)
    fit.fit(world.z[:, None], world.y, sample_weight=world.w * len(world.w))
    return float(fit.coef_[0, 0])


def confidence(world: World) -> tuple[Floats, np.ndarray]:
    """Probability of what is decided, and whether it is right."""
    p = world.p.max(axis=1) if world.kind == "softmax" else np.maximum(world.p, 1 - world.p)
    return p, world.decided == world.y


def confident_errors(world: World, how: Maybe) -> float:
    """Errors over expected errors of rows that are given .99 or more."""
    p, right = confidence(world)
    sure = p >= 0.99
    return float(world.w[sure] @ ~right[sure] / (world.w[sure] @ (1 - p[sure])))


def augrc(world: World, how: Maybe) -> float:
    """From the AUC of the confidence and the accuracy (Traub et al. 2024)."""
    p, right = confidence(world)
    accuracy = world.w @ right
    area = sk.roc_auc_score(right, p, sample_weight=world.w)
    return float((1 - area) * accuracy * (1 - accuracy) + (1 - accuracy) ** 2 / 2)


def hand_till(world: World, how: Maybe) -> float:
    """Mean over ordered pairs of classes of the AUC of the first one's probability among rows of both."""
    k, p = world.z.shape[1], world.p
    pairs = [(i, j) for i in range(k) for j in range(k) if i != j]
    areas = []
    for i, j in pairs:
        of = (world.y == i) | (world.y == j)
        areas.append(sk.roc_auc_score(world.y[of] == i, p[of, i], sample_weight=world.w[of]))
    return float(np.mean(areas))


def top_k_accuracy(world: World, how: Maybe) -> float:
    """Share of rows whose class is among the five of largest score."""
    return float(sk.top_k_accuracy_score(world.y, world.z, k=TOP, sample_weight=world.w))


def at_prevalence(value: Callable[[World, Maybe], float]) -> Callable[[World, Maybe], float]:
    """The same metric in the world in which positives are as rare as stated."""

    def moved(world: World, how: Maybe) -> float:
        share = world.w @ world.y
        w = world.w * np.where(world.y == 1, PREVALENCE / share, (1 - PREVALENCE) / (1 - share))
        return value(replace(world, w=w), how)

    return moved


def subset_accuracy(world: World, how: Maybe) -> float:
    """Share of rows with every label right."""
    return float(sk.accuracy_score(world.y, world.decided, sample_weight=world.w))


def hamming_loss(world: World, how: Maybe) -> float:
    """Share of labels that are wrong."""
    return float(sk.hamming_loss(world.y, world.decided, sample_weight=world.w))
