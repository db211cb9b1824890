"""The learner's own model: its file, what was found in it, questions on it."""

from __future__ import annotations

from typing import Final

from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from logitwise.errors import InputError
from logitwise.lessons.web.live import live
from logitwise.lessons.web.own_findings import finding_box
from logitwise.lessons.web.posting import post, see
from logitwise.lessons.web.rendering import page
from logitwise.lessons.web.state import State, state_of
from logitwise.lessons.yours.own import Own, own_from, report_of
from logitwise.lessons.yours.questions import own_questions
from logitwise.metrics.wording import class_name, visible
from logitwise.policy.codes import CODES


def load(state: State, own: Own | None) -> None:
    """Take a file of the learner's as the one that is spoken of; None forgets it."""
    if own is not None:
        report_of(own)  # what cannot be judged is refused here, not on every page
    state.made = None if own is None else own_questions(own)
    state.own = own


def yours(request: Request) -> Response:
    """What is known of the file, and a form for another."""
    return _page(request)


def bring(request: Request, form: FormData) -> Response:
    """Read a file."""
    sent = form.get("file")
    if not isinstance(sent, UploadFile) or not sent.filename:
        return _page(request, fault="Choose a JSON report or a tally first.", status=422)
    try:
        load(state_of(request), own_from(sent.file.read(), name=class_name(sent.filename)))
    except InputError as fault:
        return _page(request, fault=visible(f"{fault}."), status=422)
    return see("/yours")


def forget(request: Request, form: FormData) -> Response:  # noqa: ARG001  nothing is said but this
    """Speak of no file any more."""
    load(state_of(request), None)
    return see("/yours")


def _page(request: Request, *, fault: str = "", status: int = 200) -> Response:
    state, own = state_of(request), state_of(request).own
    report = {} if own is None else report_of(own)
    boxes = [] if own is None else [finding_box(code, own) for code in CODES]
    mine = request.query_params if request.query_params.get("show") == "widget-threshold" else None
    shown = own is not None and own.outcomes
    widget = live("threshold", "widget-threshold", "yours", {"dataset": "yours"}, mine, own) if shown else None
    return page(
        request, "yours.html", status=status, fault=fault, own=own, widget=widget,
        multilabel=report.get("head") == "multilabel", verdict=report.get("verdict"),
        found=[each for each in boxes if each.outcome == "found"], made=state.made,
    )  # fmt: skip


ROUTES: Final = (Route("/yours", yours), post("/yours", bring), post("/yours/forget", forget))
