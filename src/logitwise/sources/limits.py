"""Limits against hostile files, with the names that `--limits` takes."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Self

from logitwise.errors import OptionError

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a file may unfold into. Defaults are stated for users; rows have no limit, they stream.

    Attributes:
        decompressed: bytes that a compressed file or member may unfold into, refused only where it is also more than
            `ratio` times its compressed size.
        ratio: see `decompressed`.
        field: characters of one field or text of a CSV or of JSON Lines.
        line: bytes of one line of a CSV or of JSON Lines.
        nesting: how deep lists and objects of one JSON line may lie in one another.

    >>> Limits.parse(["field=200000"]).field
    200000
    """

    decompressed: int = 64 * 2**20
    ratio: int = 200
    field: int = 131_072
    line: int = 2**24
    nesting: int = 64

    @classmethod
    def parse(cls, settings: Iterable[str]) -> Self:
        """From ``NAME=VALUE`` as the command line takes them.

        Raises:
            OptionError: an unknown name, or a value that is no whole number above 0.
        """
        limits, known = cls(), [f.name for f in fields(cls)]
        for setting in settings:
            name, _, value = setting.partition("=")
            if name not in known:
                raise OptionError(f"--limits {setting}: unknown limit; the limits are {', '.join(known)} (NAME=VALUE)")
            if not (value.isascii() and value.isdigit() and int(value) > 0):
                raise OptionError(f"--limits {setting}: {name} must be a whole number above 0")
            limits = replace(limits, **{name: int(value)})
        return limits
