"""A check: one thing that a policy asks, ready to be judged once the number of all of them is known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from logitwise.verdict.values import RequirementOutcome, RequirementResult


@dataclass(frozen=True, slots=True)
class Levels:
    """One-sided levels of a verdict.

    Attributes:
        passing: at which each requirement passes; uncorrected, since *ready* is an intersection-union test (Berger
            1982, DOI 10.1080/00401706.1982.10487790).
        failing: at which each fails, divided by how many there are: Holm's test that any fails.
    """

    passing: float
    failing: float


@dataclass(frozen=True, slots=True)
class Judged:
    """What a check found.

    Attributes:
        result: the outcome.
        reasons: sentences for the verdict, the weightiest first; of a check on many classes one for each that fails.
        undefined: why there is no number to judge, as a sentence, else None.
    """

    result: RequirementResult
    reasons: tuple[str, ...]
    undefined: str | None = None


@dataclass(frozen=True, slots=True)
class Check:
    """Something to be judged.

    Attributes:
        judge: what judges it.
    """

    judge: Callable[[Levels], Judged]


def decide(*, op: str, bound: float, lower: float, upper: float) -> RequirementOutcome:
    """Pass, fail or undecided, from the limit at the passing level on one side and at the failing level on the other.

    Comparisons with NaN are false, so what cannot be bounded stays undecided.

    >>> decide(op=">=", bound=0.8, lower=0.8, upper=0.9), decide(op=">=", bound=0.8, lower=0.7, upper=0.79)
    ('pass', 'fail')
    """
    if op == ">=":
        return "pass" if lower >= bound else "fail" if upper < bound else "undecided"
    return "pass" if upper <= bound else "fail" if lower > bound else "undecided"
