"""Tables as a stream of checked batches."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING

from logitwise.batch import Batch, Beside, Column, Intake, Origin
from logitwise.batch.shown import shown
from logitwise.errors import EmptyError, InputError, ShapeError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from logitwise.sources.names import Chosen
    from logitwise.sources.table import Part, Table


@dataclass(slots=True)
class Stream:
    """The chosen columns of tables of one schema, part by part.

    The first part is needed to declare what the rows mean; it is kept for the first pass: nothing is read twice.
    """

    tables: Sequence[Table]
    chosen: Chosen
    class_weights: Mapping[str, float] = field(default_factory=dict)
    _begun: tuple[Part, Iterator[Part]] | None = field(default=None, init=False)
    _vector: bool = field(default=False, init=False)

    def first(self) -> tuple[Column, Column, Origin]:
        """Labels and scores of the first rows, and where they are.

        Raises:
            EmptyError: no rows.
        """
        parts = self._parts(self.tables[0])
        part = next(parts, None)
        if part is None:
            raise EmptyError(f"{self.tables[0].file} has no rows")
        self._begun = (part, parts)
        labels, scores = self._columns(part, self.tables[0])
        self._vector = scores.values.ndim == 2 and len(self.chosen.scores) == 1
        return labels, scores, self.origin(self.tables[0]).at(part.first_row)

    def raw(self) -> Iterator[tuple[Column, Column, Origin]]:
        """All rows, unchecked."""
        self._begun = None  # a query runs anew, and what two of its runs give is not mixed
        for table in self.tables:
            origin = self.origin(table)
            for part in self._parts(table):
                yield *self._columns(part, table), origin.at(part.first_row)

    def batches(self, intake: Intake) -> Iterator[Batch]:
        """All rows, checked.

        Raises:
            InputError: rows that cannot be counted.
            EmptyError: a file without rows, or every row was left out.
        """
        used = 0
        for table in self.tables:
            origin, seen = self.origin(table), 0
            for part in self._take(table):
                labels, scores = self._columns(part, table)
                batch = intake.batch(labels, scores, origin=origin.at(part.first_row), beside=self.beside(part, table))
                seen, used = seen + len(scores), used + batch.rows
                yield batch
            if not seen:
                raise EmptyError(f"{table.file} has no rows")
        if not used:
            raise EmptyError(f"{self.tables[0].file}: no rows are left, all were rejected")

    def origin(self, table: Table) -> Origin:
        """Where the rows of a table come from."""
        several = len(self.chosen.scores) > 1 or (self.chosen.word == "column" and not self._vector)
        return table.origin(self.chosen.scores if several else None, ", ".join(self.chosen.labels[:3]))

    def _take(self, table: Table) -> Iterator[Part]:
        if table is self.tables[0] and self._begun is not None:
            part, rest = self._begun
            self._begun = None
            return chain([part], rest)
        return self._parts(table)

    def _parts(self, table: Table) -> Iterator[Part]:
        labels, scores = self.chosen.labels, self.chosen.scores
        texts = labels if len(labels) == 1 else ()
        numbers = scores if len(labels) == 1 else (*labels, *scores)
        if self.chosen.scale == "decisions" and len(scores) == 1:
            texts, numbers = (*texts, *scores), tuple(n for n in numbers if n not in scores)
        beside = self.chosen.beside
        more = tuple(name for name in (beside.weights, beside.confidence) if name is not None)
        others = tuple(name for name in beside.columns if name not in more)
        numbers = (*numbers, *more)
        return table.parts(tuple(name for name in (*texts, *others) if name not in numbers), numbers)

    def beside(self, part: Part, table: Table) -> Beside:
        """The columns beside labels and scores."""
        named = self.chosen.beside
        columns = {what: self._one(part, name, table) for what, name in named.single.items()}
        slices = {name: self._one(part, name, table) for name in named.slices}
        places = {what: f"{table.word} {shown(name)}" for what, name in named.single.items()}
        return Beside(**columns, slices=slices, class_weights=self.class_weights, places=places)

    def _one(self, part: Part, name: str, table: Table) -> Column:
        column = part.columns[name]
        if column.values.ndim == 2 and column.shape[1] == 1:
            column = column.reshaped((-1,))
        if column.values.ndim != 1:
            raise ShapeError(f"{table.file}: {table.word} {shown(name)} holds vectors; one value a row was expected")
        return column

    def _columns(self, part: Part, table: Table) -> tuple[Column, Column]:
        try:
            labels = Column.stacked([part.columns[n] for n in self.chosen.labels])
            return labels, Column.stacked([part.columns[n] for n in self.chosen.scores])
        except InputError as error:
            raise type(error)(f"{table.file}: {error}") from error
