"""Practice: which skill, how difficult."""

from __future__ import annotations

from collections import Counter
from typing import Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from logitwise.lessons.bank.lock import bank
from logitwise.lessons.grading.by_skill import by_skill
from logitwise.lessons.web.overview import sat
from logitwise.lessons.web.rendering import page
from logitwise.lessons.web.state import state_of


def practice(request: Request) -> Response:
    """Choose a set of five."""
    state = state_of(request)
    asked = Counter(each.skill for each in bank().questions.values() if each.kind != "fill")
    earlier = tuple(reversed(sat(state, "practice")))[:5]
    return page(
        request,
        "practice.html",
        skill_counts=by_skill(state.store.answers()),
        asked=asked,
        earlier=earlier,
        chosen=request.query_params.get("skill", ""),
    )


ROUTES: Final = (Route("/practice", practice),)
