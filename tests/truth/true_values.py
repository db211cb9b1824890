"""True values of metrics over a whole world, by scikit-learn with the rows' probabilities as weights."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial
from math import nan

import numpy as np
from scipy.special import log_expit, log_softmax
from sklearn import metrics as sk

from . import true_calibration as tc
from .scenes import Claims, Floats, PerfectSoftmax, Scene, World

Cells = tuple[Floats, Floats, Floats]


def true_value(scene: Scene, metric: str) -> float:
    """The value of a metric, such as ``macro f1``, if all rows of the world were judged."""
    *average, name = metric.split()
    if isinstance(scene, PerfectSoftmax):
        return 0.0
    if isinstance(scene, Claims) and name == "calibration_gap":
        return gap_of(world_of(scene))
    world = world_of(scene)
    how = average[0] if average else ("macro" if world.z.ndim == 2 or classes_of(world) > 2 else None)
    return float(TRUE[name](world, how))


@cache
def world_of(scene: Scene) -> World:
    """Made once a scene."""
    return scene.world


def gap_of(world: World) -> float:
    """Mean distance of the true probability from the one claimed, where both outcomes of a score stand in the world."""
    half = len(world.y) // 2
    both = world.w[:half] + world.w[half:]
    return round(float(np.abs(world.w[half:] - both * world.p[half:]).sum()), 12)  # of a perfect model exactly 0


def classes_of(world: World) -> int:
    """Classes or labels."""
    if world.z.ndim == 2:
        return int(world.z.shape[1])
    return int(world.y.max()) + 1


@cache
def cells_of(world: World) -> Cells:
    """Truth, decision and probability of each cell of the confusion: few rows that scikit-learn judges at once."""
    k = classes_of(world)
    share = np.bincount(world.y * k + world.decided, world.w, k * k)
    y, d = np.divmod(np.arange(k * k), k)
    return y, d, share


def label_cells(world: World) -> list[Cells]:
    """The same of each label against its absence."""
    y, d = np.divmod(np.arange(4), 2)
    pairs = zip(world.y.T, world.decided.T, strict=True)
    return [(y, d, np.bincount(t * 2 + u, world.w, 4)) for t, u in pairs]


def of_decisions(score: Callable[..., float]) -> Callable[[World, str | None], float]:
    """A metric of truth against decision; over labels the mean of theirs."""

    def value(world: World, how: str | None) -> float:
        if world.kind != "multilabel":
            y, d, w = cells_of(world)
            return score(y, d, sample_weight=w)
        return float(np.mean([score(y, d, sample_weight=w) for y, d, w in label_cells(world)]))

    return value


def of_class(score: Callable[..., float]) -> Callable[[World, str | None], float]:
    """A metric of one class against the rest, or an average."""

    def value(world: World, how: str | None) -> float:
        if world.kind != "multilabel":
            y, d, w = cells_of(world)
            return score(y, d, sample_weight=w, average=how or "binary", zero_division=nan)
        cells = label_cells(world)
        if how == "micro":
            y, d, w = (np.concatenate(part) for part in zip(*cells, strict=True))
            return score(y, d, sample_weight=w, zero_division=nan)
        each = [score(y, d, sample_weight=w, zero_division=nan) for y, d, w in cells]
        held = [w[2:].sum() for _, _, w in cells]
        return float(np.average(each, weights=held if how == "weighted" else None))

    return value


def of_scores(score: Callable[..., float]) -> Callable[[World, str | None], float]:
    """An area, of the positive class or averaged over classes or labels."""

    def value(world: World, how: str | None) -> float:
        if world.kind == "sigmoid":
            return score(world.y, world.z, sample_weight=world.w)
        k = classes_of(world)
        held = world.y if world.kind == "multilabel" else world.y[:, None] == np.arange(k)
        if how == "micro":
            return score(held.ravel(), world.p.ravel(), sample_weight=np.repeat(world.w, k))
        each = [score(held[:, j], world.p[:, j], sample_weight=world.w) for j in range(k)]
        return float(np.average(each, weights=world.w @ held if how == "weighted" else None))

    return value


def losses(world: World, kind: str) -> Floats:
    """``(rows,)`` or ``(rows, labels)`` loss of each row."""
    if kind == "log_loss":
        if world.kind == "softmax":
            return -log_softmax(world.z, axis=1)[np.arange(len(world.y)), world.y]
        return -log_expit(np.where(world.y == 1, world.z, -world.z))
    if world.kind == "softmax":
        return ((world.p - np.eye(classes_of(world))[world.y]) ** 2).sum(axis=1)
    return (world.p - world.y) ** 2


def of_losses(kind: str) -> Callable[[World, str | None], float]:
    """The mean loss, over labels too."""

    def value(world: World, how: str | None) -> float:
        return float(np.mean(world.w @ losses(world, kind)))

    return value


def of_skill(kind: str) -> Callable[[World, str | None], float]:
    """What is saved of the loss of the class shares."""

    def value(world: World, how: str | None) -> float:
        share = np.bincount(world.y, world.w)
        halved = 1 if world.kind == "softmax" else 2
        prior = -share @ np.log(share) if kind == "log_loss" else (1 - share @ share) / halved
        return 1 - float(world.w @ losses(world, kind)) / float(prior)

    return value


def specificity(y: Floats, d: Floats, *, sample_weight: Floats) -> float:
    """Recall of the negative class."""
    return float(sk.recall_score(y, d, sample_weight=sample_weight, pos_label=0))


def npv(y: Floats, d: Floats, *, sample_weight: Floats) -> float:
    """Precision of the negative class."""
    return float(sk.precision_score(y, d, sample_weight=sample_weight, pos_label=0))


TRUE: dict[str, Callable[[World, str | None], float]] = {
    "accuracy": of_decisions(sk.accuracy_score),
    "balanced_accuracy": of_decisions(sk.balanced_accuracy_score),
    "mcc": of_decisions(sk.matthews_corrcoef),
    "specificity": of_decisions(specificity),
    "npv": of_decisions(npv),
    "precision": of_class(sk.precision_score),
    "recall": of_class(sk.recall_score),
    "f1": of_class(sk.f1_score),
    "fbeta": of_class(partial(sk.fbeta_score, beta=2)),
    "kappa": of_decisions(sk.cohen_kappa_score),
    "top_k_accuracy": tc.top_k_accuracy,
    "subset_accuracy": tc.subset_accuracy,
    "hamming_loss": tc.hamming_loss,
    "roc_auc": of_scores(sk.roc_auc_score),
    "average_precision": of_scores(sk.average_precision_score),
    "log_loss": of_losses("log_loss"),
    "brier": of_losses("brier"),
    "log_loss_skill": of_skill("log_loss"),
    "brier_skill": of_skill("brier"),
    "hand_till": tc.hand_till,
    "observed_over_expected": tc.observed_over_expected,
    "calibration_intercept": tc.intercept,
    "calibration_slope": tc.slope,
    "confident_errors": tc.confident_errors,
    "augrc": tc.augrc,
}
TRUE |= {
    "ppv_at_prevalence": tc.at_prevalence(TRUE["precision"]),
    "npv_at_prevalence": tc.at_prevalence(TRUE["npv"]),
    "accuracy_at_prevalence": tc.at_prevalence(TRUE["accuracy"]),
    "average_precision_at_prevalence": tc.at_prevalence(TRUE["average_precision"]),
}
