"""What the laws of Matthews correlation and of kappa have in common."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass
from math import atanh, tanh
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from logitwise.metrics.law import Law
from logitwise.metrics.proportion import clopper_pearson_lower
from logitwise.metrics.resampling import Margins, percentiles

if TYPE_CHECKING:
    from collections.abc import Callable

Floats = NDArray[np.float64]
METHOD = "multinomial delta on Fisher's z"
METHOD_RARE = "approximate: a class has fewer than 10 rows; bucket bootstrap; verdicts: delta on Fisher's z"
METHOD_MANY = "approximate: a class has fewer than 10 rows; multinomial delta on Fisher's z"


@dataclass(frozen=True, slots=True, eq=False)
class Correlation(Law):
    """The law of a number between -1 and 1 that truth and decision make together.

    For display and as lower limit the delta method on Fisher's z, above the plain delta limit. Where all rows are right
    (or all wrong) the delta method sees no spread; then the rule of three stands in. Above, the limit is never nearer
    than what the value could be were classes hit as often as chance still allows: where few rows are hit, their spread
    is read too small [own].

    Attributes:
        value: -1 to 1.
        se: standard error by the delta method.
        margins: hits, true and decided rows by class.
        replicates: gives resampled values, or None where no class is rare.
    """

    value: float
    se: float
    margins: Margins
    replicates: Callable[[], Floats] | None = None

    @abstractmethod
    def room(self, alpha: float) -> float:
        """How far from the value the truth may lie where the delta method sees no spread."""

    @abstractmethod
    def hit(self, alpha: float) -> float:
        """What the value could truly be, were classes that are hit in few rows hit as often as chance still allows."""

    def interval(self, level: float) -> tuple[float, float]:
        """Fisher's z, or percentiles of a bucket bootstrap where a class is rare."""
        tail = (1 - level) / 2
        if self.degenerate:
            return self._against_three(tail)
        if self.replicates is not None:
            low, high = percentiles(self.replicates(), tail)
            if high - low > 1e-12:
                return low, high
        return self._fisher(tail, -1), self._fisher(tail, 1)

    def lower(self, alpha: float) -> float:
        """Fisher's z; below zero, where that is the shorter, the plain delta limit."""
        if self.degenerate:
            return self._against_three(alpha)[0]
        return min(self._fisher(alpha, -1), self.value - float(ndtri(1 - alpha)) * self.se)

    def upper(self, alpha: float) -> float:
        """The further of the plain delta limit and of what `hit` allows."""
        if self.degenerate:
            return self._against_three(alpha)[1]
        return max(self.value + float(ndtri(1 - alpha)) * self.se, self.hit(alpha))

    @property
    def degenerate(self) -> bool:
        """Whether the delta method sees no spread."""
        return abs(self.value) > 1 - 1e-12 or self.se < 1e-12  # rounding alone; 1e18 rows have 1e-9

    def _fisher(self, tail: float, sign: int) -> float:
        return tanh(atanh(self.value) + sign * float(ndtri(1 - tail)) * self.se / (1 - self.value**2))

    def _against_three(self, alpha: float) -> tuple[float, float]:
        room = self.room(alpha)
        return max(-1.0, self.value - room), min(1.0, self.value + room)


def further_hits(margins: Margins, alpha: float) -> tuple[NDArray[np.intp], NDArray[np.intp], Floats]:
    """What each class that has rows could truly be hit more often, by the exact upper limit of its recall.

    Returns:
        The classes, from which decided class each takes these rows (that decided most), and which share of all rows.
    """
    t, p = margins.support / margins.support.sum(), margins.predicted / margins.support.sum()
    i = np.flatnonzero(margins.support > 0)
    most = np.argsort(p)[-2:]
    j = np.where(i == most[-1], most[0], most[-1])
    hits, support = margins.hits[i], margins.support[i]
    more = 1 - clopper_pearson_lower(support - hits, support, alpha) - hits / support
    return i, j, np.minimum(more, p[j] / t[i]) * t[i]
