"""What one row of a softmax leaves behind: the NumPy twin of the compiled loop, bit for bit."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from logitwise.kernels.fixed_point import LARGEST, to_fixed
from logitwise.kernels.polynomials import exp_of_minus, log

Floats = NDArray[np.float64]
Fixed = NDArray[np.int64]
LANES = 8
SORTED = 32  # classes up to which masses are sorted before they are summed, so that the order of classes cannot matter
ROUNDING = 1e-5  # a row of probabilities whose sum misses one by no more is ranked as given


class SoftmaxRows(NamedTuple):
    """Per row, unless said otherwise.

    Attributes:
        top: the first class with the largest score.
        tied: whether another class has the same.
        folded: ``(rows, classes)`` log p where p <= 1/2, -log(1 - p) above.
        probabilities: ``(rows, classes)``.
        loss: -log p(truth) in nats, may be infinite.
        log_loss, log_loss_squared: the same in fixed point, 0 where `loss` exceeds what a fixed-point row may hold.
        brier, brier_squared: sum over classes of (p - y)^2, in fixed point.
        spread: the largest loss the row could have had: log-sum-exp - smallest logit.
        rank: classes ahead of the truth: those with a larger score, or with the same and a lower code.
    """

    top: NDArray[np.int64]
    tied: NDArray[np.bool_]
    folded: Floats
    probabilities: Floats
    loss: Floats
    log_loss: Fixed
    log_loss_squared: Fixed
    brier: Fixed
    brier_squared: Fixed
    spread: Floats
    rank: NDArray[np.int64]


def lane_sum(values: Floats) -> Floats:
    """Sum over the last axis in an order that does not depend on how a machine adds: 8 lanes, then a fixed tree."""
    n, columns = values.shape
    lanes = np.zeros((n, LANES))
    for start in range(0, columns, LANES):
        chunk = values[:, start : start + LANES]
        lanes[:, : chunk.shape[1]] += chunk
    half = lanes[:, :4] + lanes[:, 4:]
    return (half[:, 0] + half[:, 2]) + (half[:, 1] + half[:, 3])


def softmax_rows(scores: NDArray[np.floating], labels: NDArray[np.integer], *, probabilities: bool) -> SoftmaxRows:
    """Every quantity of rows ``(rows, classes)`` of logits, or of probabilities.

    Losses divide probabilities by their sum. They are ranked as given unless the sum is really off: a division that
    rounds would tell equal probabilities apart.
    """
    x = scores.astype(np.float64)
    rows = np.arange(len(x))
    top = x.argmax(axis=1)
    tied = (x == x[rows, top][:, None]).sum(axis=1) > 1
    with np.errstate(over="ignore", invalid="ignore"):
        d = log(x) if probabilities else x - x[rows, top][:, None]
    e = x.copy() if probabilities else exp_of_minus(-d)
    e_top = e[rows, top].copy()
    e[rows, top] = 0.0
    summed = np.sort(e, axis=1) if e.shape[1] <= SORTED else e
    rest, squares = lane_sum(summed), lane_sum(summed * summed)
    e[rows, top] = e_top
    total = rest + e_top
    log_total = log(total)
    if probabilities:
        scale = np.where(np.abs(total - 1.0) > ROUNDING, total, 1.0)
        folded = d - log(scale)[:, None]
        sure = e_top / scale > 0.5
        complement = -log(np.maximum(1.0 - e_top / scale, 0.0))
    else:
        folded = d - log_total[:, None]
        sure = rest < e_top
        complement = log_total - log(rest)
    folded[rows, top] = np.where(sure, complement, folded[rows, top])
    truth = d[rows, labels]
    mine = x[rows, labels][:, None]
    ahead = (x > mine) | ((x == mine) & (np.arange(x.shape[1]) < labels[:, None]))
    loss = np.maximum(log_total - truth, 0.0)
    kept = np.where(loss > LARGEST, 0.0, loss)
    brier = (squares + e_top * e_top) / (total * total) - 2.0 * (e[rows, labels] / total) + 1.0
    brier = np.maximum(brier, 0.0)
    return SoftmaxRows(
        top, tied, folded, e / total[:, None], loss,
        to_fixed(kept), to_fixed(kept * kept), to_fixed(brier), to_fixed(brier * brier), log_total - d.min(axis=1),
        ahead.sum(axis=1),
    )  # fmt: skip
