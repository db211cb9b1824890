"""What stands beside labels and scores: name, group, weight and confidence of each row, and columns to slice by."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from logitwise.batch.column import Column
from logitwise.batch.weights import LARGEST, SMALLEST
from logitwise.errors import OptionError, ShapeError

if TYPE_CHECKING:
    from logitwise.batch.origin import Origin


@dataclass(frozen=True, slots=True, eq=False)
class Beside:
    """Raw columns of the same rows, each of them optional.

    Attributes:
        ids: a name for each row.
        groups: what rows belong to together: patient, user, session.
        weights: how much each row counts.
        confidence: probability of the decided class, beside decisions.
        slices: columns by whose values everything is reported again, by name.
        class_weights: a factor for the rows of some classes, by class name.
        places: what messages call ids, groups, weights and confidence: ``column w`` of a file, or an argument.
    """

    ids: Column | None = None
    groups: Column | None = None
    weights: Column | None = None
    confidence: Column | None = None
    slices: Mapping[str, Column] = field(default_factory=dict)
    class_weights: Mapping[str, float] = field(default_factory=dict)
    places: Mapping[str, str] = field(default_factory=dict)

    @property
    def columns(self) -> dict[str, Column]:
        """Those that were given, by the name that messages use."""
        named = {"ids": self.ids, "groups": self.groups, "weights": self.weights, "confidence": self.confidence}
        given = {name: column for name, column in named.items() if column is not None}
        return given | {f"slice {name}": column for name, column in self.slices.items()}

    def part(self, start: int, stop: int) -> Beside:
        """Rows `start` up to `stop`."""
        return self._each(lambda column: column.part(start, stop))

    def _each(self, change: Callable[[Column], Column]) -> Beside:
        ids, groups, weights, confidence = (
            None if column is None else change(column)
            for column in (self.ids, self.groups, self.weights, self.confidence)
        )
        slices = {name: change(column) for name, column in self.slices.items()}
        return replace(self, ids=ids, groups=groups, weights=weights, confidence=confidence, slices=slices)

    def place(self, what: str, origin: Origin) -> str:
        """The start of a message about one of the columns."""
        name = self.places.get(what, what)
        return f"{origin.name}: {name}" if origin.name else name

    def fitting(self, rows: int, origin: Origin) -> Beside:
        """The same with each column one value a row.

        Raises:
            ShapeError: a column of another length, or with several values a row.
        """
        for name, column in self.columns.items():
            if column.values.ndim not in (1, 2) or (column.values.ndim == 2 and column.shape[1] != 1):
                shape = " x ".join(map(str, column.shape)) or "a single one"
                raise ShapeError(f"{self.place(name, origin)}: one value a row was expected, got {shape}")
            if len(column) != rows:
                values = "values" if name.startswith("slice ") else name
                raise ShapeError(f"{self.place(name, origin)}: {rows} rows of scores, {len(column)} {values}")
        return self._each(lambda column: column if column.values.ndim == 1 else column.reshaped((-1,)))


def check_class_weights(weights: Mapping[str, float], classes: tuple[str, ...]) -> None:
    """Refuse a weight for a class that is not there, or one that is no positive number.

    Raises:
        OptionError: naming the class.
    """
    for name, weight in weights.items():
        if name not in classes:
            raise OptionError(f"class_weight names {name!r}, which is none of the classes {', '.join(classes[:12])}")
        if not SMALLEST <= weight <= LARGEST:
            finite = 0 < weight < float("inf")
            expected = f"a number from {SMALLEST:.2g} to {LARGEST:.3g}" if finite else "a positive number"
            raise OptionError(f"class_weight of {name!r} is {weight:g}; {expected} was expected")
