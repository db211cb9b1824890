"""One's progress: taken along, brought back, or deleted."""

from __future__ import annotations

import json
from typing import Final

from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from logitwise.errors import ProgressError
from logitwise.lessons.grading.by_skill import by_skill
from logitwise.lessons.web.overview import sat
from logitwise.lessons.web.posting import post, see, small_number, text
from logitwise.lessons.web.rendering import page
from logitwise.lessons.web.state import state_of
from logitwise.metrics.wording import counted

SURE: Final = "delete"
"""What is typed before everything is deleted."""
MOST_SETS: Final = 20
"""Sets that are listed."""


def settings(request: Request) -> Response:
    """How far one is, and what can be done with it."""
    return _page(request)


def export(request: Request) -> Response:
    """Everything as a file."""
    document = json.dumps(state_of(request).store.export(), ensure_ascii=False, indent=1)
    headers = {"Content-Disposition": 'attachment; filename="logitwise-progress.json"'}
    return Response(document, media_type="application/json", headers=headers)


def bring(request: Request, form: FormData) -> Response:
    """Add what a file holds."""
    sent = form.get("file")
    if not isinstance(sent, UploadFile) or not sent.filename:
        return _page(request, fault="Choose a file that was saved here before.", status=422)
    try:
        document = json.loads(sent.file.read())
        if not isinstance(document, dict):
            raise ProgressError("the file holds no progress of the lesson")
        new = state_of(request).store.import_from(document)
    except (ValueError, RecursionError) as fault:
        said = str(fault) if isinstance(fault, ProgressError) else "it is no JSON file of progress"
        return _page(request, fault=f"Nothing was changed: {said}.", status=422)
    return see(f"/settings?added={new}")


def reset(request: Request, form: FormData) -> Response:
    """Delete everything, for whoever said so."""
    if text(form, "sure").strip().lower() != SURE:
        return _page(request, fault=f"Nothing was deleted: type the word {SURE} first.", status=422)
    state = state_of(request)
    state.store.reset()
    state.hints.clear()
    state.deadlines.clear()
    return see("/settings?deleted=1")


def _page(request: Request, *, fault: str = "", status: int = 200) -> Response:
    state, query = state_of(request), request.query_params
    added = small_number(query.get("added", ""))
    told = ""
    if added is not None:
        told = f"The file was read: {counted(added, 'new answer')}."
    elif query.get("deleted"):
        told = "Everything was deleted."
    answers = state.store.answers()
    sets = [each for each in reversed(sat(state)) if each.sitting.kind != "check"]
    return page(
        request, "settings.html", status=status, fault=fault, told=told, skill_counts=by_skill(answers),
        answered=len(answers), sittings=sets[:MOST_SETS], folder=str(state.store.path), sure=SURE,
    )  # fmt: skip


ROUTES: Final = (
    Route("/settings", settings),
    Route("/settings/export", export),
    post("/settings/import", bring),
    post("/settings/reset", reset),
)
