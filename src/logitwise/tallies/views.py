"""Histograms as the cells that metrics read; probabilities are derived here, never summed in floats."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from logitwise.activations import sigmoid
from logitwise.kernels import folded_cells
from logitwise.kernels.keys import COARSE_SHIFT, FINITE_KEYS, INFINITE_KEY, fine_keys, magnitude_floor
from logitwise.tallies.binary_scores import BinaryScores, ScoreForm
from logitwise.tallies.cells import Cells, FoldCells
from logitwise.tallies.folds import Folds, KeyFolds, fold_shift
from logitwise.tallies.one_vs_rest import OneVsRest, grid_shift

Floats = NDArray[Any]


def chances(scores: Floats, *, form: ScoreForm) -> tuple[Floats, Floats]:
    """P and 1 - p of scores in a form, neither by subtraction where that would cancel."""
    if form == "probability":
        return scores, 1.0 - scores
    if form == "logit":
        return sigmoid(scores), sigmoid(-scores)
    if form == "odds":
        with np.errstate(divide="ignore"):
            inverse = 1.0 / scores
        return 1.0 / (1.0 + inverse), 1.0 / (1.0 + scores)
    small = np.exp(-np.abs(scores))
    return np.where(scores < 0, small, 1.0 - small), np.where(scores < 0, 1.0 - small, small)


def binary_cells(scores: BinaryScores) -> Cells:
    """Cells of one outcome."""
    if scores.exact:
        p, q = chances(scores.values, form=scores.form)
        return Cells(p, q, p, np.zeros(len(p)), scores.positives, scores.negatives, exact=True)
    low, high = key_bounds(scores.values, coarse=scores.coarse)
    form: ScoreForm = "folded" if scores.form == "folded" else "logit"
    return between(low, high, scores.positives, scores.negatives, form=form)


def key_bounds(keys: NDArray[np.int64], *, coarse: bool = False) -> tuple[Floats, Floats]:
    """Smallest and largest score of each key's cell; the outermost finite cells end where their clamp begins."""
    first, last = fine_keys(np.abs(keys)) if coarse else (np.abs(keys), np.abs(keys))
    inner = magnitude_floor(first)
    outer = np.where(last >= FINITE_KEYS, np.where(last == INFINITE_KEY, np.inf, np.finfo(float).max), 0.0)
    within = last < FINITE_KEYS
    outer[within] = np.nextafter(magnitude_floor(last[within] + 1), 0.0)
    inner = np.where(first == 1, 0.0, inner)
    zero = last == 0
    inner, outer = np.where(zero, 0.0, inner), np.where(zero, 0.0, outer)
    return np.where(keys < 0, -outer, inner), np.where(keys < 0, -inner, outer)


def between(
    low: Floats, high: Floats, positives: NDArray[np.int64], negatives: NDArray[np.int64], *, form: ScoreForm
) -> Cells:
    """Cells of scores that lie between two bounds, by the probability halfway."""
    p_low, q_low = chances(low, form=form)
    p_high, q_high = chances(high, form=form)
    p, q = (p_low + p_high) / 2, (q_low + q_high) / 2
    width = np.maximum(p_high - p, p - p_low)
    return Cells(p, q, p_low, np.maximum(width, 0.0), positives, negatives, exact=False)


def class_cells(table: OneVsRest, k: int) -> Cells:
    """Cells of class `k` against the rest; empty ones are left out."""
    if table.exact:
        mine = slice(*np.searchsorted(table.owner, [k, k + 1]))
        p, q = chances(table.values[mine], form="folded")
        return Cells(p, q, p, np.zeros(len(p)), table.positives[mine], table.negatives[mine], exact=True)
    positives, negatives = table.positives[k], table.negatives[k]
    used = np.flatnonzero(positives + negatives)
    grid = folded_grid(grid_shift(table.classes, coarse=table.coarse))
    columns = (grid.p[used], grid.q[used], grid.edge[used], grid.width[used])
    return Cells(*columns, positives[used], negatives[used], exact=False)


@cache
def folded_grid(shift: int) -> Cells:
    """All cells of a class on the grid that gave up `shift` bits, without rows: the same for every class."""
    cells = np.arange(((folded_cells.CELLS - 1) >> shift) + 1)
    first, last = cells << shift, np.minimum(((cells + 1) << shift) - 1, folded_cells.CELLS - 1)
    low, high = folded_edge(first, largest=False), folded_edge(last, largest=True)
    none = np.zeros(len(cells), np.int64)
    return between(low, high, none, none, form="folded")


def folded_edge(cells: NDArray[np.int64], *, largest: bool) -> Floats:
    """One end of each cell, as a folded score."""
    near, far = folded_cells.edges(cells)
    below = cells <= folded_cells.SIDE
    return np.where(below, -near, far) if largest else np.where(below, -far, near)


def class_fold_cells(folds: Folds, k: int) -> FoldCells:
    """Coarse cells of class `k` in each fold."""
    positives, negatives = folds.positives[k], folds.negatives[k]
    used = np.flatnonzero((positives + negatives).any(axis=0))
    classes = len(folds.positives)
    grid = folded_grid(grid_shift(classes) + fold_shift(classes))
    return FoldCells(grid.p[used], positives[:, used], negatives[:, used])


def key_fold_cells(folds: KeyFolds) -> FoldCells:
    """Coarse cells of a binary head in each fold."""
    size = np.abs(folds.keys)
    infinite = size > (FINITE_KEYS >> COARSE_SHIFT) + 1
    middle = ((size - 1) << COARSE_SHIFT) + (1 << COARSE_SHIFT) // 2
    score = magnitude_floor(np.where(infinite, INFINITE_KEY, middle))
    return FoldCells(np.asarray(sigmoid(np.sign(folds.keys) * score), np.float64), folds.positives.T, folds.negatives.T)
