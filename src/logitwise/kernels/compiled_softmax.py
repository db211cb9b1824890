"""The compiled loop over rows of a softmax; `softmax.softmax_rows` is its NumPy twin."""

from __future__ import annotations

from typing import Any

import numpy as np

from logitwise.kernels import fixed_point as fp
from logitwise.kernels import folded_cells as fc
from logitwise.kernels import hashing, softmax
from logitwise.kernels.compiled_sigmoid import add_wide, compiled, exp_of_minus, log, to_fixed

LANES = softmax.LANES


@compiled
def scale_row(x: Any, probabilities: bool, d: Any, e: Any) -> Any:
    """Fill a row's log scores `d` and relative masses `e`; returns the first largest class and if it has a rival."""
    classes = len(x)
    largest = x[0]
    for c in range(classes):
        largest = max(largest, x[c])
    equal = 0
    for c in range(classes):
        equal += x[c] == largest
    best = 0
    while x[best] != largest:
        best += 1
    peak = np.float64(largest)
    if probabilities:
        for c in range(classes):
            e[c] = np.float64(x[c])
            d[c] = log(e[c])
    else:
        for c in range(classes):
            d[c] = np.float64(x[c]) - peak
        for c in range(classes):
            e[c] = exp_of_minus(-d[c])
    return best, equal > 1


@compiled
def ahead_of(x: Any, truth: Any) -> Any:
    """Classes with a larger score than the truth's, or with the same and a lower code."""
    mine = x[truth]
    ahead = 0
    for c in range(truth):
        ahead += x[c] >= mine
    for c in range(truth + 1, len(x)):
        ahead += x[c] > mine
    return ahead


@compiled
def tree(lanes: Any) -> Any:
    """Join eight lanes in the order of `softmax.lane_sum`."""
    return ((lanes[0] + lanes[4]) + (lanes[2] + lanes[6])) + ((lanes[1] + lanes[5]) + (lanes[3] + lanes[7]))


@compiled
def sort(values: Any) -> None:
    """Ascending, by insertion: there are few."""
    for i in range(1, len(values)):
        v = values[i]
        j = i
        while j > 0 and values[j - 1] > v:
            values[j] = values[j - 1]
            j -= 1
        values[j] = v


@compiled
def sum_row(masses: Any, best: int, others: Any, lanes: Any, squares: Any) -> Any:
    """Mass of the classes other than `best`, and the sum of their squares, in eight lanes."""
    classes = len(masses)
    lanes[:] = 0.0
    squares[:] = 0.0
    mass = masses[best]
    masses[best] = 0.0
    e = masses
    if classes <= softmax.SORTED:
        others[:] = masses
        sort(others)
        e = others
    whole = classes - classes % LANES
    for start in range(0, whole, LANES):
        for j in range(LANES):
            v = e[start + j]
            lanes[j] += v
            squares[j] += v * v
    for c in range(whole, classes):
        lanes[c - whole] += e[c]
        squares[c - whole] += e[c] * e[c]
    masses[best] = mass
    return tree(lanes), tree(squares)


@compiled
def hash_row(x: Any, lanes: Any) -> Any:
    """See `hashing.row_hashes`."""
    classes = len(x)
    lanes[:] = np.uint64(hashing.SEED)
    whole = classes - classes % LANES
    for start in range(0, whole, LANES):
        for j in range(LANES):
            h = (lanes[j] ^ np.float64(np.float64(x[start + j]) + 0.0).view(np.uint64)) * np.uint64(hashing.MULTIPLIER)
            lanes[j] = h ^ (h >> np.uint64(29))
    for c in range(whole, classes):
        h = (lanes[c - whole] ^ np.float64(np.float64(x[c]) + 0.0).view(np.uint64)) * np.uint64(hashing.MULTIPLIER)
        lanes[c - whole] = h ^ (h >> np.uint64(29))
    joined = np.uint64(classes)
    for j in range(LANES):
        joined = (joined ^ lanes[j]) * np.uint64(hashing.MULTIPLIER)
        joined ^= joined >> np.uint64(32)
    joined = (joined ^ (joined >> np.uint64(30))) * np.uint64(hashing.FINISH[0])
    joined = (joined ^ (joined >> np.uint64(27))) * np.uint64(hashing.FINISH[1])
    return joined ^ (joined >> np.uint64(31))


@compiled
def cell_of(size: float, high: bool) -> Any:
    """See `folded_cells.cells_of`; `size` is the magnitude of the folded score, `high` says p > 1/2."""
    magnitude = (np.float64(size).view(np.int64) >> np.int64(fc.CUT)) - np.int64(fc.SMALLEST)
    k = min(max(magnitude, np.int64(0)), np.int64(fc.SIDE - 1))
    k = np.int64(fc.SIDE) if size == np.inf else k
    return fc.SIDE + 1 + k if high else fc.SIDE - k


