"""Partial AUC: the ROC curve where false positives are few."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import nan
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, logit, ndtri

from logitwise.metrics.coarse import coarsen
from logitwise.metrics.law import Law
from logitwise.metrics.measurement import Measurement
from logitwise.metrics.of_confusion import undefined

if TYPE_CHECKING:
    from logitwise.tallies.cells import Cells

Floats = NDArray[np.float64]
METHOD = "logit, bootstrap of coarse cells; no verdict"
_CELLS: Final = 512
_REPLICATES: Final = 200
_SEED: Final = 0


class PartialArea(NamedTuple):
    """Area under a part of a ROC curve; arrays of the leading shape of the counts.

    Attributes:
        value: area.
        lowest: smallest area that any order inside the cells could give.
        highest: largest such area.
    """

    value: Floats
    lowest: Floats
    highest: Floats


def partial_area(
    positives: NDArray[np.generic],
    negatives: NDArray[np.generic],
    *,
    low: float = 0.0,
    high: float = 1.0,
    over: Literal["fpr", "tpr"] = "fpr",
) -> PartialArea:
    """Area over false positive rates, or specificity over true positive rates, from `low` to `high`.

    Points are joined by straight lines, as scikit-learn and pROC do. Inside a cell the best order lists all positives
    first and the worst all negatives.

    Args:
        positives: ``(..., cells)`` counts by ascending score.
        negatives: the same of the rest.
        low: where the part begins.
        high: where it ends.
        over: which rate.

    >>> partial_area(np.array([0, 1, 1]), np.array([1, 1, 0]), high=0.5).value.tolist()
    0.375
    """
    p, n = positives[..., ::-1].astype(np.float64), negatives[..., ::-1].astype(np.float64)
    tpr, fpr = _rate(p), _rate(n)
    x, y = (fpr, tpr) if over == "fpr" else (tpr, 1 - fpr)
    start, end = np.clip(x[..., :-1], low, high), np.clip(x[..., 1:], low, high)
    rise = y[..., 1:] - y[..., :-1]
    with np.errstate(invalid="ignore", divide="ignore"):  # a step without width counts nothing
        slope = np.where(end > start, rise / (x[..., 1:] - x[..., :-1]), 0.0)
    middle = y[..., :-1] + slope * ((start + end) / 2 - x[..., :-1])
    width = end - start
    value = (width * middle).sum(axis=-1)
    ends = [(width * side).sum(axis=-1) for side in (y[..., :-1], y[..., 1:])]
    return PartialArea(value, np.minimum(*ends), np.maximum(*ends))


def _rate(counts: Floats) -> Floats:
    """``(..., cells + 1)`` shares taken, from none to all."""
    taken = np.cumsum(counts, axis=-1)
    with np.errstate(invalid="ignore"):
        return np.concatenate([np.zeros_like(taken[..., :1]), taken], axis=-1) / taken[..., -1:]


@dataclass(frozen=True, slots=True)
class Resampled(Law):
    """The law of a standardised partial area; no verdict rests on it.

    The mean true positive rate over the part is a share: its logit, with a resampled standard error. Its two-sided 95 %
    interval missed .01 to .08 below and at most .04 above with 30 to 300 rows of the class and rates of 0.05 to 0.3, up
    to .09 below with 10 (300 draws each).

    Attributes:
        share: mean true positive rate up to `max_fpr`.
        redrawn_se: gives its standard error, which costs redraws; 0: nothing is known.
        max_fpr: where the part ends.
    """

    share: float
    redrawn_se: Callable[[], float]
    max_fpr: float

    def interval(self, level: float) -> tuple[float, float]:
        """Logit; the whole range where nothing varies."""
        se = self.redrawn_se()
        if not se > 1e-12 or not 0 < self.share < 1:  # of rounding alone below it
            return standardised(0.0, self.max_fpr), 1.0
        half = float(ndtri((1 + level) / 2)) * se / (self.share * (1 - self.share))
        ends = (float(expit(logit(self.share) + sign * half)) for sign in (-1, 1))
        low, high = (standardised(end * self.max_fpr, self.max_fpr) for end in ends)
        return low, high

    def lower(self, alpha: float) -> float:  # noqa: ARG002  # none at any level
        """NaN."""
        return nan

    def upper(self, alpha: float) -> float:  # noqa: ARG002  # none at any level
        """NaN."""
        return nan


def standardised(area: float, max_fpr: float) -> float:
    """1/2 for chance and 1 for perfect, as McClish (1989), doi:10.1177/0272989X8900900307.

    >>> standardised(0.02, 0.2), standardised(0.2, 0.2)
    (0.5, 1.0)
    """
    chance = max_fpr**2 / 2
    return (1 + (area - chance) / (max_fpr - chance)) / 2


def partial_auc(cells: Cells, max_fpr: float, *, of: str | None = None) -> Measurement:
    """Area under the ROC curve where false positives are few, so standardised that chance is 0.5 and perfect 1.

    Formula: (1 + (A - f^2 / 2) / (f - f^2 / 2)) / 2, with A the area up to a false positive rate of f, points joined by
    straight lines.

    Undefined: the class, or the rest, has no rows.

    Interval: logit of the mean true positive rate, with a standard error from 200 redraws of each outcome's cells,
    widened by the certificate where scores were put into cells. Verdict: none yet.

    Trap: it depends on the rate f, so name it with the number. With few negative rows a low rate means a handful of
    them: 0.1 of 50 are five rows.

    Related: roc_auc, average_precision, specificity.

    Source: McClish (1989), doi:10.1177/0272989X8900900307.

    Args:
        cells: scores by outcome.
        max_fpr: the largest false positive rate, above 0, at most 1.
        of: class or label.

    >>> import logitwise as lw
    >>> tally = lw.tally([0, 0, 1, 1], probabilities=[0.1, 0.4, 0.4, 0.8])
    >>> round(lw.evaluate(tally, policy="baseline").metric("partial_auc", max_fpr=0.5).value, 6)
    0.833333
    """
    if not cells.positives.sum() or not cells.negatives.sum():
        kind = "every row is" if cells.positives.sum() else "no row is"
        return undefined("partial_auc", cells.rows, f"{kind} truly {of}", of=of)
    area = partial_area(cells.positives, cells.negatives, high=max_fpr)
    lowest, value, highest = (standardised(float(x), max_fpr) for x in (area.lowest, area.value, area.highest))
    off = 0.0 if cells.exact else max(highest - value, value - lowest)
    law = Resampled(float(area.value) / max_fpr, lambda: _resampled_se(cells, max_fpr) / max_fpr, max_fpr)
    return Measurement("partial_auc", of, None, value, cells.rows, off, method=METHOD, law=law)


def _resampled_se(cells: Cells, max_fpr: float) -> float:
    """From rows redrawn within each outcome; counts that are no integers are rounded for it."""
    coarse = coarsen(cells, _CELLS)
    rng = np.random.default_rng(_SEED)
    drawn = []
    for counts in (coarse.hits, coarse.rows - coarse.hits):
        total = counts.sum()
        drawn.append(rng.multinomial(max(1, int(np.rint(total))), counts / total, _REPLICATES))
    return float(partial_area(*drawn, high=max_fpr).value.std(ddof=1))
