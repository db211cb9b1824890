"""A share of rows: Wilson to look at, Clopper-Pearson to decide by."""

from __future__ import annotations

from dataclasses import dataclass
from math import nan, sqrt
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.special import betaincinv, ndtri

from logitwise.metrics.law import Law, Share

if TYPE_CHECKING:
    from numpy.typing import NDArray

METHOD = "Wilson; verdicts: exact Clopper-Pearson"


@dataclass(frozen=True, slots=True)
class Binomial(Law):
    """The law of a share k / n whose denominator is fixed, or random but ancillary (as of a precision).

    The interval is Wilson's, which covers well on average; the one-sided limits are Clopper and Pearson's, whose level
    is guaranteed. Without rows the interval is [0, 1]. Source: Brown, Cai and DasGupta (2001),
    doi:10.1214/ss/1009213286.

    Attributes:
        successes: rows in which it held; fractional where rows are weighted.
        trials: rows in which it could.

    >>> low, high = Binomial(143, 158).interval(0.95)
    >>> f"{low:.3f} to {high:.3f}, one-sided {Binomial(143, 158).lower(0.05):.3f}"
    '0.849 to 0.942, one-sided 0.858'
    """

    successes: float
    trials: float

    @property
    def value(self) -> float:
        """The share; NaN without rows."""
        return self.successes / self.trials if self.trials else nan

    def interval(self, level: float) -> tuple[float, float]:
        """Wilson's score interval."""
        k, n = self.successes, self.trials
        if n == 0:
            return 0.0, 1.0
        z = float(ndtri((1 + level) / 2))
        centre = (k + z * z / 2) / (n + z * z)
        half = z / (n + z * z) * sqrt(k * (n - k) / n + z * z / 4)
        return (0.0 if k == 0 else centre - half), (1.0 if k == n else centre + half)

    def lower(self, alpha: float) -> float:
        """Clopper and Pearson's one-sided lower limit: 0 at k = 0, alpha^(1/n) at k = n."""
        return float(clopper_pearson_lower(self.successes, self.trials, alpha))

    def upper(self, alpha: float) -> float:
        """Clopper and Pearson's one-sided upper limit: 1 at k = n."""
        return 1 - float(clopper_pearson_lower(self.trials - self.successes, self.trials, alpha))

    def as_share(self, bound: float) -> Share:
        """Itself."""
        return Share(self.successes, self.trials, bound)


def clopper_pearson_lower(
    successes: NDArray[Any] | float, trials: NDArray[Any] | float, alpha: float
) -> NDArray[np.float64]:
    """One-sided lower limits of shares, elementwise: the alpha quantile of Beta(k, n - k + 1), 0 where k = 0.

    >>> clopper_pearson_lower(10, 10, 0.05).round(12).tolist()  # R 4.2.2 binom.test
    0.741134449107
    """
    k, n = np.asarray(successes, np.float64), np.asarray(trials, np.float64)
    return np.where(k > 0, betaincinv(np.where(k > 0, k, 1.0), n - k + 1, alpha), 0.0)
