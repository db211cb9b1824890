"""The one way in which a page changes something."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Final

from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from logitwise.lessons.web.security import check_origin, check_token
from logitwise.lessons.web.state import state_of

Change = Callable[[Request, FormData], Awaitable[Response]]
MOST_FIELDS: Final = 60


def post(path: str, change: Change) -> Route:
    """A route of a change, which runs only for a form of ours."""

    async def checked(request: Request) -> Response:
        state = state_of(request)
        check_origin(request, port=state.port)
        async with request.form(max_files=1, max_fields=MOST_FIELDS) as form:
            sent = request.headers.get("x-csrf-token") or text(form, "csrf")
            check_token(request, sent, port=state.port, secret=state.secret)
            return await change(request, form)

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


def see(address: str) -> RedirectResponse:
    """Go on to a page of ours after a change."""
    return RedirectResponse(address, 303)
