"""How class names are compared the way a reader's eye does."""

from __future__ import annotations

import unicodedata
from typing import Final

CASE: Final = "case"
ALIKE: Final = "letters that look alike"
_LATIN: Final = str.maketrans(
    "АВЕЗКМНОРСТХУаеорсухіѕјΑΒΕΖΗΙΚΜΝΟΡΤΥΧονρ01I|!",
    "ABE3KMHOPCTXYaeopcyxisjABEZHIKMNOPTYXovpOllll",
)
"""Cyrillic and Greek letters, and digits, that look like a Latin letter; the commonest of Unicode's confusables."""


def invisible(name: str) -> bool:
    r"""Whether a name holds characters that take no space or steer the text around them.

    >>> invisible("red\u200b"), invisible("café")
    (True, False)
    """
    return not name.isprintable() or (not name.isascii() and any(_unseen(c) for c in name))


def _unseen(character: str) -> bool:
    """Format, control, surrogate and unassigned characters, and those that choose a variant of the one before."""
    return unicodedata.category(character) in ("Cf", "Cc", "Cs", "Cn") or 0xFE00 <= ord(character) <= 0xFE0F


def stages(name: str) -> tuple[tuple[str, str], ...]:
    r"""What is left of a name as one kind of difference after another is taken off, with the word for the kind.

    >>> [left for _, left in stages("Caf\u00e9\u200b ")]
    ['Café ', 'Café ', 'Café', 'café', 'Café']
    """
    seen = name if name.isascii() and name.isprintable() else "".join(c for c in name if c.isspace() or not _unseen(c))
    form = seen if name.isascii() else unicodedata.normalize("NFKC", seen)
    trimmed = " ".join(form.split())
    return (
        ("invisible characters", seen),
        ("how characters are composed (Unicode forms)", form),
        ("white space", trimmed),
        (CASE, trimmed.casefold()),
        (ALIKE, trimmed.translate(_LATIN)),
    )


def shown_apart(name: str) -> str:
    r"""A name with all that is not plain ASCII written as escapes, so that it shows how it differs.

    >>> shown_apart("cafe\u0301")
    "'cafe\\u0301'"
    """
    return f"'{name.encode('unicode_escape').decode('ascii')}'"
