"""Templates to pages: everything is escaped, and a name that nobody gave is a fault, not an empty space."""

from __future__ import annotations

from functools import cache
from typing import Any, Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse

from logitwise.lessons.bank.question import DIFFICULTIES, SKILLS
from logitwise.lessons.modes import MODES, SUBJECT, TOPIC
from logitwise.lessons.progress.export import LONGEST_NOTE
from logitwise.lessons.web import markup
from logitwise.lessons.web.putting import place_link
from logitwise.lessons.web.security import cookie_name, token_of, visitor, visitor_of
from logitwise.lessons.web.state import state_of
from logitwise.lessons.web.static_files import address
from logitwise.metrics.wording import class_name, visible

MAIN_LINKS: Final = (
    ("/practice", "Practice"),
    ("/yours", "Your model"),
    ("/findings", "Findings"),
    ("/settings", "Progress"),
)


@cache
def environment() -> Environment:
    """The templates, with what all of them may ask for."""
    made = Environment(
        loader=PackageLoader("logitwise.lessons.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.filters |= {"prose": markup.prose, "line": markup.line, "code": markup.code, "trusted": _trusted}
    made.filters |= {"visible": visible, "class_name": class_name}
    made.globals |= {
        "static": address,
        "modes": MODES,
        "subject": SUBJECT,
        "topic": TOPIC,
        "main_links": MAIN_LINKS,
        "longest_note": LONGEST_NOTE,
        "place_link": place_link,
        "skills": SKILLS,
        "difficulties": DIFFICULTIES,
    }
    return made


def page(request: Request, template: str, *, status: int = 200, **values: Any) -> HTMLResponse:
    """A page or a fragment of one, with the token that its forms send back."""
    state = state_of(request)
    who = visitor_of(state.secret)
    token = token_of(who, secret=state.secret)
    html = environment().get_template(template).render(here=request.url.path, token=token, **values)
    response = HTMLResponse(html, status)
    if visitor(request, port=state.port) != who:
        # Not strict: a link to the lesson from another site would arrive without it.
        response.set_cookie(cookie_name(state.port), who, httponly=True, samesite="lax", path="/")
    return response


def fragment_asked(request: Request) -> bool:
    """Whether a script of ours asks for a part of a page."""
    return request.headers.get("hx-request") == "true"


def _trusted(svg: str) -> Markup:
    """A drawing that our own widgets wrote, in which everything is escaped."""
    return Markup(svg)  # noqa: S704  see above
