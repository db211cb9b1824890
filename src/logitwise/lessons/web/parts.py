"""What stands between the text of a page: widgets, questions, charts, findings, as templates put them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from secrets import token_urlsafe

from markupsafe import Markup
from starlette.datastructures import QueryParams

from logitwise.errors import AnswerError, OptionError
from logitwise.lessons import pages
from logitwise.lessons.bank.grade import grade
from logitwise.lessons.bank.lock import bank
from logitwise.lessons.web import markup
from logitwise.lessons.web.flow import Standing, on_the_spot, standing
from logitwise.lessons.web.live import Live, live, recorded
from logitwise.lessons.web.own_findings import FindingBox, finding_box
from logitwise.lessons.web.posting import small_number
from logitwise.lessons.web.putting import Put
from logitwise.lessons.web.state import State
from logitwise.lessons.widgets.view import Chart


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a section; `kind` says which of the others is there."""

    kind: str
    html: Markup | None = None
    widget: Live | None = None
    put: Put | None = None
    chart: Chart | None = None
    finding: FindingBox | None = None


class Between:
    """Makes the parts of one page, for one request."""

    def __init__(self, state: State, slug: str, query: QueryParams) -> None:
        self.state = state
        self.slug = slug
        self.query = query
        self.seen: dict[str, int] = {}

    def parts(self, section: pages.Section) -> Iterator[Part]:
        """The parts of a section, in order."""
        for part in section.parts:
            yield Part("html", html=markup.coloured(part)) if isinstance(part, str) else self._part(part)

    def _part(self, asked: pages.Directive) -> Part:
        element = self._id(asked)
        if asked.name == "widget":
            return Part("widget", widget=self._widget(asked, element))
        if asked.name == "question":
            return Part("question", put=self._question(asked.argument, element))
        if asked.name == "chart":
            return Part("chart", chart=recorded(asked.argument))
        return Part("finding", finding=finding_box(asked.argument, self.state.own))

    def _id(self, asked: pages.Directive) -> str:
        """Unique on the page, and the same on the next load."""
        name = f"{asked.name}-{asked.argument}"
        self.seen[name] = self.seen.get(name, 0) + 1
        return name if self.seen[name] == 1 else f"{name}-{self.seen[name]}"

    def _widget(self, asked: pages.Directive, element: str) -> Live:
        first = dict(asked.parameters)
        mine = self.query.get("show") == element
        return live(asked.argument, element, self.slug, first, self.query if mine else None, self.state.own)

    def _question(self, name: str, element: str) -> Put:
        kept = self.query.get("sitting", "") if self.query.get("asked") == element else ""
        return put_on_the_spot(self.state, name, element, self.slug, kept, self.query)


def put_on_the_spot(  # noqa: PLR0913, PLR0917  a question, where it stands, and what was asked of it
    state: State, name: str, element: str, slug: str, kept: str, query: QueryParams
) -> Put:
    """A question within a page; `kept` is its sitting where it was seen before."""
    question = bank().questions.get(name)
    if question is None:
        raise OptionError(f"the page {slug} asks a question that the bank does not have: {name}")
    sitting = state.store.sitting(kept) if kept else None
    if sitting is None or (1, name) not in {(item.number, item.question) for item in sitting.items}:
        sitting = on_the_spot(question, kept if is_id(kept) else token_urlsafe(16))
    at = standing(state, sitting, 1, hints=small_number(query.get("hints", "")) or 0)
    assert at is not None  # noqa: S101  it has such an item
    chosen = at.answers[-1].answer if at.answers else tuple(query.getlist("a"))[:10]
    fault = _fault(at, chosen) if query.get("bad") and not at.closed else ""
    return Put(at, element, f"/check/{name}", slug, chosen, fault, bool(query.get("fresh")))


def _fault(at: Standing, given: tuple[str, ...]) -> str:
    """Why an answer cannot be graded."""
    try:
        grade(at.shown, given)
    except AnswerError as error:
        return str(error)
    return ""


def is_id(said: str) -> bool:
    """Whether a text is the id of a sitting as we make them."""
    return len(said) == 22 and said.isascii() and said.replace("-", "").replace("_", "").isalnum()
