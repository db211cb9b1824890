"""Classes inside a sentence, with the word before them so that a class named 3 reads as one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from logitwise.metrics.wording import named

if TYPE_CHECKING:
    from collections.abc import Sequence, Sized


def classes_named(names: Sequence[str], *, labels: bool = False) -> str:
    """Names with their noun, the first few spelled out.

    >>> classes_named(["3"]), classes_named(["red", "round"], labels=True), classes_named(list("01234"))
    ('class 3', 'labels red and round', 'classes 0, 1, 2 and 2 more')
    """
    one, many = ("label", "labels") if labels else ("class", "classes")
    return f"{one if len(names) == 1 else many} {named(names)}"


def them(names: Sized) -> str:
    """The pronoun for so many.

    >>> them(["3"]), them(["3", "4"])
    ('it', 'them')
    """
    return "it" if len(names) == 1 else "them"


def sentences(parts: Sequence[str]) -> str:
    """Each part as a sentence.

    >>> sentences(["no row is of class 3", "class 4 is masked"])
    'No row is of class 3. Class 4 is masked.'
    """
    return " ".join(f"{part[:1].upper()}{part[1:]}." for part in parts)
