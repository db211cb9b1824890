"""Widgets: the part that moves, for scripts, or a page of its own."""

from __future__ import annotations

import re
from typing import Final

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from logitwise.lessons.modes import mode
from logitwise.lessons.web.live import live
from logitwise.lessons.web.rendering import fragment_asked, page
from logitwise.lessons.web.state import state_of
from logitwise.lessons.widgets.registry import WIDGETS


def widget(request: Request) -> Response:
    """A widget as it is set."""
    name, query = request.path_params["name"], request.query_params
    if name not in WIDGETS:
        raise HTTPException(404)
    asked = fragment_asked(request)
    element = query.get("show", "")
    if not re.fullmatch(rf"widget-{name}(-[0-9]{{1,2}})?", element):
        element = f"widget-{name}"
    of = query.get("page", "")
    slug = of if asked and (of == "yours" or mode(of)) else ""
    shown = live(name, element, slug, {}, query if asked or "show" in query else None, state_of(request).own)
    if not asked:
        return page(request, "widget_page.html", widget=shown)
    return page(request, "widget_part.html" if query.get("part") == "out" else "widget.html", widget=shown)


ROUTES: Final = (Route("/widget/{name}", widget),)
