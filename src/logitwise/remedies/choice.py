"""A threshold that was chosen, with what it reaches and how sure that is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Choice:
    """A threshold on recalibrated probabilities.

    Attributes:
        threshold: a row is decided positive where its probability is at least this; lies between two scores wherever
            there is room, written with as few digits as that allows.
        low: lower end of the interval of the threshold at 95 %: where it would fall on other rows like these.
        high: upper end.
        goal: what was asked, in words.
        apparent: what it reaches on the rows that chose it: metric to value.
        corrected: the same cross-fitted: chosen without the rows that it is judged on. NaN where that is undefined.
        guarantee: what holds with 95 % confidence on other rows like these, as a sentence; None where nothing does.
        warnings: what a user must know: ties at the threshold, few positives.
    """

    threshold: float
    low: float
    high: float
    goal: str
    apparent: Mapping[str, float] = field(default_factory=dict)
    corrected: Mapping[str, float] = field(default_factory=dict)
    guarantee: str | None = None
    warnings: tuple[str, ...] = ()
