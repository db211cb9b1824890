"""The ten pages of the lesson, read from Markdown: sections, and in each its text and what stands between."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from markdown_it.token import Token

from logitwise.errors import FormatError, OptionError
from logitwise.lessons import figures
from logitwise.lessons.markdown import parsed, rendered
from logitwise.lessons.modes import MODES, Mode, mode
from logitwise.policy.nearest import did_you_mean

DIRECTIVES: Final = ("widget", "question", "chart", "finding")
_DIRECTIVE: Final = re.compile(r"\[\[(\w+) ([\w-]+)((?: [\w-]+=\S+)*)\]\]")
_ANCHORED: Final = re.compile(r"(?P<title>.+?) \{#(?P<anchor>[a-z0-9-]+)\}")


@dataclass(frozen=True, slots=True)
class Directive:
    """What the app puts in this place: a widget, a question, a recorded chart or a finding.

    Attributes:
        name: one of `DIRECTIVES`.
        argument: which widget, question, chart or finding.
        parameters: how it is set at first, name and value, in the order written.
    """

    name: str
    argument: str
    parameters: tuple[tuple[str, str], ...] = ()


Part = str | Directive
"""HTML, or what stands between."""


@dataclass(frozen=True, slots=True)
class Section:
    """A section of a page.

    Attributes:
        anchor: its id on the page.
        title: plain text.
        parts: in order.
    """

    anchor: str
    title: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """The page of one mode.

    Attributes:
        mode: which.
        title: plain text.
        lead_html: what stands above the first section, as HTML.
        sections: in order.
    """

    mode: Mode
    title: str
    lead_html: str
    sections: tuple[Section, ...]

    def directives(self, name: str) -> tuple[Directive, ...]:
        """The directives of that name, in order."""
        parts = (part for section in self.sections for part in section.parts)
        return tuple(part for part in parts if isinstance(part, Directive) and part.name == name)


@cache
def page(slug: str) -> Page:
    """The page of a mode.

    Raises:
        OptionError: there is no such mode; the nearest is suggested.
        FormatError: its text breaks a rule of pages, or names a figure that does not exist.
    """
    found = mode(slug)
    if found is None:
        slugs = tuple(each.slug for each in MODES)
        raise OptionError(f"there is no mode {slug!r}{did_you_mean(slug, slugs)}; expected one of {', '.join(slugs)}")
    return read(source(slug), found)


def source(slug: str) -> str:
    """The Markdown of a page as it was written.

    Raises:
        FormatError: it was not shipped.
    """
    try:
        return files("logitwise.lessons").joinpath("content", f"{slug}.md").read_text(encoding="utf-8")
    except OSError as error:
        raise FormatError(f"the page {slug}.md of the lesson is missing") from error


def read(markdown: str, of: Mode) -> Page:
    """A page from its Markdown.

    Raises:
        FormatError: the title is missing, a section has no anchor or the anchor of another, or a directive is none;
            the message names page and line.
    """
    name = f"{of.slug}.md"
    tokens = parsed(figures.filled(markdown, page=name))
    if len(tokens) < 3 or tokens[0].tag != "h1":
        raise FormatError(f"{name}, line 1: expected the title of the page, '# Title'")
    starts = _starts(tokens)
    if not starts:
        raise FormatError(f"{name} has no section; expected '## Title {{#anchor}}'")
    ends = [*starts[1:], len(tokens)]
    sections = tuple(_section(tokens[start:end], name) for start, end in zip(starts, ends, strict=True))
    anchors = [section.anchor for section in sections]
    if len(set(anchors)) < len(anchors):
        raise FormatError(f"{name} has two sections of one anchor: {', '.join(anchors)}")
    return Page(of, tokens[1].content, rendered(tokens[3 : starts[0]]), sections)


@cache
def places() -> dict[str, str]:
    """Every place of the lesson, ``slug#anchor``, with its title, in the order of reading."""
    known = {}
    for each in MODES:  # without figures: the bank of questions is built before they are
        tokens = parsed(source(each.slug))
        for start in _starts(tokens):
            anchor, title = _heading(tokens[start : start + 2], f"{each.slug}.md")
            known[f"{each.slug}#{anchor}"] = f"{each.title}: {title}"
    return known


def place_title(place: str) -> str:
    """The title of a place, as a link to it says it: mode, then section.

    Raises:
        OptionError: there is no such place; the nearest is suggested.
    """
    known = places()
    if place not in known:
        raise OptionError(
            f"the lesson has no place {place!r}{did_you_mean(place, tuple(known))}; expected a mode "
            f"({', '.join(each.slug for each in MODES)}) or a section of one, like metrics#thresholds"
        )
    return known[place]


def _starts(tokens: list[Token]) -> list[int]:
    return [i for i, token in enumerate(tokens) if token.type == "heading_open" and token.tag == "h2"]


def _section(tokens: list[Token], name: str) -> Section:
    anchor, title = _heading(tokens[:2], name)
    return Section(anchor, title, tuple(_parts(tokens[3:], name)))


def _heading(tokens: list[Token], name: str) -> tuple[str, str]:
    match = _ANCHORED.fullmatch(tokens[1].content)
    if match is None:
        raise FormatError(f"{_where(tokens[0], name)}: expected '## Title {{#anchor}}', got {tokens[1].content!r}")
    return match["anchor"], match["title"]


def _parts(tokens: list[Token], name: str) -> Iterator[Part]:
    """Runs of text as HTML, and the directives between them, in order."""
    text: list[Token] = []
    i = 0
    while i < len(tokens):
        found = _directives(tokens[i : i + 3], name)
        if found:
            if text:
                yield rendered(text)
            yield from found
            text = []
            i += 3
        else:
            text.append(tokens[i])
            i += 1
    if text:
        yield rendered(text)


def _directives(tokens: list[Token], name: str) -> list[Directive]:
    """The directives of a paragraph that holds nothing else; none where it is text."""
    if [token.type for token in tokens] != ["paragraph_open", "inline", "paragraph_close"]:
        return []
    lines = tokens[1].content.split("\n")
    if not any(line.startswith("[[") for line in lines):
        return []
    return [_directive(line, _where(tokens[0], name)) for line in lines]


def _directive(line: str, where: str) -> Directive:
    match = _DIRECTIVE.fullmatch(line)
    if match is None or match[1] not in DIRECTIVES:
        known = ", ".join(DIRECTIVES)
        raise FormatError(
            f"{where}: expected '[[name argument]]' alone on its line, with a name of {known}; got {line!r}"
        )
    settings = (each.partition("=") for each in match[3].split())
    return Directive(match[1], match[2], tuple((key, value) for key, _, value in settings))


def _where(token: Token, name: str) -> str:
    return f"{name}, line {token.map[0] + 1}" if token.map else name
