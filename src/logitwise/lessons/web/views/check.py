"""Questions on the spot, between the text of a page."""

from __future__ import annotations

import re
from typing import Final

from starlette.datastructures import FormData, QueryParams
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from logitwise.errors import AnswerError
from logitwise.lessons.bank.lock import bank
from logitwise.lessons.modes import mode
from logitwise.lessons.web import flow
from logitwise.lessons.web.parts import is_id, put_on_the_spot
from logitwise.lessons.web.posting import post, see, text
from logitwise.lessons.web.putting import with_query
from logitwise.lessons.web.rendering import fragment_asked, page
from logitwise.lessons.web.state import state_of
from logitwise.lessons.web.views.sittings import answers_in, hints_in


def check(request: Request, form: FormData) -> Response:
    """Take an answer or open a hint; the question is shown again where it stands."""
    state, name = state_of(request), request.path_params["question"]
    slug, asked, kept = text(form, "page"), text(form, "asked"), text(form, "sitting")
    known = name in bank().questions and mode(slug) is not None
    if not known or not is_id(kept) or not re.fullmatch(r"question-[a-z0-9-]{1,80}", asked):
        raise HTTPException(404)
    given, hints, bad = answers_in(form), hints_in(form), ""
    sitting = state.store.sitting(kept) or flow.on_the_spot(bank().questions[name], kept)
    if text(form, "do") == "hint":
        hints += 1
    else:
        at = flow.standing(state, sitting, 1, hints=hints)
        try:
            if at is not None and sitting.items[0].question == name:
                flow.answer(state, at, given)
        except AnswerError:
            bad = "yes"
    query = QueryParams([("hints", str(hints)), ("bad", bad), ("fresh", "1"), *(("a", each) for each in given)])
    if not fragment_asked(request):
        return see(with_query(f"/{slug}", asked, asked=asked, sitting=kept, hints=hints, a=given, bad=bad, fresh=1))
    put = put_on_the_spot(state, name, asked, slug, kept, query)
    return page(request, "item.html", put=put)


ROUTES: Final = (post("/check/{question}", check),)
