"""Sittings: how an item stands, and what an answer does to it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256

from logitwise.errors import AnswerError
from logitwise.lessons.bank.grade import Graded, grade
from logitwise.lessons.bank.lock import bank
from logitwise.lessons.bank.question import Question
from logitwise.lessons.bank.shown import Shown, show
from logitwise.lessons.grading.verdict_of_test import QUESTIONS
from logitwise.lessons.progress.records import Answer, Item, Sitting
from logitwise.lessons.progress.rules import RULES, Rules
from logitwise.lessons.progress.sitting import answered
from logitwise.lessons.progress.store import now
from logitwise.lessons.web.state import State


@dataclass(frozen=True, slots=True)
class Standing:
    """An item of a sitting as it stands.

    Attributes:
        sitting: that it belongs to.
        item: which.
        shown: the question as it is put.
        answers: to this item, the first first.
        hints: how many are open.
        finished: whether the sitting is.
    """

    sitting: Sitting
    item: Item
    shown: Shown
    answers: tuple[Answer, ...]
    hints: int
    finished: bool

    @property
    def rules(self) -> Rules:
        """Of its sitting."""
        return RULES[self.sitting.kind]

    @property
    def closed(self) -> bool:
        """Whether nothing more can be answered."""
        return is_closed(self.answers, self.rules)

    @property
    def told(self) -> bool:
        """Whether the solution is shown."""
        return self.closed and (self.finished or not self.rules.at_the_end)

    @property
    def attempts_left(self) -> int:
        """How many more answers are taken."""
        return 0 if self.closed else self.rules.attempts - len(self.answers)

    @property
    def graded(self) -> Graded | None:
        """What became of the last answer; None where there is none, or where it is not told yet."""
        if not self.answers or (self.rules.at_the_end and not self.finished):
            return None
        return grade(self.shown, self.answers[-1].answer)


def seed_of(sitting: str) -> int:
    """The seed of a question on the spot, so that it is the same again before and after it is answered."""
    return int.from_bytes(sha256(sitting.encode()).digest()[:4], "big")


def question_of(state: State, item: Item) -> Question:
    """The question of an item.

    Raises:
        AnswerError: it is not there any more, as after an update of the bank or without the file it is about.
    """
    found = bank().questions.get(item.question) or state.own_question(item.question)
    if found is None:
        raise AnswerError(
            f"the question {item.question} is not there any more; load the file it is about, or begin a new set"
        )
    return found


def on_the_spot(question: Question, sitting: str) -> Sitting:
    """A sitting of one question."""
    seed = seed_of(sitting)
    item = Item(1, question.id, seed % len(question.variants), seed)
    return Sitting(sitting, "check", now(), seed, (item,))


def is_closed(answers: Sequence[Answer], rules: Rules) -> bool:
    """Whether an item with these answers takes no more."""
    return any(each.right for each in answers) or len(answers) >= rules.attempts


def closed_numbers(sitting: Sitting, answers: Iterable[Answer]) -> frozenset[int]:
    """Items that take no more answers."""
    of = list(answers)
    rules = RULES[sitting.kind]
    return frozenset(
        item.number for item in sitting.items if is_closed([a for a in of if a.number == item.number], rules)
    )


def is_finished(sitting: Sitting, closed: Collection[int]) -> bool:
    """Whether every item is closed; of a test the ten it began with, since a further question takes nothing back."""
    items = sitting.items[:QUESTIONS] if sitting.kind == "test" else sitting.items
    return all(item.number in closed for item in items)


def standing(state: State, sitting: Sitting, number: int, *, hints: int = 0) -> Standing | None:
    """How an item stands; None where there is no such item."""
    item = next((each for each in sitting.items if each.number == number), None)
    if item is None:
        return None
    question = question_of(state, item)
    shown = show(question, item.variant, seed=item.seed)
    answers = state.store.answers(sitting.id)
    allowed = len(shown.variant.hints) if RULES[sitting.kind].hints else 0
    seen = min(max(hints, state.hints.get((sitting.id, number), 0), 0), allowed)
    if seen:
        state.saw_hints(sitting.id, number, seen)
    return Standing(
        sitting,
        item,
        shown,
        tuple(each for each in answers if each.number == number),
        seen,
        is_finished(sitting, closed_numbers(sitting, answers)),
    )


def answer(state: State, at: Standing, given: tuple[str, ...]) -> None:
    """Grade and keep an answer; one that comes a second time, or too late, changes nothing.

    Raises:
        AnswerError: it is no answer to this question; the message says what would be.
    """
    if at.closed:
        return
    graded = grade(at.shown, given)
    state.store.begin(at.sitting)
    attempt = len(at.answers) + 1
    state.store.add(
        answered(at.sitting, at.item, shown=at.shown, given=given, graded=graded, attempt=attempt, hints=at.hints)
    )
