"""The first page: what there is, and how far one is."""

from __future__ import annotations

from typing import Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from logitwise.lessons import pages
from logitwise.lessons.grading.by_skill import by_skill
from logitwise.lessons.grading.verdict_of_test import pooled
from logitwise.lessons.modes import MODES
from logitwise.lessons.web.extras import due_now
from logitwise.lessons.web.overview import best_challenge, last_test, sat
from logitwise.lessons.web.rendering import page
from logitwise.lessons.web.state import state_of


def home(request: Request) -> Response:
    """The lesson with its ten modes, and the learner's progress."""
    state = state_of(request)
    answers = state.store.answers()
    sittings = [each for each in reversed(sat(state, answers=answers)) if each.sitting.kind != "check"]
    return page(
        request,
        "home.html",
        minutes=sum(each.minutes for each in MODES),
        skill_counts=by_skill(answers),
        answered=sum(each.attempt == 1 for each in answers),
        due=due_now(state, answers),
        open_sittings=[each for each in sittings if not each.finished][:3],
        last_test=last_test(sittings[::-1]),
        best=best_challenge(sittings),
        together=pooled(answers),
        bookmarks=[(place, title(place)) for place in state.store.bookmarks()],
        notes=[(place, title(place), text) for place, text in state.store.notes().items()],
    )


def title(place: str) -> str:
    """Of a place; the place itself where the lesson has it no more."""
    return pages.places().get(place, place)


ROUTES: Final = (Route("/", home),)
