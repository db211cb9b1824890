"""Why accuracy does not show that a class is missed, as the end of a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from logitwise import metrics
from logitwise.metrics.wording import answer, number

if TYPE_CHECKING:
    from logitwise.tallies import Tally

NEARLY: Final = 5.0
"""Points of accuracy above the majority class up to which that is told; wording only."""
LOOKS_GOOD: Final = 0.5
"""Accuracy from which on it may look good; wording only."""


def although(tally: Tally) -> str:
    """Accuracy, and how far it is from always giving the majority class; empty where there is no one accuracy.

    >>> import logitwise as lw
    >>> although(lw.tally([0, 0, 0, 1], decisions=[0, 0, 0, 0], classes=["no", "yes"]))
    ", although accuracy is 0.75, as it is of always answering 'no', the majority class"
    """
    if tally.head.kind == "multilabel":
        return ""
    rival = next(rule for rule in metrics.baselines(tally) if rule.name == "majority class")
    accuracy = metrics.measure(tally, "accuracy").value
    if not accuracy >= LOOKS_GOOD:
        return ""
    said, points = f", although accuracy is {number(accuracy)}", 100 * (accuracy - rival.value)
    if points > NEARLY:
        return said
    always = f"always answering {answer(rival.chooses or '')}, the majority class"
    if round(points, 1) == 0:
        return f"{said}, as it is of {always}"
    side = "above" if points > 0 else "below"
    return f"{said}, {abs(points):.1f} points {side} {always} ({number(rival.value)})"
