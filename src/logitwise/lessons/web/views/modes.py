"""The pages of the ten modes."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from logitwise.lessons import pages
from logitwise.lessons.modes import MODES, mode
from logitwise.lessons.web import extras, markup
from logitwise.lessons.web.parts import Between, Part
from logitwise.lessons.web.rendering import page
from logitwise.lessons.web.state import state_of


@dataclass(frozen=True, slots=True)
class ShownSection:
    """A section as the template puts it; `extra` is the template of what the app adds to it."""

    place: str
    anchor: str
    title: str
    parts: tuple[Part, ...]
    extra: str


def show(request: Request) -> Response:
    """The page of a mode."""
    slug = request.path_params["slug"]
    found = mode(slug)
    if found is None:
        raise HTTPException(404)
    state, read, at = state_of(request), pages.page(slug), MODES.index(found)
    between = Between(state, slug, request.query_params)
    sections = tuple(_shown(slug, each, between) for each in read.sections)
    return page(
        request,
        "mode.html",
        mode=found,
        page=read,
        lead=markup.coloured(read.lead_html),
        sections=sections,
        before=MODES[at - 1] if at else None,
        after=MODES[at + 1] if at + 1 < len(MODES) else None,
        bookmarks=frozenset(state.store.bookmarks()),
        notes=state.store.notes(),
        **extras.values(state, slug),
    )


def _shown(slug: str, section: pages.Section, between: Between) -> ShownSection:
    place = f"{slug}#{section.anchor}"
    parts = tuple(between.parts(section))
    return ShownSection(place, section.anchor, section.title, parts, extras.TEMPLATES.get(place, ""))
