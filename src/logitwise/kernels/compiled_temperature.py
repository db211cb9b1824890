"""The compiled loop over rows of a softmax at fifteen temperatures; `temperature.node_rows` is its NumPy twin.

As in `compiled_few`, some rows at a time are turned around, so that every loop runs over rows.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from logitwise.kernels import temperature as t
from logitwise.kernels.compiled_few import load, log_of_rest, network, order
from logitwise.kernels.compiled_sigmoid import add_wide, compiled, exp_of_minus, log_of_normal, to_fixed

SCORES = 2048  # turned around at a time: they and their masses stay in the nearest cache
FEWEST, MOST_ROWS = 64, 256  # rows: a loop over fewer is mostly beginning; their fixed-point sum stays below 2^60


@compiled
def place_below(z: Any, probabilities: bool, labels: Any, losses: Any, peak: Any, gap: Any, kept: Any) -> None:
    """Scores as how far they lie below the largest, and the truth's; `kept` has all bits of a row set or none."""
    if probabilities:
        for column in z:
            for r in range(len(column)):
                column[r] = log_of_rest(column[r])
    peak[:] = z[0]
    for column in z:
        for r in range(len(column)):
            peak[r] = max(peak[r], column[r])
    gap[:] = 0.0
    kept[:] = 0
    for r in range(len(labels)):
        if losses[r] <= t.MOST:
            kept[r] = -1
            gap[r] = peak[r] - z[labels[r], r]
    for column in z:
        for r in range(len(column)):
            column[r] = max(column[r] - peak[r], t.FLOOR)


@compiled
def fill_masses(below: Any, beta: float, masses: Any) -> None:
    """exp(beta z)."""
    for c in range(len(below)):
        z, e = below[c], masses[c]
        for r in range(len(z)):
            e[r] = exp_of_minus(-(z[r] * beta))


@compiled
def sum_and_square(below: Any, masses: Any, zeroth: Any, first: Any, second: Any) -> None:
    """Sums of exp(beta z), and of z and z^2 times it; then masses are squared, for twice the beta.

    Two classes at a time, since the sums have to be fetched and put back each time.
    """
    zeroth[:] = 0.0
    first[:] = 0.0
    second[:] = 0.0
    for c in range(0, len(below), 2):
        z, e, other_z, other_e = below[c], masses[c], below[c + 1], masses[c + 1]
        for r in range(len(zeroth)):
            u, v = e[r], other_e[r]
            g, h = u * z[r], v * other_z[r]
            zeroth[r] += u + v
            first[r] += g + h
            second[r] += g * z[r] + h * other_z[r]
            e[r] = u * u
            other_e[r] = v * v


@compiled
def finish(beta: float, gap: Any, zeroth: Any, first: Any, second: Any, loss: Any, slope: Any, curve: Any) -> None:
    """f, f' and f'' of each row."""
    for r in range(len(gap)):
        share = 1.0 / zeroth[r]
        mean = first[r] * share
        loss[r] = log_of_normal(zeroth[r]) + beta * gap[r]
        slope[r] = mean + gap[r]
        curve[r] = second[r] * share - mean * mean


@compiled
def add_figures(loss: Any, slope: Any, curve: Any, own: Any, kept: Any, sums: Any) -> None:
    """Add what is kept of each row in fixed point; see `temperature.fixed_figures`."""
    a = np.int64(0)
    b = np.int64(0)
    c = np.int64(0)
    d = np.int64(0)
    e = np.int64(0)
    f = np.int64(0)
    for r in range(len(loss)):
        mask = kept[r]
        a += to_fixed(loss[r]) & mask
        b += to_fixed(slope[r]) & mask
        c += to_fixed(curve[r]) & mask
        d += to_fixed(slope[r] * slope[r]) & mask
        e += to_fixed(loss[r] * loss[r]) & mask
        f += to_fixed(loss[r] * own[r]) & mask
    for which, total in enumerate((a, b, c, d, e, f)):
        add_wide(sums[which], total)


@compiled
def sum_temperatures(x: Any, labels: Any, losses: Any, probabilities: bool, betas: Any, sums: Any) -> None:
    """Add rows to ``sums[node, figure, high and low half]``; those whose loss exceeds `temperature.MOST` as 0."""
    n, classes = x.shape
    at_once, odd = min(max(SCORES // classes, FEWEST), MOST_ROWS), classes % 2
    pairs = network(classes)
    below, masses = np.full((odd + classes, at_once), t.FLOOR), np.empty((odd + classes, at_once))
    z = below[odd:]
    peak, gap, kept = np.empty(at_once), np.empty(at_once), np.empty(at_once, np.int64)
    zeroth, first, second = np.empty(at_once), np.empty(at_once), np.empty(at_once)
    loss, slope, curve = np.empty((t.NODES, at_once)), np.empty((t.NODES, at_once)), np.empty((t.NODES, at_once))
    for start in range(0, n, at_once):
        stop = min(n, start + at_once)
        load(x[start:stop], z)
        place_below(z, probabilities, labels[start:stop], losses[start:stop], peak, gap, kept)
        for pair in pairs:
            order(z[pair[0]], z[pair[1]])
        for chain in range(2):
            fill_masses(below, betas[chain], masses)
            for k in range(chain, t.NODES, 2):
                sum_and_square(below, masses, zeroth, first, second)
                finish(betas[k], gap, zeroth, first, second, loss[k], slope[k], curve[k])
        for k in range(t.NODES):
            add_figures(loss[k], slope[k], curve[k], loss[t.OWN], kept, sums[k])
