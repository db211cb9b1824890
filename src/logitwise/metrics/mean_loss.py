"""The mean of a loss over rows: log loss and Brier score."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf, isfinite, nan, sqrt

from scipy.special import stdtrit

from logitwise.metrics.law import Law

METHOD = "t interval; verdict ceiling: t limit after one worst row"
METHOD_INFINITE = "t interval of the rows with a finite loss"


@dataclass(frozen=True, slots=True)
class Sums:
    """A sample by its moments.

    Attributes:
        rows: how many.
        total: sum.
        squares: sum of squares.
    """

    rows: float
    total: float
    squares: float

    @property
    def mean(self) -> float:
        """Arithmetic mean; NaN without rows."""
        return self.total / self.rows if self.rows else nan

    @property
    def se(self) -> float:
        """Standard error of the mean; NaN with fewer than two rows."""
        if self.rows < 2:
            return nan
        spread = self.squares - self.total * self.mean
        return sqrt(max(spread, 0.0) / (self.rows - 1) / self.rows)

    def t_limit(self, alpha: float, sign: int) -> float:
        """Student's one-sided limit above (`sign` 1) or below (-1) the mean; NaN with fewer than two rows."""
        if self.rows < 2:
            return nan
        return self.mean + sign * float(stdtrit(self.rows - 1, 1 - alpha)) * self.se

    def and_one_of(self, value: float) -> Sums:
        """The same sample with one more row of the given value."""
        return Sums(self.rows + 1, self.total + value, self.squares + value * value)

    @property
    def flat(self) -> bool:
        """All rows alike as far as rounding can tell, or a single row: no spread to build an interval on."""
        return self.rows < 2 or self.squares - self.total * self.mean <= 1e-12 * self.squares


@dataclass(frozen=True, slots=True)
class MeanLoss(Law):
    """The law of a mean loss.

    Student's interval for display and as lower limit. As upper limit for verdicts Student's after one more row with the
    worst loss that any row could have had, since rare expensive rows that were not seen make the plain limit miss up to
    .82 of the time; this one misses at most .036. Where that loss is infinite there is no upper limit.

    Attributes:
        sums: of the loss over rows where it is finite.
        worst: the largest loss that any row could have had.
        infinite: rows whose loss is infinite.

    >>> law = MeanLoss(Sums(4, 2.0, 1.4), worst=3.0)
    >>> law.value, round(law.lower(0.05), 3), round(law.upper(0.05), 3)
    (0.5, 0.07, 2.108)
    """

    sums: Sums
    worst: float
    infinite: float = 0

    @property
    def value(self) -> float:
        """The mean; infinite where a loss is."""
        return inf if self.infinite else self.sums.mean

    def interval(self, level: float) -> tuple[float, float]:
        """Student's; where all losses are alike the limits after one worst and one perfect row."""
        tail = (1 - level) / 2
        high = inf if self.infinite else self.sums.t_limit(tail, 1)
        if self.sums.flat:
            high = inf if self.infinite else self._after_worst(tail)
        return self.lower(tail), high

    def lower(self, alpha: float) -> float:
        """Student's limit over finite rows; after one more row without loss where they are all alike."""
        if self.sums.rows == 0:
            return 0.0
        if self.sums.flat:
            return max(0.0, self.sums.and_one_of(0.0).t_limit(alpha, -1))
        return self.sums.t_limit(alpha, -1)

    def upper(self, alpha: float) -> float:
        """Student's limit after one worst row; NaN where a loss is, or could be, infinite."""
        return self._after_worst(alpha) if isfinite(self.worst) and not self.infinite else nan

    def _after_worst(self, alpha: float) -> float:
        return self.sums.and_one_of(self.worst).t_limit(alpha, 1) if isfinite(self.worst) else inf
