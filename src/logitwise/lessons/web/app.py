"""The app, put together."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from logitwise.errors import InputError
from logitwise.lessons.web.rendering import page
from logitwise.lessons.web.security import Guard
from logitwise.lessons.web.state import State
from logitwise.lessons.web.static_files import serve
from logitwise.lessons.web.views import (
    check,
    findings,
    home,
    modes,
    notes,
    practice,
    settings,
    sittings,
    widgets,
    yours,
)

if TYPE_CHECKING:
    from logitwise.lessons.progress.store import Store
    from logitwise.lessons.yours.own import Own

ROUTES: Final = (
    *home.ROUTES,
    *practice.ROUTES,
    *findings.ROUTES,
    *yours.ROUTES,
    *settings.ROUTES,
    *sittings.ROUTES,
    *check.ROUTES,
    *notes.ROUTES,
    *widgets.ROUTES,
    Route("/static/{name}", serve),
    Route("/{slug}", modes.show),  # the last, since it takes every other name
)
TITLES: Final = {
    400: "This was not understood",
    403: "Refused",
    404: "There is no such page",
    405: "This cannot be done here",
    413: "Too large",
    422: "This cannot be done",
    500: "A fault of the lesson, not of yours",
}


def build(store: Store, own: Own | None = None, *, port: int, secret: bytes | None = None) -> Guard:
    """The app of one learner on one machine.

    Args:
        store: of progress.
        own: the learner's own tally or report.
        port: on which it will be served: a request for another host is refused.
        secret: that makes the tokens of forms; drawn unless given.

    Returns:
        An ASGI app.
    """
    starlette = Starlette(routes=ROUTES, exception_handlers=HANDLERS)
    state = State(store, port) if secret is None else State(store, port, secret=secret)
    starlette.state.lesson = state
    if own is not None:
        yours.load(state, own)
    return Guard(starlette, port=port)


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101  it is registered for this alone
    said = error.detail if error.detail != HTTPStatus(error.status_code).phrase else ""
    return _error(request, error.status_code, said)


async def _wrong_input(request: Request, error: Exception) -> Response:
    return _error(request, 422, f"{error}."[:500])


async def _fault(request: Request, error: Exception) -> Response:
    return _error(request, 500, f"{type(error).__name__}: {error}. Nothing of your progress is lost."[:500])


def _error(request: Request, status: int, said: str) -> Response:
    title = TITLES.get(status, HTTPStatus(status).phrase)
    return page(request, "error.html", status=status, title=title, code=status, message=said)


HANDLERS: Final = {HTTPException: _refused, InputError: _wrong_input, Exception: _fault}
