"""``logitwise review``: the questions that are due today by spaced repetition."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from importlib.util import find_spec
from typing import TYPE_CHECKING, Annotated

import typer

from logitwise.cli import quiz
from logitwise.errors import OptionError

if TYPE_CHECKING:
    from logitwise.lessons.progress.store import Store

Number = Annotated[int, typer.Option(metavar="N", min=1, max=100, help="How many questions at most.")]


def command(*, number: Number = 10, as_json: quiz.AsJson = False) -> int:
    """Review what is due: what you got wrong soon, what you got right later and later.

    Answers are read line by line: a letter and Enter, h for a hint, q to stop.
    """
    if find_spec("fsrs") is None:
        raise OptionError("reviews need the extra learn: pip install 'logitwise[learn]'")
    from logitwise.cli.asking.sittings import review_sitting  # noqa: PLC0415  brings in numpy
    from logitwise.lessons.progress.store import open_store  # noqa: PLC0415  see above

    store, now = open_store(), datetime.now(UTC)
    asking = review_sitting(store, now, number=number, seed=quiz.new_seed(), as_json=as_json)
    if asking is not None:
        quiz.finish(asking, store, as_json=as_json)
        sys.stdout.write("" if as_json else f"{_next(store, now)}\n")
        return 0
    if as_json:
        sys.stdout.write(json.dumps({"questions": [], "next": _next(store, now)}) + "\n")
    else:
        sys.stdout.write(f"Nothing is due. {_next(store, now)}\n")
    return 0


def _next(store: Store, now: datetime) -> str:
    """When there is something to review again, in words."""
    from logitwise.lessons.progress.review import cards  # noqa: PLC0415  only here

    waiting = cards(store.answers())
    if not waiting:
        return "There is a card for every skill that you have answered: begin with logitwise quiz."
    left = sum(card.due <= now for card in waiting)
    if left:
        return f"{left} more {'is' if left == 1 else 'are'} due: logitwise review."
    first = waiting[0].due.astimezone()
    return f"The next of {len(waiting)} cards is due on {first:%Y-%m-%d at %H:%M}."
