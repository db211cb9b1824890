"""How far rows of one group go together in a share, at many places of a ranking at once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Final, Self

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri, stdtrit

Floats = NDArray[np.float64]
FEWEST_FOLDS: Final = 20
"""Folds of groups that must hold rows of a share before anything is promised of it: at least so many groups."""
_FEW_HELD: Final = 10
"""Folds that must hold rows of the rarer outcome before their own variance is believed. A judgement: below, a share
near 0 or 1 looks as if rows were independent, because the groups that would show otherwise were not met yet."""
_WIDEST_LEVEL: Final = 0.4  # near one half both quantiles are 0


@dataclass(frozen=True, slots=True, eq=False)
class Clustering:
    """Variances of shares of grouped rows against those of independent ones.

    The variance of a share is the delete-one-fold jackknife's, (g - 1) / g sum (theta_(-f) - mean)^2 over the g folds
    that hold rows that the share is of (Kott 2001, Journal of Official Statistics 17, 521). Where one of the two
    outcomes lies in fewer than 10 folds that variance knows nothing of the groups that were not met; then the rows of a
    group count as one, the effect of which is sum m^2 / sum m over groups of m rows, estimated without knowing the
    groups by the variance over the mean of the numbers of rows in all folds, since each group falls into one fold by
    chance [own].

    Attributes:
        effect: ``(places,)`` design effect, 1 at least.
        freedom: ``(places,)`` degrees of freedom: the folds that unequal ones are worth (Kish 1965), less one.
        folds: ``(places,)`` folds that hold rows that the share is of, a lower limit of the number of groups.
        surely: ``(places,)`` whether both outcomes lie in 10 folds at least.
    """

    effect: Floats
    freedom: Floats
    folds: NDArray[np.int64]
    surely: NDArray[np.bool_]

    @classmethod
    def of(cls, part: Floats, whole: Floats) -> Self:
        """From counts by fold.

        Args:
            part: ``(folds, places)`` rows in which the outcome holds.
            whole: ``(folds, places)`` or ``(folds, 1)`` rows that the share is of; folds without any count too.

        >>> whole = np.full((32, 1), 10.0)
        >>> by_chance, alike = np.tile([[4.0], [6.0]], (16, 1)), np.tile([[0.0], [10.0]], (16, 1))
        >>> [round(float(Clustering.of(part, whole).effect[0]), 2) for part in (by_chance, alike)]
        [1.0, 10.32]
        """
        held, rest = (part > 0).sum(axis=0), (whole - part > 0).sum(axis=0)
        surely = np.minimum(held, rest) >= _FEW_HELD
        effect = np.where(surely, _jackknifed(part, whole), _as_one(whole))
        squares, total = (whole**2).sum(axis=0), whole.sum(axis=0)
        freedom = np.divide(total**2, squares, out=np.ones_like(total), where=squares > 0) - 1
        folds = np.broadcast_to((whole > 0).sum(axis=0), effect.shape)
        freedom = np.broadcast_to(np.maximum(freedom, 1.0), effect.shape)
        return cls(np.maximum(effect, 1.0), freedom, folds, np.broadcast_to(surely, effect.shape))

    def steadied(self, share: Floats) -> Clustering:
        """With no effect smaller than a sure one nearer to a share of one half, where more rows tell it.

        Args:
            share: ``(places,)`` the share itself, rising or falling.
        """
        half = int(np.abs(share - 0.5).argmin())
        sure = np.where(self.surely, self.effect, 1.0)
        least = np.concatenate([np.maximum.accumulate(sure[half::-1])[::-1], np.maximum.accumulate(sure[half:])[1:]])
        return replace(self, effect=np.maximum(self.effect, least))

    def at(self, places: Any) -> Clustering:
        """Some of the places."""
        return Clustering(self.effect[places], self.freedom[places], self.folds[places], self.surely[places])

    def worth(self, delta: float) -> Floats:
        """``(places,)`` grouped rows that stand for an independent one in a one-sided limit at level `delta`.

        The design effect, times the square of Student's over the normal quantile, since few folds tell it (Korn and
        Graubard 1998, Survey Methodology 24, 193).
        """
        tail = min(delta, _WIDEST_LEVEL)
        return np.asarray(self.effect * (stdtrit(self.freedom, 1 - tail) / ndtri(1 - tail)) ** 2)


def _jackknifed(part: Floats, whole: Floats) -> Floats:
    """Clustered over binomial variance."""
    parts, total, g = part.sum(axis=0), whole.sum(axis=0), (whole > 0).sum(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        left_out = np.where(whole > 0, (parts - part) / (total - whole), np.nan)
        spread = np.nansum((left_out - np.nansum(left_out, axis=0) / g) ** 2, axis=0)
        share = parts / total
        effect = (g - 1) / g * spread / (share * (1 - share) / total)
    return np.where(np.isfinite(effect), effect, 1.0)


def _as_one(whole: Floats) -> Floats:
    """The design effect of a share in which all rows of a group are alike."""
    mean = whole.mean(axis=0)
    return np.asarray(np.divide(whole.var(axis=0, ddof=1), mean, out=np.ones_like(mean), where=mean > 0))
