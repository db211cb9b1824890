"""Keys of TOML as a user would write them: bare where they can be, else in quotes."""

from __future__ import annotations

import re
from typing import Final

LONGEST: Final = 60
_BARE: Final = re.compile(r"[A-Za-z0-9_-]+\Z")


def toml_key(metric: str, part: str) -> str:
    r"""The key of a metric of one class, or of an average.

    >>> toml_key("recall", "macro"), toml_key("recall", "St. Bernard"), toml_key("recall", "a\x1b")
    ('recall.macro', 'recall."St. Bernard"', 'recall."a\\u001b"')
    """
    if _BARE.match(part) and len(part) <= LONGEST:
        return f"{metric}.{part}"
    return f'{metric}."{"".join(map(_inside, part))}"' if 0 < len(part) <= LONGEST else f"{metric}.CLASS"


def _inside(char: str) -> str:
    """A character of a basic string of TOML."""
    if char in '"\\':
        return f"\\{char}"
    return char if char.isprintable() else f"\\u{ord(char):04x}" if ord(char) <= 0xFFFF else f"\\U{ord(char):08x}"
