"""The kinds of sittings that the terminal offers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from logitwise.cli.asking.paper import paper
from logitwise.cli.asking.sitting import Asking
from logitwise.errors import OptionError
from logitwise.lessons.bank.lock import bank
from logitwise.lessons.grading import selection
from logitwise.lessons.progress.records import Answer, Item
from logitwise.lessons.progress.review import review_items
from logitwise.lessons.progress.sitting import begun
from logitwise.lessons.progress.store import Store


def practice_sitting(store: Store, wished: Mapping[str, Any], *, seed: int, as_json: bool) -> Asking:
    """A practice set."""
    items = selection.practice(bank(), store.answers(), seed=seed, **wished)
    return Asking(paper(as_json=as_json), store, begun("practice", items, seed=seed), bank())


def sitting_of_test(store: Store, *, seed: int, as_json: bool) -> Asking:
    """A test: no hints, feedback at the end, more questions where ten decide nothing."""

    def following(items: Sequence[Item], answers: Sequence[Answer]) -> Item | None:
        return selection.next_item(bank(), items, answers=answers, before=store.answers(), seed=seed)

    sitting = begun("test", selection.drawn_test(bank(), store.answers(), seed=seed), seed=seed)
    return Asking(paper(as_json=as_json), store, sitting, bank(), following=following)


def own_sitting(store: Store, file: str, *, number: int | None, seed: int, as_json: bool) -> Asking:
    """Questions on the learner's own report or tally."""
    from logitwise.lessons.yours.own import own_from  # noqa: PLC0415  only where there is one
    from logitwise.lessons.yours.questions import own_questions  # noqa: PLC0415  see above

    made = own_questions(own_from(file))
    if not made.questions:
        raise OptionError(f"{file}: no question can be asked of it: {'; '.join(made.refused.values())}")
    own = {question.id: question for question in made.questions}
    return Asking(paper(as_json=as_json), store, begun("yours", made.items(seed)[:number], seed=seed), bank(), own=own)


def review_sitting(store: Store, now: datetime, *, number: int, seed: int, as_json: bool) -> Asking | None:
    """What is due; None where nothing is."""
    items = review_items(store.answers(), now, seed=seed, most=number)
    if not items:
        return None
    return Asking(paper(as_json=as_json), store, begun("review", items, seed=seed), bank())
