"""A name from somebody's data inside Markdown: shown as it is, whatever it holds."""

from __future__ import annotations

import re

from logitwise.metrics.wording import class_name


def verbatim(name: str) -> str:
    """A name as a code span, which nothing in it can end and in which nothing means anything.

    >>> verbatim("a`b"), verbatim("[x](https://example.org)")
    ('``a`b``', '`[x](https://example.org)`')
    """
    text = class_name(name) or " "
    longest = max((len(run) for run in re.findall(r"`+", text)), default=0)
    pad = " " if text.startswith("`") or text.endswith("`") or (text[0] == text[-1] == " " and text.strip()) else ""
    fence = "`" * (longest + 1)
    return f"{fence}{pad}{text}{pad}{fence}"
