"""An item as a template puts it: stem, ways to answer, hints, and the solution once it may be told."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from markupsafe import Markup

from logitwise.lessons import pages
from logitwise.lessons.bank.grade import Graded
from logitwise.lessons.bank.lock import bank
from logitwise.lessons.bank.question import SKILLS, Misconception, Question, Variant
from logitwise.lessons.bank.temptations import temptations
from logitwise.lessons.web import markup
from logitwise.lessons.web.flow import Standing


@dataclass(frozen=True, slots=True)
class Put:
    """An item on a page.

    Attributes:
        at: how it stands.
        id: of its element.
        action: where its form goes.
        page: the mode on whose page it is asked; empty for a page of its own.
        chosen: what was answered last, or is about to be.
        fault: why the last answer could not be graded.
        fresh: whether it was answered just now, so that the reader is led there.
    """

    at: Standing
    id: str
    action: str
    page: str = ""
    chosen: tuple[str, ...] = ()
    fault: str = ""
    fresh: bool = False

    @property
    def question(self) -> Question:
        """The template of the question."""
        return self.at.shown.question

    @property
    def variant(self) -> Variant:
        """With its numbers."""
        return self.at.shown.variant

    @property
    def skill(self) -> str:
        """For people."""
        return SKILLS.get(self.question.skill, self.question.skill)

    @property
    def hints(self) -> tuple[str, ...]:
        """Those that are open."""
        return self.variant.hints[: self.at.hints]

    @property
    def more_hints(self) -> int:
        """How many are still closed."""
        return len(self.variant.hints) - self.at.hints if self.at.rules.hints and not self.at.closed else 0

    @property
    def graded(self) -> Graded | None:
        """What became of the last answer, where it is told."""
        return self.at.graded

    @property
    def pieces(self) -> tuple[Markup, ...]:
        """The code around its blanks."""
        return markup.between_blanks(self.variant.code)

    @property
    def misconception(self) -> Misconception | None:
        """The one that leads to the last answer."""
        graded = self.graded
        return bank().misconceptions.get(graded.misconception) if graded is not None and graded.misconception else None

    @property
    def common(self) -> tuple[Misconception, ...]:
        """The other misconceptions that the question tempts to."""
        made, known = self.misconception, bank().misconceptions
        names = sorted(temptations(self.question, self.at.item.variant))
        return tuple(known[name] for name in names if name in known and (made is None or name != made.id))

    @property
    def blank_sizes(self) -> tuple[int, ...]:
        """Room for what fits each blank, and for as much again, so that the room does not tell it."""
        fills = self.variant.fills
        longest = max(map(len, fills.accepted[0])) if fills is not None else 0
        return (max(12, 2 * longest),) * self.at.shown.blanks


def place_link(place: str) -> tuple[str, str] | None:
    """Address and title of a place; None where the lesson has no such place."""
    if place not in pages.places():
        return None
    slug, _, anchor = place.partition("#")
    return f"/{slug}#{anchor}", pages.places()[place]


def with_query(address: str, anchor: str = "", **values: object) -> str:
    """An address with a query and a fragment."""
    said = urlencode({name: value for name, value in values.items() if value not in {"", None}}, doseq=True)
    return f"{address}{'?' + said if said else ''}{'#' + anchor if anchor else ''}"
