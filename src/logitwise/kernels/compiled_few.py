"""The compiled loop over rows of a softmax of few classes: the same bits as `compiled_softmax`, column by column.

A row of ten classes is too short for a loop over its classes to be quick. Here some rows at a time are turned around,
so that every loop runs over rows; masses are sorted by a network, which is the same for each row.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from logitwise.kernels import softmax
from logitwise.kernels.compiled_sigmoid import compiled, exp_of_minus, log, log_of_scaled, to_fixed
from logitwise.kernels.compiled_softmax import add_losses, cell_of

ROWS = 64  # turned around at a time: their columns stay in the nearest cache
BLOCK = 1024  # rows whose cells are counted at a time: a class's histograms stay in the next
LANES = softmax.LANES


@compiled
def network(n: int) -> Any:
    """Pairs that sort `n` values where each is put in order in turn (Batcher's odd-even mergesort)."""
    pairs = np.empty((n * n, 2), np.int64)
    used, p = 0, 1
    while p < n:
        k = p
        while k >= 1:
            for j in range(k % p, n - k, 2 * k):
                for i in range(j, min(j + k, n - k)):
                    if i // (2 * p) == (i + k) // (2 * p):
                        pairs[used, 0], pairs[used, 1] = i, i + k
                        used += 1
            k //= 2
        p *= 2
    return pairs[:used]


@compiled
def order(low: Any, high: Any) -> None:
    """Put two columns in order, row by row."""
    for r in range(len(low)):
        a, b = low[r], high[r]
        low[r] = min(a, b)
        high[r] = max(a, b)


@compiled
def log_of_rest(x: float) -> Any:
    """See `compiled_sigmoid.log`, without a branch, for finite x >= 0."""
    tiny = x < 2.0**-1000
    value = log_of_scaled(x * (2.0**100 if tiny else 1.0), 100.0 if tiny else 0.0)
    return -np.inf if x == 0.0 else value


@compiled
def find_largest(z: Any, peak: Any, best: Any, equal: Any) -> None:
    """The largest score of each row, its first class, and how many classes have it."""
    peak[:] = z[0]
    for column in z:
        for r in range(ROWS):
            peak[r] = max(peak[r], column[r])
    equal[:] = 0
    for back in range(1, len(z) + 1):
        c = len(z) - back
        column = z[c]
        for r in range(ROWS):
            found = column[r] == peak[r]
            equal[r] += found
            best[r] = c if found else best[r]


@compiled
def scale_columns(z: Any, peak: Any, probabilities: bool, d: Any, e: Any) -> None:
    """Log scores and relative masses; see `compiled_softmax.scale_row`."""
    for c in range(len(z)):
        scores, logs, masses = z[c], d[c], e[c]
        if probabilities:
            masses[:] = scores
            for r in range(ROWS):
                logs[r] = log(scores[r])
        else:
            for r in range(ROWS):
                logs[r] = scores[r] - peak[r]
            for r in range(ROWS):
                masses[r] = exp_of_minus(-logs[r])


@compiled
def sum_columns(e: Any, best: Any, pairs: Any, ordered: Any, lanes: Any, rest: Any, others: Any) -> None:
    """Mass of the classes other than the best, and the sum of their squares; see `compiled_softmax.sum_row`."""
    ordered[:] = e
    for r in range(ROWS):
        ordered[best[r], r] = 0.0
    for pair in pairs:
        order(ordered[pair[0]], ordered[pair[1]])
    for power in range(2):
        lanes[:] = 0.0
        for c in range(len(e)):
            lane, masses = lanes[c % LANES], ordered[c]
            if power == 0:
                for r in range(ROWS):
                    lane[r] += masses[r]
            else:
                for r in range(ROWS):
                    lane[r] += masses[r] * masses[r]
        out = rest if power == 0 else others
        l0, l1, l2, l3, l4, l5, l6, l7 = lanes
        for r in range(ROWS):
            out[r] = ((l0[r] + l4[r]) + (l2[r] + l6[r])) + ((l1[r] + l5[r]) + (l3[r] + l7[r]))


@compiled
def ahead_of_truth(z: Any, truth: Any, mine: Any, ahead: Any) -> None:
    """Classes ahead of the truth; see `compiled_softmax.ahead_of`."""
    ahead[:] = 0
    for r in range(ROWS):
        mine[r] = z[truth[r], r]
    for c in range(len(z)):
        column = z[c]
        for r in range(ROWS):
            ahead[r] += (column[r] > mine[r]) | ((column[r] == mine[r]) & (c < truth[r]))


@compiled
def place_best(
    probabilities: bool, e: Any, d: Any, best: Any, total: Any, log_total: Any, rest: Any, size: Any, high: Any,
    log_scale: Any,
) -> None:  # fmt: skip
    """Magnitude and side of each row's largest folded score; see `compiled_softmax.count_softmax`."""
    if not probabilities:
        for r in range(ROWS):
            log_scale[r] = log_of_rest(total[r])
            log_total[r] = log_scale[r]
            size[r] = log_scale[r] - log_of_rest(rest[r])
        for r in range(ROWS):
            high[r] = rest[r] < e[best[r], r]
            size[r] = size[r] if high[r] else log_total[r] - d[best[r], r]
        return
    for r in range(ROWS):
        log_total[r] = log(total[r])
        scale = total[r] if abs(total[r] - 1.0) > softmax.ROUNDING else 1.0
        log_scale[r] = log(scale)
        share = e[best[r], r] / scale
        high[r] = share > 0.5
        size[r] = -log(max(1.0 - share, 0.0)) if high[r] else log_scale[r] - d[best[r], r]


@compiled
def add_soft(e: Any, total: Any, truth: Any, rows: int, fixed: Any, soft: Any) -> None:
    """Add each row's probabilities to the line of its truth."""
    for c in range(len(e)):
        masses = e[c]
        for r in range(ROWS):
            fixed[r] = to_fixed(masses[r] / total[r])
        for r in range(rows):
            soft[truth[r], c] += fixed[r]


@compiled
def place_cells(d: Any, log_scale: Any, best: Any, size: Any, high: Any, shift: int, cell: Any, base: int) -> None:
    """Cells of the folded scores, from place `base` of a block."""
    for c in range(len(d)):
        logs, out = d[c], cell[c][base : base + ROWS]
        for r in range(ROWS):
            out[r] = cell_of(log_scale[r] - logs[r], False) >> shift
    for r in range(ROWS):
        cell[best[r], base + r] = cell_of(size[r], high[r]) >> shift


@compiled
def count_columns(
    cell: Any, labels: Any, offsets: Any, shift: Any, fine: Any, right: Any, by_fold: Any, right_by_fold: Any
) -> None:
    """Add a block's cells to the tables; see `compiled_softmax.count_cells`."""
    for c in range(len(cell)):
        column, all_rows, all_folds = cell[c], fine[c], by_fold[c]
        for r in range(len(labels)):
            k = np.uint64(column[r])
            all_rows[k] += np.int32(1)
            all_folds[offsets[r] + (k >> shift)] += np.int32(1)
    for r in range(len(labels)):
        c = labels[r]
        k = np.uint64(cell[c, r])
        right[c, k] += np.int32(1)
        right_by_fold[c, offsets[r] + (k >> shift)] += np.int32(1)


@compiled
def load(x: Any, z: Any) -> None:
    """Turn rows around; the last ones are filled up, and what comes of that is not read."""
    rows = len(x)
    for c in range(len(z)):
        column = z[c]
        column[rows:] = 1.0
        for r in range(rows):
            column[r] = x[r, c]


@compiled
def widest(d: Any, log_total: Any, rows: int, smallest: Any) -> Any:
    """The largest loss that a row could have had."""
    smallest[:] = d[0]
    for column in d:
        for r in range(ROWS):
            smallest[r] = min(smallest[r], column[r])
    spread = 0.0
    for r in range(rows):
        spread = max(spread, log_total[r] - smallest[r])
    return spread


@compiled
def count_few(
    x: Any, labels: Any, offsets: Any, probabilities: bool, shifts: Any,
    top: Any, folded_top: Any, tied: Any, rank: Any, losses: Any, sums: Any, soft: Any, fine: Any, right: Any,
    by_fold: Any, right_by_fold: Any,
) -> Any:  # fmt: skip
    """The same as `compiled_softmax.count_softmax`, for up to `softmax.SORTED` classes."""
    n, classes = x.shape
    pairs, shift = network(classes), np.uint64(shifts[1])
    z, d = np.empty((classes, ROWS)), np.empty((classes, ROWS))
    e, ordered = np.empty((classes, ROWS)), np.empty((classes, ROWS))
    peak, rest, others, total = np.empty(ROWS), np.empty(ROWS), np.empty(ROWS), np.empty(ROWS)
    log_total, log_scale, size, spare = np.empty(ROWS), np.empty(ROWS), np.empty(ROWS), np.empty(ROWS)
    best, equal, ahead = np.zeros(ROWS, np.int64), np.zeros(ROWS, np.int64), np.zeros(ROWS, np.int64)
    truth, fixed = np.zeros(ROWS, np.int64), np.zeros(ROWS, np.int64)
    lanes, high, cell = np.empty((LANES, ROWS)), np.empty(ROWS, np.bool_), np.empty((classes, BLOCK), np.uint16)
    spread = 0.0
    for start in range(0, n, ROWS):
        stop, base = min(n, start + ROWS), start % BLOCK
        rows = stop - start
        load(x[start:stop], z)
        truth[:rows] = labels[start:stop]
        find_largest(z, peak, best, equal)
        scale_columns(z, peak, probabilities, d, e)
        sum_columns(e, best, pairs, ordered, lanes, rest, others)
        for r in range(ROWS):
            total[r] = rest[r] + e[best[r], r]
        place_best(probabilities, e, d, best, total, log_total, rest, size, high, log_scale)
        ahead_of_truth(z, truth, spare, ahead)
        spread = max(spread, widest(d, log_total, rows, spare))
        for r in range(rows):
            i, t, b = start + r, truth[r], best[r]
            top[i], tied[i], rank[i] = b, equal[r] > 1, ahead[r]
            folded_top[i] = size[r] if high[r] else -size[r]
            losses[i] = max(log_total[r] - d[t, r], 0.0)
            brier = (others[r] + e[b, r] * e[b, r]) / (total[r] * total[r]) - 2.0 * (e[t, r] / total[r]) + 1.0
            add_losses(sums[t], losses[i], max(brier, 0.0))
        if len(soft):
            add_soft(e, total, truth, rows, fixed, soft)
        if len(fine):
            place_cells(d, log_scale, best, size, high, shifts[0], cell, base)
            if base + ROWS == BLOCK or stop == n:
                block = slice(start - base, stop)
                count_columns(cell, labels[block], offsets[block], shift, fine, right, by_fold, right_by_fold)
    return spread
