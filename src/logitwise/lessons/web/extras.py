"""What the app adds to the pages of the last modes: sets to begin, cards, what is due, the verdicts so far."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from random import Random
from typing import Any, Final

from logitwise.lessons.bank.lock import bank
from logitwise.lessons.grading.verdict_of_test import pooled
from logitwise.lessons.progress.records import Answer
from logitwise.lessons.progress.review import Card, due
from logitwise.lessons.web.overview import best_challenge, last_test, sat
from logitwise.lessons.web.state import State

TEMPLATES: Final[Mapping[str, str]] = {
    "try#tasks": "extra_try.html",
    "challenge#problems": "extra_challenge.html",
    "recall#cards": "extra_cards.html",
    "recall#due": "extra_due.html",
    "test#test": "extra_test.html",
    "test#verdict": "extra_verdict.html",
}
"""By place, the template that stands below the text of the section."""
EARLIER: Final = 5
"""Sittings that are listed."""


def values(state: State, slug: str) -> dict[str, Any]:
    """What those templates need."""
    if slug in {"try", "challenge", "test"}:
        done = sat(state, slug)  # type: ignore[arg-type]
        return {
            "earlier": tuple(reversed(done))[:EARLIER],
            "best": best_challenge(done) if slug == "challenge" else None,
            "last_test": last_test(done) if slug == "test" else None,
            "together": pooled(state.store.answers()) if slug == "test" else None,
        }
    if slug == "recall":
        answers = state.store.answers()
        return {
            "cards": _cards(answers, datetime.now(UTC).astimezone().date()),
            "due": due_now(state, answers),
            "next_due": min((card.due for card in _askable(state, answers)), default=None),
        }
    return {}


def due_now(state: State, answers: Sequence[Answer]) -> tuple[Card, ...]:
    """The cards that are due."""
    now = datetime.now(UTC)
    return tuple(card for card in _askable(state, answers) if card.due <= now)


def _askable(state: State, answers: Sequence[Answer]) -> tuple[Card, ...]:
    """All cards for which there is a question; replayed only after another answer, since that takes a while."""
    key = (len(answers), *answers[-1:])
    if state.cards is None or state.cards[0] != key:
        state.cards = key, due(answers, datetime.max.replace(tzinfo=UTC), now=datetime.now(UTC))
    return state.cards[1]


def _cards(answers: Sequence[Answer], day: date) -> tuple[Any, ...]:
    """The misconceptions, those that were made first; the others in another order each day."""
    made = Counter(each.misconception for each in answers)
    known = list(bank().misconceptions.values())
    Random(day.toordinal()).shuffle(known)  # noqa: S311  an order, not a secret
    return tuple(sorted(((each, made[each.id]) for each in known), key=lambda pair: -pair[1]))
