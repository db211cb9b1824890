"""Text from the data inside our own messages: never raw."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

LONGEST = 40


def shown(value: object, longest: int = LONGEST) -> str:
    r"""A value from the data as a message may hold it: control and invisible characters escaped, shortened.

    >>> shown("cat"), shown("red\x1b[31m"), shown(2.5), shown("cat ")
    ('cat', 'red\\x1b[31m', '2.5', "'cat '")
    """
    text = str(value)
    if len(text) > longest:
        text = text[: longest - 1] + "…"
    safe = "".join(c if c.isprintable() else c.encode("unicode_escape", "surrogatepass").decode() for c in text)
    return f"'{safe}'" if isinstance(value, str) and (not safe or safe != safe.strip()) else safe


def listed(values: Sequence[object], most: int = 8) -> str:
    """Several of them, the first few by name and the rest by number.

    >>> listed(["a", "b", "c"], most=2), listed([])
    ('a, b and 1 more', 'none')
    """
    if not values:
        return "none"
    head = ", ".join(shown(v) for v in values[:most])
    return head if len(values) <= most else f"{head} and {len(values) - most:,} more"
