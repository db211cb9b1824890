"""What is due for review: cards replayed from the answers by FSRS, so that nothing of them needs to be kept.

A skill has a card once it was answered, a misconception once it was made. A wrong answer is rated *Again*, a right one
after a hint or at a later attempt *Hard*, any other right one *Good*. The card of a misconception is rated *Again*
where it was made again, and rises with every right answer to a question that tempts to it.

The schedule is FSRS 6 with the parameters that its authors fitted to many learners, a desired retention of .9, one step
of ten minutes, and no fuzz: the same answers always give the same cards.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from random import Random
from typing import TYPE_CHECKING, Final, Literal

from logitwise.lessons.bank.lock import bank as shipped
from logitwise.lessons.bank.question import SKILLS, Bank, Question
from logitwise.lessons.bank.temptations import temptations
from logitwise.lessons.progress.records import Answer, Item
from logitwise.lessons.progress.seen import last_seen, time_of

if TYPE_CHECKING:
    import fsrs

AT_ONCE: Final = 10
"""Questions of one review."""
STEP: Final = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Card:
    """Something to be remembered.

    Attributes:
        kind: a skill or a misconception.
        name: its id.
        due: when it should be asked again, UTC.
        seen: when it was last asked, UTC.
        times: how often it was asked.
        lapses: how often it was answered wrongly.
    """

    kind: Literal["skill", "misconception"]
    name: str
    due: datetime
    seen: datetime
    times: int
    lapses: int


def cards(answers: Iterable[Answer], *, bank: Bank | None = None) -> tuple[Card, ...]:
    """All cards that the answers make, the earliest due first.

    Args:
        answers: in any order.
        bank: whose questions are asked; the shipped one unless said.
    """
    known = bank or shipped()
    tempts = _tempting(known)
    events: dict[tuple[Literal["skill", "misconception"], str], list[Answer]] = {}
    for answer in sorted(answers, key=_moment):
        if answer.skill in SKILLS:
            events.setdefault(("skill", answer.skill), []).append(answer)
        if answer.misconception in known.misconceptions:
            events.setdefault(("misconception", str(answer.misconception)), []).append(answer)
        elif answer.right:
            for name in sorted(tempts.get((answer.question, answer.variant), ())):
                if ("misconception", name) in events:
                    events["misconception", name].append(answer)
    made = (_replayed(kind, name, happened) for (kind, name), happened in events.items())
    return tuple(sorted(made, key=lambda card: (card.due, card.kind, card.name)))


def due(answers: Iterable[Answer], now: datetime, *, bank: Bank | None = None) -> tuple[Card, ...]:
    """The cards that are due at a time and for which there is a question, the most overdue first."""
    known = bank or shipped()
    return tuple(card for card in cards(answers, bank=known) if card.due <= now and list(_asking(card, known)))


def question_for(
    card: Card, answers: Iterable[Answer], *, seed: int, bank: Bank | None = None, without: Iterable[str] = ()
) -> tuple[Question, int] | None:
    """What to ask for a card: a variant that was never seen, else the one that was seen longest ago.

    Args:
        card: that is due.
        answers: all so far.
        seed: decides among equals.
        bank: whose questions are asked; the shipped one unless said.
        without: ids of questions that are not to be asked.

    Returns:
        The question and which variant; None where there is no other question for the card.
    """
    barred = set(without)
    choices = [each for each in _asking(card, bank or shipped()) if each[0].id not in barred]
    if not choices:
        return None
    seen = last_seen(answers)
    Random(seed).shuffle(choices)  # noqa: S311  a choice, not a secret
    return min(choices, key=lambda each: (seen.get((each[0].id, each[1]), ""), seen.get((each[0].id, None), "")))


def review_items(
    answers: Sequence[Answer], now: datetime, *, seed: int, bank: Bank | None = None, most: int = AT_ONCE
) -> tuple[Item, ...]:
    """A review of what is due: one question a card, no question twice."""
    draw = Random(seed)  # noqa: S311  see above
    items: list[Item] = []
    for card in due(answers, now, bank=bank):
        asked = {item.question for item in items}
        found = question_for(card, answers, seed=draw.getrandbits(32), bank=bank, without=asked)
        if found is not None:
            items.append(Item(len(items) + 1, found[0].id, found[1], draw.getrandbits(32)))
        if len(items) == most:
            break
    return tuple(items)


def _asking(card: Card, bank: Bank) -> Iterator[tuple[Question, int]]:
    """Variants that ask for what the card holds."""
    tempts = _tempting(bank)
    for question in bank.questions.values():
        for variant in range(len(question.variants)):
            of_skill = card.kind == "skill" and question.skill == card.name
            if of_skill or (card.kind == "misconception" and card.name in tempts.get((question.id, variant), ())):
                yield question, variant


def _tempting(bank: Bank) -> dict[tuple[str, int], frozenset[str]]:
    """The misconceptions that each variant tempts to."""
    return {
        (question.id, number): temptations(question, number)
        for question in bank.questions.values()
        for number in range(len(question.variants))
    }


def _replayed(kind: Literal["skill", "misconception"], name: str, happened: Sequence[Answer]) -> Card:
    import fsrs  # noqa: PLC0415  of the extra `learn`

    card = fsrs.Card(card_id=0, due=time_of(happened[0]))
    for answer in happened:
        card, _ = _scheduler().review_card(card, _rating(answer), time_of(answer))
    wrong = sum(not answer.right for answer in happened)
    return Card(kind, name, card.due, time_of(happened[-1]), len(happened), wrong)


def _rating(answer: Answer) -> fsrs.Rating:
    import fsrs  # noqa: PLC0415  see above

    if not answer.right:
        return fsrs.Rating.Again
    return fsrs.Rating.Hard if answer.hints or answer.attempt > 1 else fsrs.Rating.Good


@cache
def _scheduler() -> fsrs.Scheduler:
    import fsrs  # noqa: PLC0415  see above

    return fsrs.Scheduler(learning_steps=(STEP,), relearning_steps=(STEP,), enable_fuzzing=False)


def _moment(answer: Answer) -> tuple[datetime, str, int, int]:
    return time_of(answer), answer.sitting, answer.number, answer.attempt
