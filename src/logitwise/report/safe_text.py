"""Text from the data in each rendering: visible in all of them, and without meaning to the format."""

from __future__ import annotations

import html
import re

from logitwise.metrics.wording import class_name, visible

__all__ = ["class_name", "html_safe", "markdown_safe", "visible"]

# What Markdown (CommonMark and GitHub's) may read as markup inside a line. A backslash before any ASCII punctuation is
# legal and shows the punctuation alone. A colon matters only before a word or slash (emoji, links), a dot only after
# www, parentheses only after brackets, which are escaped: so plain sentences stay readable as plain text.
_MARKDOWN = re.compile(r"([\\`*_{}\[\]#+!|~<>&@]|:(?=\S)|(?<=www)\.)", re.IGNORECASE)


def markdown_safe(text: str) -> str:
    r"""Text that Markdown shows as it is: nothing invisible, no table cell ended, no HTML, link or emphasis begun.

    >>> markdown_safe("a|b <b> `c`")
    'a\\|b \\<b\\> \\`c\\`'
    """
    return _MARKDOWN.sub(r"\\\1", visible(text))


def html_safe(text: str) -> str:
    """Text that HTML shows as it is, inside elements and quoted attributes.

    >>> html_safe('<b a="1">')
    '&lt;b a=&quot;1&quot;&gt;'
    """
    return html.escape(visible(text), quote=True)
