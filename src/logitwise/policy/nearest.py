"""The nearest known name to one that is not known, for messages."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """`` (did you mean 'recall'?)``, or nothing where no known name is near.

    >>> did_you_mean("recal", ["recall", "accuracy"])
    " (did you mean 'recall'?)"
    >>> did_you_mean("zzz", ["recall"])
    ''
    """
    import difflib  # noqa: PLC0415  only on the way to a message

    near = difflib.get_close_matches(name, list(known), n=1)
    return f" (did you mean {near[0]!r}?)" if near else ""
