"""What is kept of a learner's work."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

SittingKind = Literal["practice", "test", "challenge", "try", "review", "yours", "check"]


@dataclass(frozen=True, slots=True)
class Item:
    """A question as it was put.

    Attributes:
        number: its place in the sitting, from 1.
        question: its id in the bank, or for a question of one's own report the name of its maker.
        variant: which of its variants.
        seed: of the order of its options.
    """

    number: int
    question: str
    variant: int
    seed: int


@dataclass(frozen=True, slots=True)
class Sitting:
    """A set of questions that was begun.

    Attributes:
        id: unguessable, unique.
        kind: what it is for.
        started: UTC, ISO 8601.
        seed: that drew the items.
        items: in order; more may be added later.
    """

    id: str
    kind: SittingKind
    started: str
    seed: int
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer; `sitting`, `number` and `attempt` make it unique, so that sending it again counts nothing twice.

    Attributes:
        sitting: id of the sitting.
        number: of the item.
        attempt: from 1.
        at: UTC, ISO 8601.
        question: its id.
        variant: which of its variants.
        skill: of the question.
        difficulty: of the question.
        kind: of the sitting.
        chance: probability of a blind guess.
        answer: what was given.
        right: whether it was right.
        hints: how many were seen before.
        misconception: the one that was made, None for none.
    """

    sitting: str
    number: int
    attempt: int
    at: str
    question: str
    variant: int
    skill: str
    difficulty: str
    kind: SittingKind
    chance: float
    answer: tuple[str, ...]
    right: bool
    hints: int
    misconception: str | None
