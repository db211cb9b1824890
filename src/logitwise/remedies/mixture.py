"""Rows of unknown truth as a mixture of known classes: uncertainty of its shares, and whether it is one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray
from scipy.special import chdtrc

if TYPE_CHECKING:
    from logitwise.remedies.chances_by_class import Chances

Floats = NDArray[np.float64]
CELLS: Final = 20
"""Score cells of the check, or two a class where that is more. A judgement."""
MOST_ROWS: Final = 20_000
"""Rows of each side that the check counts at most: deviations that so few cannot show are let pass. A judgement."""
_STEPS: Final = 2_000
_STILL: Final = 1e-9
_LEAST: Final = 5.0  # rows that a cell of the check should hold


@dataclass(frozen=True, slots=True)
class Check:
    """Whether the scores without labels can be a mixture of the classes' scores.

    Attributes:
        statistic: chi-square of the best mixture.
        freedom: its degrees of freedom.
        p_value: how often a true mixture deviates by as much.
    """

    statistic: float
    freedom: int
    p_value: float


def covariance(values: Floats, counts: Floats) -> Floats:
    """``(columns, columns)`` of rows ``(rows, columns)`` that stand for `counts` rows each."""
    n = counts.sum()
    if n <= 1:
        return np.zeros((values.shape[1], values.shape[1]))
    away = values - counts @ values / n
    return np.asarray((away * counts[:, None]).T @ away / (n - 1))


def check(evaluated: Chances, found: Chances, prior: Floats, *, effect: float = 1.0) -> Check | None:
    """Chi-square of the scores without labels against the most likely mixture of the classes' scores.

    The noise of both samples counts. Cells are runs of the probability of the decided class, for each decided class
    apart; of two classes, of the score.

    Args:
        evaluated: labelled rows.
        found: rows without labels.
        prior: ``(classes,)`` shares that were estimated, from which the search begins.
        effect: design effect of the labelled rows.

    Returns:
        None where there are too few rows for cells of their own beyond one a class.
    """
    classes = len(prior)
    cell, cells = _cells(evaluated, found)
    mine = np.bincount(cell[len(evaluated.p) :], found.counts, cells)
    theirs = np.stack(
        [np.bincount(cell[: len(evaluated.p)], evaluated.of_class(k), cells) for k in range(classes)], axis=1
    )
    m, n = float(mine.sum()), theirs.sum(axis=0)
    if not m or (n == 0).any():
        return None
    expected = m * (theirs / n) @ prior
    known = (expected >= _LEAST) & (theirs.sum(axis=1) >= _LEAST)
    if not known.all():
        mine, theirs = (np.concatenate([a[known], a[~known].sum(axis=0, keepdims=True)]) for a in (mine, theirs))
    freedom = len(mine) - classes
    if freedom < 1:
        return None
    capped = min(1.0, MOST_ROWS / n.sum()) / effect
    few: Floats = np.asarray(mine * min(1.0, MOST_ROWS / m), np.float64)
    statistic = _chi_square(few, np.asarray(theirs * capped, np.float64), prior)
    return Check(statistic, freedom, float(chdtrc(freedom, statistic)))


def _chi_square(mine: Floats, theirs: Floats, prior: Floats) -> float:
    """Pearson's, of counts in cells without labels ``(cells,)`` and by class ``(cells, classes)``.

    Expected counts are the most likely ones if the first are a mixture of the others. Of 100 true
    mixtures 1 to 3 are rejected at 1 % (2 to 10 classes, 400 to 5,000 rows a side).
    """
    m, n = mine.sum(), theirs.sum(axis=0)
    pooled = (mine + theirs.sum(axis=1)) / (m + n.sum())
    shapes = (theirs + pooled[:, None] / 2) / (n + 0.5)
    prior = 0.99 * prior + 0.01 / len(prior)  # a share of 0 could not change
    for _ in range(_STEPS):
        mixed = shapes @ prior
        share = (mine / np.where(mixed > 0, mixed, 1.0))[:, None] * shapes * prior  # rows of each cell by class
        following = share.sum(axis=0) / m
        shapes = (theirs + share) / (n + share.sum(axis=0))
        moved, prior = float(np.abs(following - prior).max()), following
        if moved < _STILL:
            break
    by_class, together = shapes * n, m * (shapes @ prior)
    return _pearson(theirs, by_class) + _pearson(mine, together)


def _pearson(counts: Floats, expected: Floats) -> float:
    return float(((counts - expected) ** 2 / np.where(expected > 0, expected, 1.0)).sum())


def _cells(evaluated: Chances, found: Chances) -> tuple[NDArray[np.int64], int]:
    """Cell of each row of both, and how many cells there are."""
    p = np.concatenate([evaluated.p, found.p])
    counts = np.concatenate([evaluated.counts / evaluated.rows, found.counts / found.rows])
    classes = p.shape[1]
    if classes == 2:
        return _runs(p[:, 1], counts, CELLS)
    top = p.argmax(axis=1)
    confidence = p[np.arange(len(p)), top]
    cell, used = np.zeros(len(p), np.int64), 0
    for k in np.unique(top):
        mine = top == k
        inner, runs = _runs(confidence[mine], counts[mine], max(2, round(CELLS / classes)))
        cell[mine] = used + inner
        used += runs
    return cell, used


def _runs(scores: Floats, counts: Floats, most: int) -> tuple[NDArray[np.int64], int]:
    """Cut at quantiles; equal scores stay together."""
    at = np.unique(scores, return_inverse=True)[1]
    mass = np.bincount(at, counts)
    middle = (np.cumsum(mass) - mass / 2) / mass.sum()
    cell = np.unique(np.floor(middle * most), return_inverse=True)[1]
    return cell[at], int(cell[-1]) + 1
