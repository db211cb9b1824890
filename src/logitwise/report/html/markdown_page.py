"""The page of a finding as part of a report: Markdown to HTML without raw HTML, styles or a heading out of order."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from logitwise.findings.pages import page
from logitwise.report.html.no_break import no_break

if TYPE_CHECKING:
    from collections.abc import Collection

    from markdown_it import MarkdownIt
    from markdown_it.token import Token
    from markupsafe import Markup

DEEPER: Final = 2
"""Levels that headings move down: a page's sections stand beneath a heading of the third level."""
CODE: Final = re.compile(r"\bLW\d{3}\b")
_SIDES: Final = {"text-align:right": "number", "text-align:center": "centre"}
_APART: Final = re.compile(r"(<pre.*?</pre>|<code.*?</code>|<[^>]+>)", re.DOTALL)


def page_html(code: str, linked: Collection[str]) -> Markup:
    """The text of a page without its title; codes among `linked` lead to their own pages."""
    from markupsafe import Markup  # noqa: PLC0415  with the templates, only where a page is written

    parts = _APART.split(_rendered(code))
    return Markup("".join(  # noqa: S704  a text of ours, escaped by the parser
        part if i % 2 else CODE.sub(lambda found: _link(found[0], code, linked), no_break(part))
        for i, part in enumerate(parts)
    ))  # fmt: skip


def mentioned(code: str) -> tuple[str, ...]:
    """Codes that a page speaks of, beside its own, in their order."""
    return tuple(sorted(set(CODE.findall(page(code))) - {code}))


def _link(code: str, here: str, linked: Collection[str]) -> str:
    return f'<a href="#page-{code}">{code}</a>' if code in linked and code != here else code


@cache
def _rendered(code: str) -> str:
    parser = _parser()
    tokens = parser.parse(page(code))
    if tokens and tokens[0].tag == "h1":
        tokens = tokens[3:]  # the title stands above
    for token in tokens:
        _fit(token)
    text = str(parser.renderer.render(tokens, parser.options, {}))
    # Text is escaped, so that a tag found here is one that the renderer wrote.
    table = f'<div class="scroll" role="group" aria-label="Table on the page of {code}" tabindex="0"><table>\n'
    shown = text.replace("<table>\n", table).replace("</table>", "</table></div>")
    return shown.replace("<pre>", '<pre tabindex="0">')  # what scrolls sideways must be reachable by keyboard


def _fit(token: Token) -> None:
    if token.type in ("heading_open", "heading_close"):
        token.tag = f"h{min(int(token.tag[1]) + DEEPER, 6)}"
    if token.type == "th_open":
        token.attrs["scope"] = "col"
    style = token.attrs.pop("style", None)
    if style in _SIDES:
        token.attrs["class"] = _SIDES[str(style)]


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt  # noqa: PLC0415  only where a page is written

    return MarkdownIt("commonmark", {"html": False}).enable("table")
