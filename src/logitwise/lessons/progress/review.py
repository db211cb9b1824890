"""What is due for review: cards replayed from the answers by FSRS, so that nothing of them needs to be kept.

A skill has a card once it was answered, a misconception once it was made. A wrong answer is rated *Again*, a right one
after a hint or at a later attempt *Hard*, any other right one *Good*. The card of a misconception is rated *Again*
where it was made again, and rises with every right answer to a question that tempts to it.

The schedule is FSRS 6 with the parameters that its authors fitted to many learners, a desired retention of .9, one step
of ten minutes, and no fuzz: the same answers always give the same cards.

A time that is yet to come was told by a clock that was ahead; such an answer counts as given just before the last one
of its card that was not, and where there is no other the card is due at once. Else it would wait for that time to come.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from random import Random
from typing import TYPE_CHECKING, Final, Literal

from logitwise.lessons.bank.lock import bank as shipped
from logitwise.lessons.bank.question import SKILLS, Bank
from logitwise.lessons.bank.temptations import temptations
from logitwise.lessons.progress.records import Answer, Item
from logitwise.lessons.progress.seen import Seen, last_seen, time_of

if TYPE_CHECKING:
    import fsrs

CardKind = Literal["skill", "misconception"]
Key = tuple[CardKind, str]
Pair = tuple[str, int]
"""A question's id, and which of its variants."""
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

    kind: CardKind
    name: str
    due: datetime
    seen: datetime
    times: int
    lapses: int


def cards(answers: Iterable[Answer], *, now: datetime | None = None, bank: Bank | None = None) -> tuple[Card, ...]:
    """All cards that the answers make, the earliest due first.

    Args:
        answers: in any order.
        now: times after it are not believed; what the clock says unless said.
        bank: whose questions are asked; the shipped one unless said.
    """
    known, clock = bank or shipped(), now or datetime.now(UTC)
    tempting = {pair: names for pair, names in _variants(known) if names}
    events: dict[Key, list[Answer]] = {}
    for answer in sorted(answers, key=_moment):
        if answer.skill in SKILLS:
            events.setdefault(("skill", answer.skill), []).append(answer)
        if answer.misconception in known.misconceptions:
            events.setdefault(("misconception", str(answer.misconception)), []).append(answer)
        elif answer.right:
            for name in sorted(tempting.get((answer.question, answer.variant), ())):
                if ("misconception", name) in events:
                    events["misconception", name].append(answer)
    made = (_replayed(kind, name, happened, clock) for (kind, name), happened in events.items())
    return tuple(sorted(made, key=lambda card: (card.due, card.kind, card.name)))


def due(
    answers: Iterable[Answer], at: datetime, *, now: datetime | None = None, bank: Bank | None = None
) -> tuple[Card, ...]:
    """The cards that are due at a time and for which there is a question, the most overdue first.

    Args:
        answers: in any order.
        at: that time.
        now: times after it are not believed; `at` unless said.
        bank: whose questions are asked; the shipped one unless said.
    """
    known = bank or shipped()
    asking = _asking(known)
    made = cards(answers, now=now or at, bank=known)
    return tuple(card for card in made if card.due <= at and (card.kind, card.name) in asking)


def review_items(
    answers: Sequence[Answer], now: datetime, *, seed: int, bank: Bank | None = None, most: int = AT_ONCE
) -> tuple[Item, ...]:
    """A review of what is due: one question a card, no question twice."""
    known = bank or shipped()
    draw = Random(seed)  # noqa: S311  an order, not a secret
    asking, seen = _asking(known), last_seen(answers)
    items: list[Item] = []
    for card in due(answers, now, bank=known):
        asked = {item.question for item in items}
        choices = [pair for pair in asking[card.kind, card.name] if pair[0] not in asked]
        chosen = _longest_unseen(choices, seen, draw.getrandbits(32))
        if chosen is not None:
            items.append(Item(len(items) + 1, *chosen, draw.getrandbits(32)))
        if len(items) == most:
            break
    return tuple(items)


def _longest_unseen(choices: list[Pair], seen: Seen, seed: int) -> Pair | None:
    """The variant that was seen longest ago, of the question that was; the seed decides among equals."""
    Random(seed).shuffle(choices)  # noqa: S311  an order, not a secret
    return min(choices, key=lambda pair: (seen.get(pair, ""), seen.get((pair[0], None), "")), default=None)


def _asking(bank: Bank) -> dict[Key, list[Pair]]:
    """The variants that ask for each skill, and those that tempt to each misconception."""
    found: dict[Key, list[Pair]] = {}
    for pair, names in _variants(bank):
        found.setdefault(("skill", bank.questions[pair[0]].skill), []).append(pair)
        for name in names:
            found.setdefault(("misconception", name), []).append(pair)
    return found


def _variants(bank: Bank) -> Iterator[tuple[Pair, frozenset[str]]]:
    """Every variant with the misconceptions that it tempts to."""
    for question in bank.questions.values():
        for number in range(len(question.variants)):
            yield (question.id, number), temptations(question, number)


def _replayed(kind: CardKind, name: str, happened: Sequence[Answer], now: datetime) -> Card:
    import fsrs  # noqa: PLC0415  of the extra `learn`

    wrong = sum(not answer.right for answer in happened)
    believed = [answer for answer in happened if time_of(answer) <= now]
    if not believed:
        return Card(kind, name, now, now, len(happened), wrong)
    last = time_of(believed[-1])
    ordered = [*believed[:-1], *happened[len(believed) :], believed[-1]]
    card = fsrs.Card(card_id=0, due=time_of(ordered[0]))
    for answer in ordered:
        card, _ = _scheduler().review_card(card, _rating(answer), min(time_of(answer), last))
    return Card(kind, name, card.due, last, len(happened), wrong)


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
