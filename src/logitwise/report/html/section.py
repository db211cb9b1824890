"""A part of the page: a heading, a template with what it reads, and what its script is given."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any


@dataclass(frozen=True, slots=True)
class Section:
    """One section.

    Attributes:
        id: its anchor.
        title: its heading.
        values: what its template, ``templates/<id>.html``, reads by name; strings are escaped there.
        data: what its script reads from the page, by its id: numbers and strings, never markup.
        short: its name among the links at the top, the title where empty.
    """

    id: str
    title: str
    values: Mapping[str, Any] = field(default_factory=dict)
    data: Any = None
    short: str = ""

    def named(self) -> SimpleNamespace:
        """The values under their names alone: one called ``clear`` or ``items`` is not a mapping's method."""
        return SimpleNamespace(**self.values)
