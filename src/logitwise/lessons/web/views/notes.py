"""Bookmarks and notes."""

from __future__ import annotations

from typing import Final

from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from logitwise.lessons import pages
from logitwise.lessons.web.posting import post, see, text
from logitwise.lessons.web.state import state_of


def bookmark(request: Request, form: FormData) -> Response:
    """Mark a place, or take the mark away."""
    place = _place(form)
    store = state_of(request).store
    (store.bookmark if text(form, "marked") else store.unbookmark)(place)
    return see(_back(form, place))


def note(request: Request, form: FormData) -> Response:
    """Keep a note; an empty one is taken away."""
    place = _place(form)
    state_of(request).store.note(place, text(form, "text").replace("\r\n", "\n"))
    return see(_back(form, place))


def _place(form: FormData) -> str:
    place = text(form, "place")
    if place not in pages.places():
        raise HTTPException(404, "The lesson has no such place.")
    return place


def _back(form: FormData, place: str) -> str:
    return "/#kept" if text(form, "from") == "home" else f"/{place}"


ROUTES: Final = (post("/bookmark", bookmark), post("/note", note))
