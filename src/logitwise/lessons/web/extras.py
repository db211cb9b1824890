"""What the app adds to the pages of the last modes: sets to begin, cards, what is due, the verdicts so far."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

from logitwise.lessons.bank.lock import bank
from logitwise.lessons.grading.verdict_of_test import how
from logitwise.lessons.progress.review import Card, cards, due
from logitwise.lessons.web.overview import Sat, best_challenge, sat
from logitwise.lessons.web.state import State

TEMPLATES: Final[Mapping[str, str]] = {
    "try#tasks": "extra_try.html",
    "challenge#problems": "extra_challenge.html",
    "recall#cards": "extra_cards.html",
    "recall#due": "extra_due.html",
    "test#test": "extra_test.html",
    "test#verdict": "extra_verdict.html",
    "test#how": "extra_how.html",
}
"""By place, the template that stands below the text of the section."""


def values(state: State, slug: str) -> dict[str, Any]:
    """What those templates need."""
    if slug in {"try", "challenge", "test"}:
        return {
            "earlier": _earlier(state, slug),
            "best": best_challenge(state) if slug == "challenge" else None,
            "how": how(),
        }
    if slug == "recall":
        return {"cards": _cards(state), "due": due_now(state), "next_due": _next(state)}
    return {}


def due_now(state: State) -> tuple[Card, ...]:
    """The cards that are due."""
    return due(state.store.answers(), datetime.now(UTC))


def _earlier(state: State, kind: str) -> tuple[Sat, ...]:
    """The last sittings of a kind, the newest first."""
    return tuple(reversed(sat(state, kind)))[:5]  # type: ignore[arg-type]


def _cards(state: State) -> tuple[Any, ...]:
    """The misconceptions, those that were made first."""
    made = [each.misconception for each in state.store.answers() if each.misconception is not None]
    known = bank().misconceptions.values()
    return tuple(sorted(((each, made.count(each.id)) for each in known), key=lambda pair: -pair[1]))


def _next(state: State) -> datetime | None:
    return min((card.due for card in cards(state.store.answers())), default=None)