@compiled
def hash_rows(x: Any, out: Any) -> None:
    """Hash of each row's contents."""
    lanes = np.empty(LANES, np.uint64)
    for r in range(len(x)):
        out[r] = hash_row(x[r], lanes)


@compiled
def count_softmax(
    x: Any, labels: Any, offsets: Any, probabilities: bool, shifts: Any,
    top: Any, folded_top: Any, tied: Any, rank: Any, losses: Any, sums: Any, soft: Any, fine: Any, right: Any,
    by_fold: Any,
    right_by_fold: Any,
) -> Any:  # fmt: skip
    """Add everything that rows leave behind to the tables; returns the largest possible loss of a row.

    ``fine[class, cell]`` and ``by_fold[class, fold and coarse cell]`` count all rows, `right` and `right_by_fold` those
    whose truth is the class; a table without rows is not kept. `rank` takes the classes ahead of each truth, `losses`
    each row's log loss; what exceeds
    `fixed_point.LARGEST` is 0 in `sums`.
    """
    n, classes = x.shape
    block = 2048  # rows between two walks over all tables, which are larger than a cache
    d, e, spare = np.empty(classes), np.empty(classes), np.empty(classes)
    cell = np.empty((block, classes if len(fine) else 0), np.uint16)
    lanes, squares = np.empty(LANES), np.empty(LANES)
    spread = 0.0
    for start in range(0, n, block):
        stop = min(n, start + block)
        for i in range(start, stop):
            truth = labels[i]
            best, tied[i] = scale_row(x[i], probabilities, d, e)
            rank[i] = ahead_of(x[i], truth)
            rest, others = sum_row(e, best, spare, lanes, squares)
            total = rest + e[best]
            log_total = log(total)
            log_scale = log_total
            if probabilities:
                scale = total if abs(total - 1.0) > softmax.ROUNDING else 1.0
                log_scale = log(scale)
                high = e[best] / scale > 0.5
                size = -log(max(1.0 - e[best] / scale, 0.0)) if high else log_scale - d[best]
            else:
                high = rest < e[best]
                size = log_total - log(rest) if high else log_total - d[best]
            top[i] = best
            folded_top[i] = size if high else -size
            losses[i] = max(log_total - d[truth], 0.0)
            brier = (others + e[best] * e[best]) / (total * total) - 2.0 * (e[truth] / total) + 1.0
            add_losses(sums[truth], losses[i], max(brier, 0.0))
            smallest = d[0]
            for c in range(classes):
                smallest = min(smallest, d[c])
            spread = max(spread, log_total - smallest)
            if len(soft):
                for c in range(classes):
                    soft[truth, c] += to_fixed(e[c] / total)
            if len(fine):
                row = cell[i - start]
                for c in range(classes):
                    row[c] = cell_of(log_scale - d[c], False) >> shifts[0]
                row[best] = cell_of(size, high) >> shifts[0]
        if len(fine):
            used, shift = cell[: stop - start], np.uint64(shifts[1])
            count_cells(used, labels[start:stop], offsets[start:stop], shift, fine, right, by_fold, right_by_fold)
    return spread


@compiled
def add_losses(sums: Any, loss: float, brier: float) -> None:
    """Add a row's losses in fixed point, a log loss that is too large as 0."""
    kept = 0.0 if loss > fp.LARGEST else loss
    add_wide(sums[0], to_fixed(kept))
    add_wide(sums[1], to_fixed(kept * kept))
    add_wide(sums[2], to_fixed(brier))
    add_wide(sums[3], to_fixed(brier * brier))


@compiled
def count_cells(
    cell: Any, labels: Any, offsets: Any, shift: Any, fine: Any, right: Any, by_fold: Any, right_by_fold: Any
) -> None:
    """Add a block's cells to the tables, one class after the other so that each table stays in the cache.

    `offsets` are where each row's fold begins in a class's line of `by_fold`. Indices are unsigned: a signed one
    costs a test.
    """
    rows, classes = cell.shape
    for c in range(classes):
        all_rows = fine[c]
        all_folds = by_fold[c]
        for r in range(rows):
            k = np.uint64(cell[r, c])
            all_rows[k] += np.int32(1)
            all_folds[offsets[r] + (k >> shift)] += np.int32(1)
    for r in range(rows):
        c = labels[r]
        k = np.uint64(cell[r, c])
        right[c, k] += np.int32(1)
        right_by_fold[c, offsets[r] + (k >> shift)] += np.int32(1)
