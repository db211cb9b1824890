"""Which rules hold in each kind of sitting, in the app and in the terminal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from logitwise.lessons.progress.records import SittingKind


@dataclass(frozen=True, slots=True)
class Rules:
    """How questions are asked in a kind of sitting.

    Attributes:
        title: for people.
        attempts: at each item.
        hints: whether there are any.
        at_the_end: whether feedback waits until everything is answered.
        home: where the kind begins.
    """

    title: str
    attempts: int
    hints: bool
    at_the_end: bool
    home: str


RULES: Final[dict[SittingKind, Rules]] = {
    "practice": Rules("Practice", 1, hints=True, at_the_end=False, home="/practice"),
    "try": Rules("Try", 3, hints=True, at_the_end=False, home="/try"),
    "challenge": Rules("Challenge", 2, hints=False, at_the_end=False, home="/challenge"),
    "review": Rules("Review", 1, hints=True, at_the_end=False, home="/recall"),
    "test": Rules("Test", 1, hints=False, at_the_end=True, home="/test"),
    "yours": Rules("Your model", 1, hints=True, at_the_end=False, home="/yours"),
    "check": Rules("On the spot", 1, hints=True, at_the_end=False, home="/"),
}
