"""Findings: each with its page, its place in the lesson, and how it stands on one's own model."""

from __future__ import annotations

from functools import cache
from typing import Final

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from logitwise.findings import pages as finding_pages
from logitwise.findings.lesson import PLACES
from logitwise.lessons import markdown, pages
from logitwise.lessons.modes import MODES
from logitwise.lessons.web import markup
from logitwise.lessons.web.own_findings import finding_box
from logitwise.lessons.web.rendering import page
from logitwise.lessons.web.state import state_of
from logitwise.policy.codes import CODES

FAMILIES: Final = {
    "LW1": "Outputs that are not what they seem",
    "LW2": "Decisions",
    "LW3": "Thresholds",
    "LW4": "Calibration",
    "LW6": "Data",
}
"""By the first digit of their codes."""


def findings(request: Request) -> Response:
    """All of them."""
    own = state_of(request).own
    families = [
        (title, [finding_box(code, own) for code in CODES if code.startswith(start)])
        for start, title in FAMILIES.items()
    ]
    return page(request, "findings.html", families=families, own=own)


def finding(request: Request) -> Response:
    """One of them."""
    code = request.path_params["code"]
    if code not in CODES:
        raise HTTPException(404, f"There is no finding {code[:20]}.")
    codes = list(CODES)
    at = codes.index(code)
    return page(
        request,
        "finding.html",
        finding=finding_box(code, state_of(request).own),
        body=markup.coloured(_body(code)),
        places=[(f"/{place}", pages.places()[place]) for place in places_of(code)],
        before=codes[at - 1] if at else None,
        after=codes[at + 1] if at + 1 < len(codes) else None,
        titles=CODES,
    )


@cache
def places_of(code: str) -> tuple[str, ...]:
    """The place of the lesson that treats a finding, then those that show it."""
    shown = (
        f"{mode.slug}#{section.anchor}"
        for mode in MODES
        for section in pages.page(mode.slug).sections
        if any(not isinstance(part, str) and (part.name, part.argument) == ("finding", code) for part in section.parts)
    )
    return tuple(dict.fromkeys((PLACES[code], *shown)))


@cache
def _body(code: str) -> str:
    """Its page without the title, which the template puts."""
    return markdown.html(finding_pages.page(code).split("\n", 1)[1])


ROUTES: Final = (Route("/findings", findings), Route("/finding/{code}", finding))
