"""Numbers that no line breaks apart from their per cent sign."""

from __future__ import annotations

import re
from typing import Any, Final

_BEFORE_PERCENT: Final = re.compile(r"(?<=\d) (?=%)")
NO_BREAK: Final = "\N{NO-BREAK SPACE}"


def no_break(text: str) -> str:
    """Text in which a per cent sign stays on the line of its number.

    >>> no_break("at most 5 % of them").split(" ")[2] == f"5{NO_BREAK}%"
    True
    """
    return _BEFORE_PERCENT.sub(NO_BREAK, text)


def finalized(value: Any) -> Any:
    """The same of what a template prints; what was escaped before, as commands are, stays as it is."""
    return no_break(value) if type(value) is str else value
