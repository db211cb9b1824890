"""Top-k accuracy: whether the truth is among the k classes with the largest scores."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from logitwise.metrics.of_confusion import NO_ROWS, share, undefined
from logitwise.metrics.proportion import Binomial

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from logitwise.metrics.measurement import Measurement


def top_k_accuracy(ranks: NDArray[Any] | None, rows: float, *, classes: int, k: int) -> Measurement:
    """Share of rows whose truth is among the k classes with the largest scores.

    Formula: rows whose truth has a rank of at most k / all rows. Of equal scores the class that comes first in the head
    ranks first, so that k = 1 is the accuracy.

    Undefined: there are no rows, or k is at least the number of classes, where it is always 1.

    Interval: Wilson's. Verdict: Clopper and Pearson's exact limits.

    Trap: it is large for any model where k is not small against the number of classes: always naming the k commonest
    has their share of the rows, at least k / C.

    Related: accuracy.

    Source: Brown, Cai and DasGupta (2001), doi:10.1214/ss/1009213286.

    Args:
        ranks: ``(classes,)`` rows by the rank of their truth, the largest score first; None: not kept.
        rows: all rows.
        classes: of the head.
        k: how many classes may be named.

    >>> import numpy as np
    >>> top_k_accuracy(np.array([6, 2, 1, 1]), 10, classes=4, k=2).value
    0.8
    """
    name = "top_k_accuracy"
    if k >= classes:
        return undefined(name, rows, f"the truth is always among {k} of {classes} classes: choose a smaller k")
    if ranks is None:
        return undefined(name, rows, "ranks of the truth are not kept" if rows else NO_ROWS)
    return share(name, None, Binomial(ranks[:k].sum().item(), ranks.sum().item()), undefined=NO_ROWS, unit="rows")
