"""Frames in memory: pandas, and whatever offers the Arrow stream (polars, PyArrow)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from logitwise.batch import Column, Origin
from logitwise.batch.shown import shown
from logitwise.errors import FormatError
from logitwise.sources.lazy import is_lazy, read_whole
from logitwise.sources.table import Part, rows_a_part

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


def is_pandas(value: Any, kind: str) -> bool:
    """Whether a value is a pandas object of that kind, without importing pandas."""
    return type(value).__name__ == kind and type(value).__module__.startswith("pandas")


def is_frame(value: Any) -> bool:
    """Whether a value has named columns: a pandas frame, an Arrow stream of them, or a query that gives one."""
    if is_pandas(value, "DataFrame") or is_lazy(value):
        return True
    return hasattr(value, "__arrow_c_stream__") and hasattr(value, "columns")


@dataclass(frozen=True, slots=True)
class FrameTable:
    """A frame as a table; see `Table`. Rows count from 1."""

    frame: Any
    names: tuple[str, ...]
    rows: int | None
    file: str = "frame"
    word: str = "column"

    @classmethod
    def of(cls, frame: Any) -> FrameTable:
        """Take a frame as it is; a query is run, and its rows are held.

        Raises:
            FormatError: no frame, or a query that fails.
        """
        if is_pandas(frame, "DataFrame"):
            return cls(frame, tuple(str(c) for c in frame.columns), len(frame))
        if is_lazy(frame):
            frame = read_whole(frame)
        if not hasattr(frame, "__arrow_c_stream__"):
            kind = f"{type(frame).__module__}.{type(frame).__name__}"
            raise FormatError(
                f"a path, paths, a frame (pandas, polars, PyArrow) or a query (DuckDB, polars) was expected, got "
                f"{shown(kind)}"
            )
        import pyarrow as pa  # noqa: PLC0415  pyarrow is heavy

        table = pa.table(frame)
        return cls(table, tuple(table.column_names), table.num_rows)

    def parts(self, texts: Sequence[str], numbers: Sequence[str]) -> Iterator[Part]:
        """Slices of the chosen columns."""
        wanted = list(dict.fromkeys([*texts, *numbers]))
        step = rows_a_part(len(wanted))
        for start in range(0, self.rows or 0, step):
            yield Part(start + 1, {n: self._column(n, start, start + step) for n in wanted})

    def origin(self, columns: tuple[str, ...] | None, label: str) -> Origin:
        """Rows count from 1."""
        return Origin(self.file, 1, columns, label)

    def kind(self, name: str) -> None:
        """A frame has no other beside it to differ from."""

    def _column(self, name: str, start: int, stop: int) -> Column:
        place = self.names.index(name)
        if is_pandas(self.frame, "DataFrame"):
            return column_of_series(self.frame.iloc[start:stop, place], name, self.file, start + 1)
        from logitwise.sources.arrow import column_of_arrow  # noqa: PLC0415  pyarrow is heavy

        piece = self.frame.column(place).slice(start, stop - start)
        return column_of_arrow(piece, name, self.file, lambda i: f"row {start + 1 + i}")


def column_of_series(series: Any, name: str, file: str, first: int) -> Column:
    """A pandas series: NumPy types as they are, the rest (categories, text, nullable) through Arrow."""
    if isinstance(series.dtype, np.dtype) and series.dtype.kind != "O":
        return Column(series.to_numpy())
    import pyarrow as pa  # noqa: PLC0415  pyarrow is heavy

    from logitwise.sources.arrow import column_of_arrow  # noqa: PLC0415  pyarrow is heavy

    try:
        array = pa.array(series, from_pandas=True)
    except (pa.ArrowException, TypeError, ValueError) as error:
        raise FormatError(
            f"{file}: column {shown(name)} mixes types or holds objects; one type was expected"
        ) from error
    return column_of_arrow(array, name, file, lambda i: f"row {first + i}")
