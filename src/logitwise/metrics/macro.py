"""Precision, recall, F1 and F-beta averaged over the classes of which each row has one."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from math import sqrt
from typing import TYPE_CHECKING, Final, Literal

import numpy as np
from numpy.typing import NDArray

from logitwise.metrics.composed import METHOD, METHOD_MANY, METHOD_RARE, Composed, Parts
from logitwise.metrics.law import Law, Unbounded
from logitwise.metrics.resampling import Margins, Replicates, has_rare_class, margins_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from logitwise.tallies.confusion import Confusion

Floats = NDArray[np.float64]
Kind = Literal["precision", "recall", "f1", "fbeta"]

# How far the denominator counts true rows rather than decided ones.
_SHARE_OF_TRUE: Final = {"precision": 0.0, "recall": 1.0, "f1": 0.5}


@dataclass(frozen=True, slots=True)
class Averaged:
    """An average over classes.

    Attributes:
        value: NaN where no class has a value.
        left_out: classes without a value, which the average leaves out.
        law: how it varies.
        method: how the interval is made.
    """

    value: float
    left_out: int
    law: Law
    method: str


def average_over_classes(
    confusion: Confusion, kind: Kind, *, weighted: bool, replicates: Replicates, beta: float = 1.0
) -> Averaged:
    """Macro or weighted precision, recall, F1 or F-beta, 0 to 1.

    Classes whose own value is 0/0 (never decided, for a precision) are left out and counted; scikit-learn counts them
    as 0. Weights are the shares of true rows among the classes that are averaged. Balanced accuracy is the macro
    recall.

    Args:
        confusion: truth against decision.
        kind: what is averaged.
        weighted: by true rows, else every class counts the same.
        replicates: resamples of the same confusion, used only where a class is rare.
        beta: of an F-beta.

    Returns:
        The average with its law; NaN where no class has a value.

    >>> from logitwise.tallies.confusion import Confusion
    >>> cm = Confusion.of_matrix(np.array([[50, 3, 7], [4, 40, 6], [10, 5, 25]]))
    >>> from logitwise.metrics.resampling import Replicates
    >>> f1 = average_over_classes(cm, "f1", weighted=False, replicates=Replicates(cm))
    >>> f"{f1.value:.12f} {f1.law.se:.10f}"  # scikit-learn; the delta method with a numeric gradient
    '0.754601261514 0.0355970161'
    """
    margins = margins_of(confusion)
    share_of_true = _SHARE_OF_TRUE.get(kind, beta * beta / (1 + beta * beta))
    below = _denominator(margins, share_of_true)
    kept = below > 0
    left_out = len(kept) - int(kept.sum())
    if not kept.any() or (weighted and not margins.support[kept].any()):
        return Averaged(float("nan"), left_out, Unbounded((0.0, 1.0)), "none")
    raw = margins.support * kept if weighted else kept.astype(np.float64)
    weights = raw / raw.sum()
    parts = _parts(margins, {"f1": 1.0, "fbeta": beta}.get(kind), below, weights, kept)
    rare = has_rare_class(confusion)
    resampled: Callable[[], Floats] | None = None
    if rare and replicates.affordable:
        resampled = partial(_resampled, replicates, share_of_true, weighted)
    se = _delta_se(confusion, margins, share_of_true, weights if weighted else None, kept)
    law = Composed(parts, se, resampled, weighted=weighted)
    method = METHOD if not rare else METHOD_RARE if resampled else METHOD_MANY
    return Averaged(parts.mean, left_out, law, method)


def _denominator(margins: Margins, share_of_true: float) -> Floats:
    """True rows for a recall, decided rows for a precision, a mean of both for F1 and F-beta."""
    return share_of_true * margins.support + (1 - share_of_true) * margins.predicted


def _parts(margins: Margins, beta: float | None, below: Floats, weights: Floats, kept: NDArray[np.bool_]) -> Parts:
    """The binomial shares behind the average; F-beta goes by shares of TP + FP + FN."""
    trials = below if beta is None else margins.support + margins.predicted - margins.hits
    missed = (margins.support - margins.hits)[kept]
    return Parts(margins.hits[kept], trials[kept], weights[kept], beta, missed)


def _delta_se(
    confusion: Confusion, margins: Margins, share_of_true: float, weights: Floats | None, kept: NDArray[np.bool_]
) -> float:
    """Standard error by the multinomial delta method.

    A row of truth i and decision j moves h_i / d_i (h: hits, d: denominator) by (i = j) / d_i through the hits, and by
    -h / d^2 through every denominator that it stands in: d_i for a recall, d_j for a precision, half in each for F1.
    For F-beta the shares are b^2 / (1 + b^2) and 1 / (1 + b^2).
    """
    i, j, n = confusion.truth, confusion.decision, confusion.rows
    below = np.where(kept, _denominator(margins, share_of_true) / n, 1.0)
    values = np.where(kept, margins.hits / n / below, 0.0)
    share = weights if weights is not None else kept / kept.sum()
    pull = share * values / below
    through = share_of_true * pull[i] + (1 - share_of_true) * pull[j]
    gradient = np.where(i == j, share[i] / below[i], 0.0) - through
    if weights is not None:  # the weights are counted from the same rows
        gradient += np.where(kept[i], values[i] - weights @ values, 0.0) / (margins.support[kept].sum() / n)
    return delta_se(confusion, gradient)


def delta_se(confusion: Confusion, gradient: Floats) -> float:
    """Standard error of a smooth function of cell shares q: sqrt((sum q d^2 - (sum q d)^2) / n).

    Args:
        confusion: truth against decision.
        gradient: ``(cells,)`` derivative d with respect to the share of each occupied cell.
    """
    q = confusion.counts / confusion.rows
    mean = float(q @ gradient)
    return sqrt(float(q @ (gradient - mean) ** 2) / confusion.rows)


def _resampled(
    replicates: Replicates,
    share_of_true: float,
    weighted: bool,  # noqa: FBT001  # bound by partial
) -> Floats:
    margins = replicates.margins
    below = _denominator(margins, share_of_true)
    kept = below > 0
    values = np.divide(margins.hits, below, out=np.zeros_like(below), where=kept)
    weights = margins.support * kept if weighted else kept.astype(np.float64)
    total = weights.sum(axis=-1)
    mean = np.full(total.shape, np.nan)
    np.divide((values * weights).sum(axis=-1), total, out=mean, where=total > 0)
    return mean
