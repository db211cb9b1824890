"""Markdown to HTML that a strict content security policy lets through: no raw HTML, no inline style, classes only."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.token import Token

_SIDES: Final = {"text-align:right": "number", "text-align:center": "centre"}
_TABLE: Final = '<div class="scroll" role="group" aria-label="Table" tabindex="0"><table>\n'
_CODE: Final = '<pre tabindex="0">'  # what scrolls sideways must be reachable by keyboard


def html(markdown: str) -> str:
    r"""The HTML of a Markdown text: CommonMark and tables.

    >>> html("A *vector* of `x`.")
    '<p>A <em>vector</em> of <code>x</code>.</p>\n'
    >>> html("<b>no</b>")
    '<p>&lt;b&gt;no&lt;/b&gt;</p>\n'
    """
    return rendered(parsed(markdown))


def inline_html(markdown: str) -> str:
    """The HTML of one line of Markdown, without a paragraph around it.

    >>> inline_html("the *axis*")
    'the <em>axis</em>'
    """
    return str(_parser().renderInline(markdown))


def parsed(markdown: str) -> list[Token]:
    """The blocks of a Markdown text, with classes where the parser would set a style."""
    tokens = _parser().parse(markdown)
    for head, text, end in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if head.type == "th_open" and not text.content:
            head.tag = end.tag = "td"  # an empty corner heads nothing
    for token in tokens:
        style = token.attrs.pop("style", None)
        if style in _SIDES:
            token.attrs["class"] = _SIDES[str(style)]
    return tokens


def rendered(tokens: Sequence[Token]) -> str:
    """The HTML of blocks."""
    parser = _parser()
    text = str(parser.renderer.render(tokens, parser.options, {}))
    # Text is escaped, so that a tag found here is one that the renderer wrote.
    return text.replace("<table>\n", _TABLE).replace("</table>", "</table></div>").replace("<pre>", _CODE)


@cache
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False}).enable("table")
