"""A chart apart from its drawing: the numbers, what they say, and the table that says the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from logitwise.report.table import Table

Columns = Mapping[str, Sequence[Any]]


@dataclass(frozen=True, slots=True)
class Figure:
    """What a drawing is given, and what a reader without it is given.

    All strings are visible (`metrics.wording.visible`) but not yet safe for a format.

    Attributes:
        name: of the drawing, one of `charts.NAMES`.
        title: what is shown, in a few words.
        sentence: what to see in it, with its numbers.
        table: the same as rows; of long curves at a few places that a reader would ask for.
        data: by the dataset's name in the drawing, its columns; not finite is None.
        params: values of the drawing's parameters.
        of: class or label it is of, None for all rows.
    """

    name: str
    title: str
    sentence: str
    table: Table
    data: Mapping[str, Columns]
    params: Mapping[str, Any] = field(default_factory=dict)
    of: str | None = None
