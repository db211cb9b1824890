"""The one way in which a page changes something."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from logitwise.lessons.web.security import check_origin, check_token
from logitwise.lessons.web.state import state_of

Change = Callable[[Request, FormData], Response]
MOST_FIELDS: Final = 60


def post(path: str, change: Change) -> Route:
    """A route of a change: only for a form of ours, and in a thread, since the store may have to be waited for."""

    async def checked(request: Request) -> Response:
        state = state_of(request)
        check_origin(request, port=state.port)
        try:
            async with request.form(max_files=1, max_fields=MOST_FIELDS) as form:
                sent = request.headers.get("x-csrf-token") or text(form, "csrf")
                check_token(request, sent, port=state.port, secret=state.secret)
                return await run_in_threadpool(change, request, form)
        except ClientDisconnect:  # in the middle of a file: nothing was changed, and nobody is there to be told
            return Response(status_code=400)

    return Route(path, checked, methods=["POST"], name=f"change {path}")


def text(form: FormData, name: str) -> str:
    """What a field holds; empty where there is no such field, or a file instead.

    Raises:
        HTTPException: 400: what no browser sends and no store keeps.
    """
    value = form.get(name, "")
    said = value if isinstance(value, str) else ""
    if "\x00" in said or any("\ud800" <= letter <= "\udfff" for letter in said):
        raise HTTPException(400, f"The field {name} holds what is no text.")
    return said


def small_number(said: str) -> int | None:
    """A number of at most three plain digits, as our own pages send them; None for anything else.

    >>> small_number("12"), small_number("-1"), small_number("1234")
    (12, None, None)
    """
    return int(said) if said.isascii() and said.isdecimal() and len(said) <= 3 else None


def see(address: str) -> RedirectResponse:
    """Go on to a page of ours after a change."""
    return RedirectResponse(address, 303)
