"""Queries that have not run yet: DuckDB relations and polars lazy frames, streamed with only the chosen columns."""

from __future__ import annotations

from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

from logitwise.batch import Origin
from logitwise.errors import FormatError
from logitwise.sources.table import Part, rows_a_part

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Sequence


def is_relation(value: Any) -> bool:
    """Whether a value is a DuckDB relation, without importing DuckDB."""
    return type(value).__name__ == "DuckDBPyRelation"


def is_lazy(value: Any) -> bool:
    """Whether a value is a query that gives rows when it is run, without importing its library."""
    return is_relation(value) or (type(value).__name__ == "LazyFrame" and type(value).__module__.startswith("polars"))


@dataclass(frozen=True, slots=True)
class LazyTable:
    """A query as a table; see `Table`. It runs anew whenever its rows are read. Rows count from 1."""

    query: Any
    names: tuple[str, ...]
    file: str
    rows: int | None = None
    word: str = "column"
    _running: list[Any] = field(default_factory=list, repr=False)

    @classmethod
    def of(cls, query: Any) -> LazyTable:
        """The columns that a query gives.

        Raises:
            FormatError: it cannot be run.
        """
        file = "relation" if is_relation(query) else "lazy frame"
        with _faults(file):
            names = query.columns if is_relation(query) else query.collect_schema().names()
        return cls(query, tuple(names), file)

    def parts(self, texts: Sequence[str], numbers: Sequence[str]) -> Iterator[Part]:
        """The rows of some columns, as they come."""
        from logitwise.sources.arrow import column_of_arrow  # noqa: PLC0415  pyarrow is heavy

        names, first = list(dict.fromkeys([*texts, *numbers])), 1
        with _faults(self.file), closing(self._batches(names)) as batches:
            for batch in batches:
                if batch.num_rows:
                    row = partial(_row, first)
                    yield Part(first, {n: column_of_arrow(batch.column(n), n, self.file, row) for n in names})
                    first += batch.num_rows

    def origin(self, columns: tuple[str, ...] | None, label: str) -> Origin:
        """Rows count from 1."""
        return Origin(self.file, 1, columns, label)

    def kind(self, name: str) -> None:
        """A query has no other beside it to differ from."""

    def _batches(self, names: list[str]) -> Generator[Any]:
        """Arrow tables or batches of the columns, in order. A connection of DuckDB has one open result at a time."""
        step = rows_a_part(len(names))
        if not is_relation(self.query):
            yield from _of_polars(self.query, names, step)
            return
        while self._running:
            self._running.pop().close()
        reader = _reader(self.query, names, step)
        self._running.append(reader)
        try:
            yield from reader
        finally:
            reader.close()


def _row(first: int, i: int) -> str:
    return f"row {first + i}"


def read_whole(query: Any) -> Any:
    """All rows and columns of a query, as an Arrow table."""
    with _faults("relation" if is_relation(query) else "lazy frame"):
        if is_relation(query):
            return _reader(query, list(query.columns), rows_a_part(len(query.columns))).read_all()
        return query.collect().to_arrow()


def _reader(relation: Any, names: list[str], step: int) -> Any:
    import duckdb  # noqa: PLC0415  whoever has a relation has it

    chosen = relation.select(*(duckdb.ColumnExpression(name) for name in names))
    read = chosen.to_arrow_reader if hasattr(chosen, "to_arrow_reader") else chosen.fetch_record_batch
    return read(step)


def _of_polars(query: Any, names: list[str], step: int) -> Iterator[Any]:
    from polars import selectors  # noqa: PLC0415  whoever has a lazy frame has it

    # By a selector, and not as an expression: there a name that begins with ^ and ends with $ would be a pattern.
    chosen = query.select(selectors.by_name(*names))
    if not hasattr(chosen, "collect_batches"):  # before polars 1.34
        yield from (piece.to_arrow() for piece in chosen.collect().iter_slices(step))
        return
    yield from (piece.to_arrow() for piece in chosen.collect_batches(chunk_size=step, lazy=True))


@contextmanager
def _faults(file: str) -> Iterator[None]:
    """A query's own errors, in our words."""
    try:
        yield
    except Exception as error:
        homes = {base.__module__.partition(".")[0] for base in type(error).__mro__}
        if not (isinstance(error, OSError) or homes & _HOMES):
            raise
        text = str(error).strip().splitlines()
        raise FormatError(f"{file}: the query cannot be run: {text[0] if text else type(error).__name__}") from error


_HOMES = {"duckdb", "_duckdb", "polars", "pyarrow"}
