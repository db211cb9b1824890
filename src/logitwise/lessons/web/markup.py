"""Text of the bank and the pages as HTML: Markdown by the lesson's own reader, code coloured by classes."""

from __future__ import annotations

import html
import re
from functools import lru_cache
from typing import Final

from markupsafe import Markup
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

from logitwise.lessons import markdown

BLANK: Final = "___"
_FENCE: Final = re.compile(r'<code class="language-python">(.*?)</code>', re.DOTALL)


@lru_cache(maxsize=4096)
def prose(text: str) -> Markup:
    """Markdown as HTML, its Python coloured."""
    return coloured(markdown.html(text))


@lru_cache(maxsize=4096)
def line(text: str) -> Markup:
    """One line of Markdown without a paragraph around it."""
    return Markup(markdown.inline_html(text))  # noqa: S704  raw HTML is off in that reader


@lru_cache(maxsize=4096)
def code(text: str) -> Markup:
    """Python, coloured by classes; everything in it is escaped."""
    made = highlight(text, PythonLexer(stripnl=False), HtmlFormatter(nowrap=True, classprefix="c-"))
    return Markup(made if text.endswith("\n") else made.removesuffix("\n"))  # noqa: S704  Pygments escapes


def coloured(rendered: str) -> Markup:
    """HTML of ours with the Python in it coloured."""
    return Markup(_FENCE.sub(lambda found: f"<code>{code(html.unescape(found[1]))}</code>", rendered))  # noqa: S704


def between_blanks(text: str) -> tuple[Markup, ...]:
    """The code before, between and after its blanks."""
    return tuple(code(each) for each in text.split(BLANK))
