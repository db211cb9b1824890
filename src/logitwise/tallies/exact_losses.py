"""Losses of scores that are held exactly, computed from the values when they are asked for."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from logitwise.activations import softplus
from logitwise.tallies.binary_scores import BinaryScores
from logitwise.tallies.losses import LossSums
from logitwise.tallies.views import chances

Floats = NDArray[Any]


def exact_losses(scores: BinaryScores) -> LossSums:
    """Losses of exact scores, computed from the values with the platform's own logarithm, by label."""
    p, q = chances(scores.values, form=scores.form)
    with np.errstate(divide="ignore", over="ignore"):
        if scores.form == "logit":
            hit, miss = softplus(-scores.values), softplus(scores.values)
        elif scores.form == "odds":
            hit, miss = np.log1p(1.0 / scores.values), np.log1p(scores.values)
        else:
            hit, miss = -np.log(p), -np.log1p(-p)
    columns = [
        label_sums(loss, brier, counts)
        for loss, brier, counts in ((miss, p * p, scores.negatives), (hit, q * q, scores.positives))
    ]
    rows, infinite, loss, loss2, brier, brier2 = (np.array(column) for column in zip(*columns, strict=True))
    return LossSums(rows, infinite, loss, loss2, brier, brier2, worst_loss(scores), 0.0)


def label_sums(loss: Floats, brier: Floats, counts: NDArray[np.number]) -> tuple[float, ...]:
    """Rows, infinite losses, and sums of log loss and Brier score with their squares, of one label."""
    endless = np.isinf(loss)
    finite = np.where(endless, 0.0, loss)
    with np.errstate(over="ignore"):
        sums = [float((value * counts).sum()) for value in (finite, finite * finite, brier, brier * brier)]
    return counts.sum().item(), counts[endless].sum().item(), *sums


def worst_loss(scores: BinaryScores) -> Floats:
    """The largest log loss that a row could have had: that of the score farthest from 1/2 under the other label."""
    p, q = chances(np.array([scores.lowest, scores.highest]), form=scores.form)
    with np.errstate(divide="ignore"):
        if scores.form == "logit":
            return np.asarray(softplus(np.array([max(abs(scores.lowest), abs(scores.highest))])))
        return np.array([-np.log(min(p.min(), q.min()))])
