"""What some metrics depend on beside the rows: beta, k, a prevalence, a false positive rate."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite
from typing import Final

from logitwise.errors import OptionError


@dataclass(frozen=True, slots=True)
class Parameters:
    """Chosen before the rows are seen.

    Attributes:
        beta: of `fbeta`: how many times as much recall counts as precision; positive.
        top_k: of `top_k_accuracy`: how many classes may be named; at least 1.
        prevalence: share of positives where the classifier will be used, strictly between 0 and 1; None: not stated.
        max_fpr: of `partial_auc`: the largest false positive rate, above 0, at most 1.

    Raises:
        OptionError: a value outside its range.

    >>> Parameters(prevalence=0.01).value("prevalence")
    0.01
    """

    beta: float = 2.0
    top_k: int = 5
    prevalence: float | None = None
    max_fpr: float = 0.1

    def __post_init__(self) -> None:
        _check("beta", self.beta, "a positive number such as 2", fits=_number(self.beta) and self.beta > 0)
        whole = isinstance(self.top_k, int) and not isinstance(self.top_k, bool)
        _check("k", self.top_k, "a whole number of classes from 1", fits=whole and self.top_k >= 1)
        if self.prevalence is not None:
            inside = _number(self.prevalence) and 0 < self.prevalence < 1
            _check("prevalence", self.prevalence, "a share above 0 and below 1, such as 0.01", fits=inside)
        rate = _number(self.max_fpr) and 0 < self.max_fpr <= 1
        _check("max_fpr", self.max_fpr, "a false positive rate above 0, at most 1", fits=rate)

    def value(self, name: str | None) -> float | None:
        """One of them by name; None where there is none of that name, or it is not stated."""
        return None if name is None else getattr(self, name)


def _number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value)


def _check(name: str, value: object, expected: str, *, fits: bool) -> None:
    if not fits:
        raise OptionError(f"{name} = {value!r}: expected {expected}")


DEFAULTS: Final = Parameters()
