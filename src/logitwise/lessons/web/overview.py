"""What was done so far, as pages list it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from logitwise.lessons.grading.verdict_of_test import Judgement, verdict_of_test
from logitwise.lessons.progress.records import Answer, Sitting, SittingKind
from logitwise.lessons.progress.rules import RULES
from logitwise.lessons.web.flow import closed_numbers, is_finished
from logitwise.lessons.web.state import State


@dataclass(frozen=True, slots=True)
class Sat:
    """A sitting with how it went.

    Attributes:
        sitting: which.
        answers: all of it.
        closed_items: numbers of the items that take no more answers.
    """

    sitting: Sitting
    answers: tuple[Answer, ...]
    closed_items: frozenset[int]

    @property
    def title(self) -> str:
        """Of its kind."""
        return RULES[self.sitting.kind].title

    @property
    def started(self) -> datetime:
        """In local time."""
        return datetime.fromisoformat(self.sitting.started).astimezone()

    @property
    def total(self) -> int:
        """How many items."""
        return len(self.sitting.items)

    @property
    def right(self) -> int:
        """How many items ended rightly."""
        return len({each.number for each in self.answers if each.right})

    @property
    def first_right(self) -> int:
        """How many were right at the first attempt."""
        return sum(each.right for each in self.answers if each.attempt == 1)

    @property
    def finished(self) -> bool:
        """Whether every item is closed; of a test the ten it began with."""
        return is_finished(self.sitting, self.closed_items)

    @property
    def closed(self) -> int:
        """How many items are closed."""
        return len(self.closed_items)

    @property
    def onward(self) -> int | None:
        """The first item that is open; None where none is."""
        return next((each.number for each in self.sitting.items if each.number not in self.closed_items), None)

    @property
    def verdict(self) -> Judgement | None:
        """Of a test that was finished."""
        return verdict_of_test(self.answers) if self.sitting.kind == "test" and self.finished else None


def sat(state: State, kind: SittingKind | None = None, *, answers: Sequence[Answer] | None = None) -> tuple[Sat, ...]:
    """Sittings with their answers, the oldest first; `answers` are all of them where they were read already."""
    by_sitting: dict[str, list[Answer]] = {}
    for each in state.store.answers(kind=kind) if answers is None else answers:
        by_sitting.setdefault(each.sitting, []).append(each)
    return tuple(_sat(each, by_sitting.get(each.id, [])) for each in state.store.sittings(kind))


def sat_of(state: State, sitting: Sitting) -> Sat:
    """One sitting."""
    return _sat(sitting, state.store.answers(sitting.id))


def last_test(sittings: Sequence[Sat]) -> Sat | None:
    """The newest test that was finished, of sittings in order; None where none was."""
    return next((each for each in reversed(sittings) if each.verdict is not None), None)


def best_challenge(sittings: Iterable[Sat]) -> Sat | None:
    """The challenge of most right answers; None where none was finished."""
    finished = [each for each in sittings if each.sitting.kind == "challenge" and each.finished]
    return max(finished, key=lambda each: each.right, default=None)


def _sat(sitting: Sitting, answers: Sequence[Answer]) -> Sat:
    return Sat(sitting, tuple(answers), closed_numbers(sitting, answers))
