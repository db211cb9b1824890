"""Whether two pieces of typed code are the same text up to spaces, quotes and ways to write a decimal."""

from __future__ import annotations

import io
import tokenize
from typing import Final

MOST: Final = 200
"""Characters that are looked at; nothing that fits a blank is longer."""
_LAYOUT: Final = {tokenize.NEWLINE, tokenize.NL, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER, tokenize.COMMENT}


def same_code(given: str, known: str) -> bool:
    """Whether both are the same tokens.

    >>> same_code("axis = -1", "axis=-1"), same_code("axis=1", "axis=-1")
    (True, False)
    >>> same_code("'relu'", '"relu"'), same_code("0.50", ".5")
    (True, True)
    """
    if len(given) > MOST:
        return False
    return given.strip() == known.strip() or (_tokens(given) is not None and _tokens(given) == _tokens(known))


def _tokens(text: str) -> tuple[str, ...] | None:
    """What the text consists of; None where it is no Python."""
    try:
        found = list(tokenize.generate_tokens(io.StringIO(text.strip()).readline))
    except (tokenize.TokenError, SyntaxError):
        return None
    return tuple(_plain(each) for each in found if each.type not in _LAYOUT)


def _plain(token: tokenize.TokenInfo) -> str:
    text = token.string
    if token.type == tokenize.NUMBER and not text.isdecimal() and text.replace(".", "").isdecimal():
        return repr(float(text))
    if token.type == tokenize.STRING and text[0] == "'" and not set(text[1:-1]) & set("'\"\\"):
        return f'"{text[1:-1]}"'
    return text
