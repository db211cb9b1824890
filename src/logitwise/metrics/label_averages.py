"""Averages over the labels of a multilabel head, whose labels share rows."""

from __future__ import annotations

from math import inf, nan
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from logitwise.metrics.f1 import F1Direct
from logitwise.metrics.fbeta import Counts as ErrorCounts
from logitwise.metrics.fbeta import FBeta
from logitwise.metrics.jackknife import Composition, Jackknife
from logitwise.metrics.measurement import Measurement
from logitwise.metrics.of_confusion import NO_ROWS, undefined
from logitwise.metrics.proportion import Binomial
from logitwise.metrics.ranking import without_each

if TYPE_CHECKING:
    from collections.abc import Sequence

    from logitwise.metrics.law import Law
    from logitwise.tallies.losses import LossSums

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]
OF_COUNTS: Final = ("accuracy", "balanced_accuracy", "precision", "recall", "specificity", "f1", "fbeta")
FOLDS = "delete-a-group jackknife over folds on the logit scale; verdicts: no better than the labels' own limits allow"
NO_FOLDS = "composed of the labels' own limits as if labels err together (no folds are kept)"
LOSS_FOLDS = "delete-a-group jackknife over folds; verdict ceiling: mean of the labels' own ceilings"
LOSS_NO_FOLDS = "mean of the labels' own limits (no folds are kept)"


def average_of_counts(  # noqa: PLR0913  what an average is made of
    name: str, how: str, counts: Counts, *, folds: Counts | None, labels: Sequence[Measurement], beta: float = 1.0
) -> Measurement:
    """Macro, weighted (by rows that hold the label) or micro (pooled counts) average over labels, 0 to 1.

    Labels without a value are left out and counted.

    Args:
        name: one of `OF_COUNTS`.
        how: ``macro``, ``weighted`` or ``micro``.
        counts: ``(labels, 2, 2)`` by truth and decision.
        folds: ``(folds, labels, 2, 2)`` or None.
        labels: the same metric of every label.
        beta: of an F-beta.
    """
    rows = counts[0].sum().item() if len(counts) else 0
    values = label_values(counts, name, beta)
    kept = ~np.isnan(values)
    if not kept.any() or (how == "weighted" and not counts[kept, 1].any()):
        return undefined(name, rows, "no label has a value", average=how)
    value = float(averaged(counts, name, how, kept, beta))
    thetas = np.empty(0)
    if folds is not None:
        used = folds[:, 0].sum(axis=(-2, -1)) > 0
        thetas = averaged(without_each(folds)[used], name, how, kept, beta)
    law = _law(name, how, counts, kept=kept, labels=labels, thetas=thetas, beta=beta)
    method = FOLDS if folds is not None else NO_FOLDS
    skipped = len(kept) - int(kept.sum())
    if skipped and how != "micro":
        method = f"{method}; {skipped} label{'s' if skipped > 1 else ''} without a value left out"
    return Measurement(name, None, how, value, rows, method=method, law=law)


def label_values(counts: NDArray[Any], name: str, beta: float = 1.0) -> Floats:
    """The metric of each label from ``(..., 2, 2)``; NaN where it is 0/0.

    >>> label_values(np.array([[[5, 1], [2, 2]]]), "precision").round(3).tolist()
    [0.667]
    """
    c = counts.astype(np.float64)
    tn, fp, fn, tp = c[..., 0, 0], c[..., 0, 1], c[..., 1, 0], c[..., 1, 1]
    if name == "balanced_accuracy":
        return (label_values(counts, "recall") + label_values(counts, "specificity")) / 2
    above, below = {
        "accuracy": (tp + tn, tp + tn + fp + fn),
        "precision": (tp, tp + fp),
        "recall": (tp, tp + fn),
        "specificity": (tn, tn + fp),
        "npv": (tn, tn + fn),
        "prevalence": (tp + fn, tp + tn + fp + fn),
        "f1": (2 * tp, 2 * tp + fp + fn),
        "fbeta": ((1 + beta**2) * tp, (1 + beta**2) * tp + beta**2 * fn + fp),
    }[name]
    values = np.full(below.shape, nan)
    np.divide(above, below, out=values, where=below > 0)
    return values


