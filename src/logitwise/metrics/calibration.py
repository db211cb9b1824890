"""Average calibration gap: how far probabilities are from the frequencies they claim."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from logitwise.metrics.coarse import FOR_FITS, FOR_REDRAWS, Coarse, coarsen, occupied, together, whole
from logitwise.metrics.law import Law
from logitwise.metrics.pav import isotonic

if TYPE_CHECKING:
    from logitwise.tallies.cells import Cells, FoldCells

Floats = NDArray[np.float64]
METHOD = "cross-validated isotonic; below 1.4 SE limits, above equal-mass bins (smooth at the scale of the bins)"
LEAST_ROWS: Final = 100
LEAST_OUTCOMES: Final = 10
_FOLDS: Final = 5
_SPLITS: Final = 3
_REDRAWS: Final = 200
_SEED: Final = 0


@dataclass(frozen=True, slots=True)
class CalibrationGap(Law):
    """The law of a calibration gap.

    Below, the cross-validated gap less 1.4 standard errors' worth (the 1.4 is empirical: the folds share the sign that
    they test, so the naive error is too short). Above, since that gap is a lower estimate, the gap of K = 4 n^(1/3)
    bins of equal mass, which is an upper one, plus its standard errors. No limit sees oscillation inside bins.

    Attributes:
        gap: cross-validated gap, not yet cut at 0.
        gap_se: its naive standard error.
        binned: gap of the equal-mass bins.
        binned_se: its standard error.
    """

    gap: float
    gap_se: float
    binned: float
    binned_se: float

    def interval(self, level: float) -> tuple[float, float]:
        """Both one-sided limits at `level`."""
        return self.lower(1 - level), self.upper(1 - level)

    def lower(self, alpha: float) -> float:
        """The cross-validated gap less 1.4 z standard errors, at least 0."""
        return max(0.0, self.gap - 1.4 * float(ndtri(1 - alpha)) * self.gap_se)

    def upper(self, alpha: float) -> float:
        """The binned gap plus z standard errors."""
        return self.binned + float(ndtri(1 - alpha)) * self.binned_se


def calibration_gap(cells: Cells, by_id: FoldCells | None = None) -> CalibrationGap:
    """Average calibration gap E|E[y | p] - p|, 0 to 1, cross-validated so that a perfect model shows 0 on average.

    On four of five folds isotonic regression g is fitted to the outcome; in the fifth every row adds sign(g - p) (y -
    p). The mean never exceeds the true gap in expectation. Folds are those of row ids where given; otherwise counts are
    thinned, which is an exact random split of the rows, three times over, seeded. Source: Berta et al. (2026),
    arXiv:2602.24230.

    Args:
        cells: scores by outcome.
        by_id: cells per fold of the row ids, or None.

    >>> from logitwise.tallies.cells import Cells
    >>> p = np.linspace(0.05, 0.95, 19)
    >>> hits = np.round(1000 * (0.5 + 0.8 * (p - 0.5))).astype(int)
    >>> too_sure = Cells(p, 1 - p, p, 0 * p, hits, 1000 - hits, exact=True)
    >>> round(calibration_gap(too_sure).gap, 2)  # 0.2 times the mean of |p - 0.5|
    0.05
    """
    cells = occupied(cells)
    if by_id is None:
        coarse = coarsen(cells, FOR_FITS)
        hits, rows = _thinned(coarse, _SPLITS, np.random.default_rng(_SEED))
        gap = float(_cross_validated(coarse.p, hits, rows).mean())
    else:
        hits, rows = _five(by_id)
        gap = float(_cross_validated(by_id.p, hits, rows))
    squares = float(_squares(cells).sum()) / cells.rows
    binned, binned_se = _equal_mass(cells)
    wider = 1.0 if by_id is None else sqrt(max(1.0, design_effect(cells, by_id)))
    return CalibrationGap(gap, wider * sqrt(max(squares - gap**2, 0.0) / cells.rows), binned, wider * binned_se)


def design_effect(cells: Cells, folds: FoldCells) -> float:
    """How many times as large the variance of the mean of y - p is as if rows were independent.

    By leaving out each fold of ids or groups in turn. Both standard errors of a gap are sums of y - p with signs, so
    they are widened by its root [own].
    """
    rows = (folds.positives + folds.negatives).astype(np.float64)
    used = rows.sum(axis=1) > 0
    surplus = (folds.positives - rows * folds.p).sum(axis=1)[used]
    total, g = rows.sum(), int(used.sum())
    if g < 2:
        return 1.0
    left_out = (surplus.sum() - surplus) / (total - rows.sum(axis=1)[used])
    clustered = (g - 1) / g * float(((left_out - left_out.mean()) ** 2).sum())
    own = float(_squares(cells).sum()) / cells.rows**2
    return clustered / own if own > 0 else 1.0


def gap_of_perfect_model(cells: Cells) -> float:
    """What a perfectly calibrated model with these scores would show at most (95 % point), 0 to 1.

    The same cross-validated gap on labels redrawn from the scores, 200 times, seeded, on about 256 cells and one split
    a redraw (three splits would lower the point a little, so it errs upwards).

    >>> from logitwise.tallies.cells import Cells
    >>> p = np.linspace(0.05, 0.95, 19)
    >>> cells = Cells(p, 1 - p, p, 0 * p, np.full(19, 50), np.full(19, 50), exact=True)
    >>> 0.0 < gap_of_perfect_model(cells) < 0.03
    True
    """
    coarse = coarsen(cells, FOR_REDRAWS)
    rng = np.random.default_rng(_SEED)
    rows = rng.multinomial(whole(coarse.rows, rng), [1 / _FOLDS] * _FOLDS).T
    hits = rng.binomial(rows, np.clip(coarse.p, 0, 1), (_REDRAWS, *rows.shape))
    gaps = _cross_validated(coarse.p, hits.astype(np.float64), np.broadcast_to(rows, hits.shape).astype(np.float64))
    return max(0.0, float(np.quantile(gaps, 0.95)))


def _cross_validated(p: Floats, hits: Floats, rows: Floats) -> Floats:
    """Gap by ``(..., folds, cells)`` counts: fitted without each fold, summed over it."""
    fitted = isotonic(hits.sum(axis=-2, keepdims=True) - hits, rows.sum(axis=-2, keepdims=True) - rows)
    total = (np.sign(np.nan_to_num(fitted - p)) * (hits - rows * p)).sum(axis=(-2, -1))
    return np.asarray(total / rows.sum(axis=(-2, -1)))


def _thinned(coarse: Coarse, splits: int, rng: np.random.Generator) -> tuple[Floats, Floats]:
    """``(splits, folds, cells)`` hits and rows of random splits."""
    share = [1 / _FOLDS] * _FOLDS
    hits = rng.multinomial(whole(coarse.hits, rng), share, (splits, len(coarse.p)))
    misses = rng.multinomial(whole(coarse.rows - coarse.hits, rng), share, (splits, len(coarse.p)))
    hits, misses = np.moveaxis(hits, -1, -2), np.moveaxis(misses, -1, -2)
    return hits.astype(np.float64), (hits + misses).astype(np.float64)


def _five(by_id: FoldCells) -> tuple[Floats, Floats]:
    """The folds of the ids, put together into five."""
    group = np.arange(len(by_id.positives)) % _FOLDS
    hits = np.stack([by_id.positives[group == f].sum(axis=0) for f in range(_FOLDS)]).astype(np.float64)
    misses = np.stack([by_id.negatives[group == f].sum(axis=0) for f in range(_FOLDS)])
    return hits, hits + misses


def _equal_mass(cells: Cells) -> tuple[float, float]:
    """Gap over about 4 n^(1/3) bins of equal mass, ties kept whole, with its standard error.

    SE^2 = sum w_k^2 v_k, with v_k the variance of y - p inside bin k over its rows.
    """
    n = cells.rows
    rows = (cells.positives + cells.negatives).astype(np.float64)
    middle = np.cumsum(rows) - rows / 2
    starts = np.flatnonzero(np.diff(np.floor(middle / n * round(4 * n ** (1 / 3))), prepend=-1.0))
    bins = together(cells.p, cells.positives.astype(np.float64), rows, starts=starts)
    residual = bins.hits / bins.rows - bins.p
    squares = np.add.reduceat(_squares(cells), starts) / bins.rows
    variance = np.maximum(squares - residual**2, 0.0) / bins.rows
    weight = bins.rows / n
    return float(weight @ np.abs(residual)), sqrt(float(weight**2 @ variance))


def _squares(cells: Cells) -> Floats:
    """``(cells,)`` sum of (y - p)^2 over the rows of each."""
    return cells.positives * cells.q**2 + cells.negatives * cells.p**2
