"""Averages of shares over classes: how they vary, and limits that hold where normal ones do not."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, logit, ndtri

from logitwise.metrics.f1 import f1_of_jaccard
from logitwise.metrics.law import Law
from logitwise.metrics.proportion import clopper_pearson_lower

if TYPE_CHECKING:
    from collections.abc import Callable

Floats = NDArray[np.float64]
METHOD = "multinomial delta; verdicts: composed Clopper-Pearson"
METHOD_RARE = "approximate: a class has fewer than 10 rows; bucket bootstrap; verdicts: composed Clopper-Pearson"
METHOD_MANY = "approximate: a class has fewer than 10 rows; multinomial delta; verdicts: composed Clopper-Pearson"


@dataclass(frozen=True, slots=True, eq=False)
class Parts:
    """The shares that are averaged, each over rows of its own.

    Attributes:
        successes: ``(parts,)`` rows in which each held.
        trials: ``(parts,)`` rows in which it could; all positive.
        weights: ``(parts,)`` that sum to one.
        f1: the shares are Jaccard shares, of which F1 is averaged.
    """

    successes: Floats
    trials: Floats
    weights: Floats
    f1: bool = False

    @property
    def values(self) -> Floats:
        """``(parts,)`` what is averaged."""
        return self._map(self.successes / self.trials)

    @property
    def mean(self) -> float:
        """The average."""
        return float(self.weights @ self.values)

    def lower(self, alpha: float) -> float:
        """Mean - sqrt(sum of (w (value - limit))^2), with each part's own one-sided exact limit."""
        limits = self._map(clopper_pearson_lower(self.successes, self.trials, alpha))
        return self.mean - float(np.linalg.norm(self.weights * (self.values - limits)))

    def upper(self, alpha: float) -> float:
        """The same formula above; misses too often to decide by, but never has zero width."""
        return self.mean + float(np.linalg.norm(self.slack_above(alpha)))

    def slack_above(self, alpha: float) -> Floats:
        """``(parts,)`` weighted distance from each value to its own upper limit."""
        limits = self._map(1 - clopper_pearson_lower(self.trials - self.successes, self.trials, alpha))
        return self.weights * (limits - self.values)

    def _map(self, shares: Floats) -> Floats:
        return f1_of_jaccard(shares) if self.f1 else shares  # type: ignore[arg-type, return-value]


@dataclass(frozen=True, slots=True, eq=False)
class Composed(Law):
    """The law of an average of shares over classes.

    For display the normal interval of the multinomial delta method, or percentiles of a bucket bootstrap where a class
    is rare. For verdicts the composed limit of `Parts.lower`: as lower limits the normal ones miss up to .60 of the
    time at 10 to 50 rows of a class, these at most .038. Of F1, and with weights counted from the same rows, the
    smaller of it and a delta interval on the logit: the composed limit alone missed .14 for a weighted precision [own].
    Above, the normal limit, to which a class in which nothing held adds its exact one, since its own spread reads as
    zero [own].

    Attributes:
        parts: what is averaged.
        se: standard error of the average by the delta method.
        replicates: gives resampled averages, or None where no class is rare.
        weighted: the weights were counted from the same rows.
    """

    parts: Parts
    se: float
    replicates: Callable[[], Floats] | None = None
    weighted: bool = False

    def interval(self, level: float) -> tuple[float, float]:
        """Delta or bootstrap; the composed limits where either would have no width."""
        tail = (1 - level) / 2
        if self.replicates is not None:
            low, high = np.nanquantile(self.replicates(), (tail, 1 - tail)).tolist()
        else:
            half = float(ndtri(1 - tail)) * self.se
            low, high = self.parts.mean - half, self.parts.mean + half
        if high - low <= 1e-12:
            return self.parts.lower(tail), self.parts.upper(tail)
        return low, high

    def lower(self, alpha: float) -> float:
        """The composed limit; of F1 and with weights the smaller of it and delta on the logit."""
        composed, mean = self.parts.lower(alpha), self.parts.mean
        if not (self.parts.f1 or self.weighted) or self.se == 0 or not 0 < mean < 1:
            return composed
        shift = float(ndtri(1 - alpha)) * self.se / (mean * (1 - mean))
        return min(composed, float(expit(logit(mean) - shift)))

    def upper(self, alpha: float) -> float:
        """The plain delta limit, widened for classes in which nothing held."""
        nothing = self.parts.slack_above(alpha)[self.parts.successes == 0]
        half = float(ndtri(1 - alpha)) * self.se
        return self.parts.mean + sqrt(half * half + float(nothing @ nothing))
