"""What the running app knows: the store, the learner's own model, and what lasts only until it ends."""

from __future__ import annotations

import secrets
from collections.abc import Hashable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Final

from starlette.requests import Request

if TYPE_CHECKING:
    from logitwise.lessons.bank.question import Question
    from logitwise.lessons.progress.review import Card
    from logitwise.lessons.progress.store import Store
    from logitwise.lessons.yours.own import Own
    from logitwise.lessons.yours.questions import OwnQuestions

MOST_KEPT: Final = 10_000


@dataclass(slots=True)
class State:
    """The state of one run.

    Attributes:
        store: of progress.
        port: on which the app is served.
        own: the learner's own report or tally; None for none.
        secret: that makes the tokens of this run.
        made: the questions that were made of it.
        hints: most hints seen of an item, by sitting and number.
        deadlines: of timed sittings, by id.
        cards: for review, and which answers they come from.
    """

    store: Store
    port: int
    own: Own | None = None
    secret: bytes = field(default_factory=lambda: secrets.token_bytes(32), repr=False)
    made: OwnQuestions | None = None
    hints: dict[tuple[str, int], int] = field(default_factory=dict)
    deadlines: dict[str, datetime] = field(default_factory=dict)
    cards: tuple[Hashable, tuple[Card, ...]] | None = None

    def own_question(self, name: str) -> Question | None:
        """A question on the learner's own model; None where it is not of the file that is loaded."""
        made = () if self.made is None else self.made.questions
        return next((each for each in made if each.id == name), None)

    def saw_hints(self, sitting: str, number: int, hints: int) -> None:
        """Keep how many hints of an item were seen, so that going back does not hide them."""
        if len(self.hints) >= MOST_KEPT:  # nobody takes so many in one run; memory stays bounded all the same
            self.hints.clear()
        self.hints[sitting, number] = max(hints, self.hints.get((sitting, number), 0))


def state_of(request: Request) -> State:
    """The state of the app that a request came to."""
    state: State = request.app.state.lesson
    return state