def averaged(counts: NDArray[Any], name: str, how: str, kept: NDArray[np.bool_], beta: float = 1.0) -> Floats:
    """The average over the `kept` labels of ``(..., labels, 2, 2)``; a label that lost its value drops out."""
    if how == "micro":
        return label_values(counts.sum(axis=-3), name, beta)
    values = label_values(counts[..., kept, :, :], name, beta)
    there = ~np.isnan(values)
    support = counts[..., kept, 1, :].sum(axis=-1)
    weights = np.where(there, support if how == "weighted" else 1.0, 0.0)
    total = weights.sum(axis=-1)
    product = (np.where(there, values, 0.0) * weights).sum(axis=-1)
    mean = np.full(np.shape(total), nan)
    np.divide(product, total, out=mean, where=total > 0)
    return mean


def _law(  # noqa: PLR0913  # what an average is made of
    name: str,
    how: str,
    counts: Counts,
    *,
    kept: NDArray[np.bool_],
    labels: Sequence[Measurement],
    thetas: Floats,
    beta: float,
) -> Law:
    value = float(averaged(counts, name, how, kept, beta))
    if how == "micro" and name != "balanced_accuracy":
        own = _pooled_law(name, counts.sum(axis=0), beta)
        return Jackknife(value, thetas, own.lower, own.upper)
    support = counts[kept, 1].sum(axis=-1) if how == "weighted" else np.ones(int(kept.sum()))
    laws = [label.law for label, used in zip(labels, kept.tolist(), strict=True) if used]
    parts = Composition(
        np.array([label.value for label, used in zip(labels, kept.tolist(), strict=True) if used]),
        support / support.sum(),
        lambda alpha: np.array([law.lower(alpha) for law in laws]),
        lambda alpha: np.array([law.upper(alpha) for law in laws]),
        together=not len(thetas),
    )
    return Jackknife(value, thetas, parts.lower, parts.upper)


def _pooled_law(name: str, table: Counts, beta: float) -> Law:
    """As if the pooled decisions were independent rows; only a floor under the jackknife's width."""
    (tn, fp), (fn, tp) = table.tolist()
    if name == "fbeta" and beta != 1:
        return FBeta(ErrorCounts(tp, fn, fp), beta)
    if name in ("f1", "fbeta"):
        return F1Direct(Binomial(tp, tp + fp + fn))
    successes, trials = {
        "accuracy": (tp + tn, tp + tn + fp + fn),
        "precision": (tp, tp + fp),
        "recall": (tp, tp + fn),
        "specificity": (tn, tn + fp),
    }[name]
    return Binomial(successes, trials)


def average_of_losses(
    name: str, losses: LossSums, *, folds: LossSums | None, labels: Sequence[Measurement]
) -> Measurement:
    """Macro log loss (nats) or Brier score over labels: the mean of the labels' means."""
    rows = losses.rows[0].sum().item() if len(losses.rows) else 0
    if not rows:
        return undefined(name, rows, NO_ROWS, average="macro")
    infinite = [label for label in labels if label.value == inf]
    values = np.array([label.value for label in labels])
    thetas = np.empty(0)
    if folds is not None and not infinite:
        counts, total = folds.rows.sum(axis=-1), getattr(folds, name).sum(axis=-1)
        with np.errstate(invalid="ignore"):  # one fold holds all rows
            thetas = (without_each(total) / without_each(counts)).mean(axis=1)[counts[:, 0] > 0]
    equal = np.full(len(labels), 1 / len(labels))
    parts = Composition(
        values,
        equal,
        lambda alpha: np.array([label.law.lower(alpha) for label in labels]),
        lambda alpha: np.array([label.law.upper(alpha) for label in labels]),
        together=True,
    )
    law = Jackknife(
        float(values.mean()), thetas, parts.mean_of_lowers, parts.mean_of_uppers, parts.mean_of_uppers, on_logit=False
    )
    reason = None
    if infinite:
        reason = f"infinite for {len(infinite)} of {len(labels)} labels, the first {infinite[0].of}"
    method = LOSS_FOLDS if folds is not None else LOSS_NO_FOLDS
    return Measurement(name, None, "macro", law.value, rows, losses.quantum, method=method, undefined=reason, law=law)
