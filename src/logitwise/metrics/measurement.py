"""A measurement: one number from a tally, with the law that its intervals and verdict limits come from."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import isnan, nan
from typing import Literal

from logitwise.metrics.estimate import Estimate
from logitwise.metrics.law import Law, Unbounded
from logitwise.metrics.names import range_of
from logitwise.metrics.sample_size import RowsNeeded, rows_for_estimate, rows_for_share


@dataclass(frozen=True, slots=True)
class Measurement:
    """One metric of one tally.

    Attributes:
        name: the metric, one of `NAMES`.
        of: class or label it is of, None where it is of all rows.
        average: ``macro``, ``weighted``, ``micro`` or None.
        value: NaN where undefined; infinite only for a log loss and its skill.
        n: rows that the number is made of (of a recall the rows of its class); fractional where rows are weighted.
        certificate: half-width of the bound on what bucketing of the scores changed; 0 where exact.
        method: how the interval is made, in short words.
        undefined: why the value is no finite number, else None.
        law: how the number varies from sample to sample.
        unit: what `n` counts.
        parameter: beta, k, prevalence or false positive rate that it depends on, else None.
        effective_n: how many unweighted rows its weighted rows are worth; None where rows count once.
        design_effect: how many times as large the variance is as if grouped rows were independent; None without groups.
    """

    name: str
    of: str | None
    average: str | None
    value: float
    n: float
    certificate: float = 0.0
    method: str = ""
    undefined: str | None = None
    law: Law = field(default_factory=Unbounded)
    unit: str = "rows"
    parameter: float | None = None
    effective_n: float | None = None
    design_effect: float | None = None

    def estimate(self, level: float = 0.95) -> Estimate:
        """The number with its two-sided interval, widened by the certificate, for display."""
        low, high = self.law.interval(level)
        smallest, largest = range_of(self.name)
        if not isnan(self.value):
            low, high = min(low, self.value), max(high, self.value)  # NaN stays NaN: it compares false
        return Estimate(
            name=self.name,
            of=self.of,
            average=self.average,
            parameter=self.parameter,
            slice=None,
            value=self.value,
            low=_within(low - self.certificate, smallest, largest),
            high=_within(high + self.certificate, smallest, largest),
            level=level,
            certificate=self.certificate,
            n=round(self.n),
            method=self.method,
            undefined=self.undefined,
            effective_n=self.effective_n,
            design_effect=self.design_effect,
        )

    def lower(self, alpha: float) -> float:
        """One-sided lower limit for verdicts, widened by the certificate and never above the value; NaN: none."""
        limit = self.law.lower(alpha) - self.certificate
        if isnan(limit) or isnan(self.value):
            return nan
        return _within(min(limit, self.value), *range_of(self.name))

    def upper(self, alpha: float) -> float:
        """One-sided upper limit for verdicts, widened by the certificate and never below the value; NaN: none."""
        limit = self.law.upper(alpha) + self.certificate
        if isnan(limit) or isnan(self.value):
            return nan
        return _within(max(limit, self.value), *range_of(self.name))

    def rows_needed(self, bound: float, direction: Literal[">=", "<="], alpha: float) -> RowsNeeded:
        """How many rows would probably decide that the bound is kept, with power 0.8.

        Args:
            bound: the floor or ceiling.
            direction: ``>=`` for a floor, ``<=`` for a ceiling.
            alpha: one-sided level of the decision.
        """
        if self.undefined is not None:
            return RowsNeeded(None, f"{self.name} is undefined: {self.undefined}")
        share = self.law.as_share(bound)
        if share is not None:
            dependent = self.effective_n is not None or self.design_effect is not None
            worth = share.trials / self.n if dependent and self.n else 1.0
            return rows_for_share(share, direction, alpha=alpha, unit=self.unit, worth=worth)
        limit = self.lower(alpha) if direction == ">=" else self.upper(alpha)
        if isnan(limit):
            return RowsNeeded(None, f"{self.name} cannot be bounded on that side from these rows: {self.method}")
        return rows_for_estimate(self.value, limit, bound=bound, rows=self.n, alpha=alpha)


def _within(limit: float, smallest: float, largest: float) -> float:
    """A limit moved into the range where the truth must lie; NaN stays NaN."""
    return limit if isnan(limit) else min(max(limit, smallest), largest)
