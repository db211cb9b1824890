"""Metrics of slices: found by name, ranked by one, and all of them for JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from logitwise.errors import OptionError
from logitwise.metrics import Estimate, Parameters, measure_all
from logitwise.metrics.decided import decided
from logitwise.metrics.names import nearest
from logitwise.metrics.wording import class_name

if TYPE_CHECKING:
    from logitwise.metrics.slices import Ranking, Slice
    from logitwise.tallies import Tally

MOST_MEASURED: Final = 100
"""Slices with every metric in JSON, the worst; of the others those of decisions. A thousand would take many seconds."""


def label(column: str, value: str) -> str:
    """A slice as figures carry it; made safe where it is shown."""
    return f"{column} = {value}"


def tally_of(tally: Tally, asked: Any) -> tuple[str, Tally]:
    """The label and the rows of a slice that was asked for as ``{"site": "A"}`` or ``("site", "A")``.

    Raises:
        OptionError: no such column or value, or something else than one column with a value.
    """
    pairs = list(asked.items()) if isinstance(asked, Mapping) else [asked]
    if len(pairs) != 1 or not isinstance(pairs[0], tuple) or len(pairs[0]) != 2:
        raise OptionError("a slice is one column with its value, like {'site': 'A'}")
    column, value = (str(part) for part in pairs[0])
    columns = tally.slices or {}
    if not columns:
        raise OptionError("the rows are sliced by no column: name one with slices= (--slice COL)")
    if column not in columns:
        raise OptionError(f"the rows are not sliced by '{class_name(column)}': {_hint(column, list(columns))}")
    if value not in columns[column]:
        values = list(columns[column])
        raise OptionError(f"no row has {class_name(column)} = {class_name(value)}: {_hint(value, values)}")
    return label(column, value), columns[column][value]


def _hint(word: str, known: list[str]) -> str:
    return nearest(class_name(word), [class_name(each) for each in known])


def estimates(ranking: Ranking, parameters: Parameters, *, level: float) -> list[tuple[Slice, tuple[Estimate, ...]]]:
    """Every slice with its metrics, worst first."""
    return [
        (one, _estimates(one, one.tally if place < MOST_MEASURED else decided(one.tally), parameters, level))
        for place, one in enumerate(ranking.slices)
    ]


def _estimates(one: Slice, tally: Tally, parameters: Parameters, level: float) -> tuple[Estimate, ...]:
    name = label(one.column, one.value)
    return tuple(replace(measured.estimate(level), slice=name) for measured in measure_all(tally, parameters))
