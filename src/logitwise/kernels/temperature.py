"""What rows of a softmax cost at fifteen temperatures: the NumPy twin of the compiled loop, bit for bit.

Where logits are multiplied by beta = 1/T, a row of truth y costs f = log sum exp(beta z) - beta z_y, whose derivatives
by beta are f' = E_q[z] - z_y and f'' = Var_q(z), q the softmax at beta. All three know scores only by how far each lies
below the largest, so that is what z stands for here; of probabilities it is that of their logarithms.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from logitwise.kernels.fixed_point import LARGEST, to_fixed_in_place
from logitwise.kernels.polynomials import exp_of_minus, log

Floats = NDArray[np.float64]
Fixed = NDArray[np.int64]

NODES = 15
BETAS = np.array([math.sqrt(math.ldexp(1.0, k - 8)) for k in range(NODES)])
"""1/16 to 8 by half octaves; roots are rounded the same on every machine, powers are not."""
OWN = 8  # the node of beta = 1
FIGURES = 6  # f, f', f'', f'^2, f^2, f f(1)
MOST = LARGEST / 8.0
"""A log loss up to here is one up to `LARGEST` and ln 64 at beta = 8; rows of larger ones are added apart."""
FLOOR = -12000.0  # so far below the largest, a class has mass 0 at every node: exp(-12000/16) is less than exp(-700)


class NodeRows(NamedTuple):
    """Rows at each node.

    Attributes:
        log_sum: ``(nodes, rows)`` log sum exp(beta z), 0 to the logarithm of the number of classes.
        mean: ``(nodes, rows)`` E_q[z], 0 or less.
        variance: ``(nodes, rows)`` Var_q(z).
        gap: ``(rows,)`` -z_y, how far the truth lies below the largest score; may be infinite.
    """

    log_sum: Floats
    mean: Floats
    variance: Floats
    gap: Floats


def node_rows(scores: NDArray[np.floating], labels: NDArray[np.integer], *, probabilities: bool) -> NodeRows:
    """Rows ``(rows, classes)`` of logits, or of probabilities, at every node.

    Two exponentials a score are enough: beta doubles where they are squared. Scores are sorted before they are summed,
    so that the order of classes cannot matter.

    >>> rows = node_rows(np.array([[1.0, 1.0, -np.inf]]), np.array([1]), probabilities=False)
    >>> rows.log_sum[8].round(6).tolist(), rows.mean[8].tolist(), rows.gap.tolist()
    ([0.693147], [0.0], [0.0])
    """
    x = np.ascontiguousarray(scores.T, np.float64)
    z = log(x) if probabilities else x
    peak = z.max(axis=0)
    with np.errstate(over="ignore"):
        gap = peak - z[labels, np.arange(len(labels))]
        below = np.sort(np.maximum(z - peak, FLOOR), axis=0)
    if len(below) % 2:
        below = np.concatenate([np.full((1, len(labels)), FLOOR), below])
    masses = exp_of_minus(-(below * BETAS[:2, None, None]))
    first, second = np.empty_like(masses), np.empty_like(masses)
    sums = np.empty((3, NODES + 1, len(labels)))
    for k in range(0, NODES, 2):
        np.multiply(masses, below, out=first)
        np.multiply(first, below, out=second)
        for power, values in enumerate((masses, first, second)):
            sums[power, k : k + 2] = sum_in_pairs(values)
        np.multiply(masses, masses, out=masses)
    share = 1.0 / sums[0, :NODES]
    mean = sums[1, :NODES] * share
    return NodeRows(log(sums[0, :NODES]), mean, sums[2, :NODES] * share - mean * mean, gap)


def sum_in_pairs(values: Floats) -> Floats:
    """Sum over the classes of ``(nodes, classes, rows)``, two at a time, in the order of the compiled loop."""
    total = values[:, 0] + values[:, 1]
    for c in range(2, values.shape[1], 2):
        total += values[:, c] + values[:, c + 1]
    return total


def fixed_figures(rows: NodeRows, kept: NDArray[np.bool_]) -> Fixed:
    """``(nodes, FIGURES, rows)`` in fixed point, 0 where a row is not kept."""
    gap = np.where(kept, rows.gap, 0.0)
    figures = np.empty((NODES, FIGURES, len(gap)))
    f, slope = rows.log_sum + BETAS[:, None] * gap, rows.mean + gap
    for which, figure in enumerate((f, slope, rows.variance)):
        figures[:, which] = figure
    for which, (a, b) in enumerate(((slope, slope), (f, f), (f, f[OWN])), start=3):
        np.multiply(a, b, out=figures[:, which])
    fixed = to_fixed_in_place(figures)
    if not kept.all():
        fixed[:, :, ~kept] = 0
    return fixed
