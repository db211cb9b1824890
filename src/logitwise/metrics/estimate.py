"""An estimate: one number with its interval, as reports print it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Estimate:
    """One number with the interval that is shown beside it.

    Attributes:
        name: the metric.
        of: class or label it is of, None where it is of all rows.
        average: ``macro``, ``weighted``, ``micro`` or None.
        slice: the slice it is of, ``column = value``, None for all rows.
        value: NaN where undefined; infinite only for a log loss and its skill.
        low: lower end of the interval, widened by the certificate.
        high: upper end.
        level: how often such an interval holds the truth.
        certificate: half-width of the bound on what bucketing of the scores changed; 0 where exact.
        n: rows that the number is made of.
        method: how the interval was made, in short words.
        undefined: why the value is no finite number, else None.
        parameter: beta, k, prevalence or false positive rate that it depends on, else None.
        effective_n: how many unweighted rows its weighted rows are worth; None where rows count once.
        design_effect: how many times as large the variance is as if grouped rows were independent; None without groups.
    """

    name: str
    of: str | None
    average: str | None
    slice: str | None
    value: float
    low: float
    high: float
    level: float
    certificate: float
    n: int
    method: str
    undefined: str | None
    parameter: float | None = None
    effective_n: float | None = None
    design_effect: float | None = None
