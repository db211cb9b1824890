"""Whatever holds numbers in memory, as a raw column: NumPy, DLPack, ``__array__``, Arrow, pandas."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Self

import numpy as np

from logitwise.batch import Column
from logitwise.batch.shown import listed, shown
from logitwise.errors import ColumnError, InputError, ShapeError
from logitwise.sources.frames import FrameTable, column_of_series, is_frame, is_pandas
from logitwise.sources.groups import Group, group_of_list, group_of_pattern
from logitwise.sources.names import LABEL_PATTERN, SCORES


@dataclass(frozen=True, slots=True, eq=False)
class Given:
    """An argument as a column, with the names of its columns where it was a frame.

    Attributes:
        column: the values.
        told: what it was, for the report.
        group: column names of a frame of several columns.
        parts: the columns of that frame.
    """

    column: Column
    told: str
    group: Group | None = None
    parts: dict[str, Column] | None = None

    def taken(self, group: Group) -> Self:
        """The columns of a frame in another order."""
        if self.parts is None or (self.group is not None and group.columns == self.group.columns):
            return self
        return type(self)(Column.stacked([self.parts[c] for c in group.columns]), self.told, group, self.parts)


def given(value: Any, name: str) -> Given:
    """Take an argument.

    Raises:
        ShapeError: rows of different lengths, or nothing that is an array.
        ColumnError: a frame with doubled column names.
    """
    kind = f"{type(value).__module__.partition('.')[0]} {type(value).__name__}".removeprefix("builtins ")
    if isinstance(value, Column):
        return Given(value, "arrays")
    try:
        if is_frame(value):
            return _of_frame(value, name)
        column = _of_series(value, name) or Column.of(_array(value))
    except InputError as error:
        raise error if str(error).startswith(f"{name}:") else type(error)(f"{name}: {error}") from error
    except (TypeError, ValueError, AttributeError, RuntimeError, BufferError, NotImplementedError) as error:
        raise ShapeError(f"{name}: a {shown(kind)} that cannot be read as an array; {_hint(value)}") from error
    if column.values.dtype.kind == "O" and column.values.ndim == 0:
        raise ShapeError(f"{name}: a {shown(kind)} is no array; {_hint(value)}")
    shape = " x ".join(map(str, column.shape)) or "no dimension"
    return Given(column, f"{_article(kind)} ({shape}, {value_type(column)})")


def value_type(column: Column) -> str:
    """Type of the values in a word."""
    return "text" if column.names is not None else column.values.dtype.name


def _article(kind: str) -> str:
    return kind.replace("numpy ndarray", "array")


def _hint(value: Any) -> str:
    if hasattr(value, "__dlpack__") or hasattr(value, "__cuda_array_interface__"):
        return "move it to the CPU and hand over an array"
    return "an array, tensor, list or frame with one row an example was expected, all rows of one length"


def _array(value: Any) -> Any:
    """The values as NumPy, without a copy wherever memory can be shared."""
    if isinstance(value, np.ma.MaskedArray):
        return Column(np.asarray(value.data), np.broadcast_to(np.ma.getmaskarray(value), value.shape))
    if isinstance(value, np.ndarray | list | tuple | range):
        return np.asarray(value)
    if callable(getattr(value, "detach", None)) and callable(getattr(value, "cpu", None)):
        return _of_torch(value.detach().cpu())
    for take in (_through_array, _through_dlpack):
        found = take(value)
        if found is not None:
            return found
    return np.asarray(value)


def _of_torch(tensor: Any) -> Any:
    """A tensor outside the graph, on the CPU; bfloat16, which NumPy lacks, widened."""
    return (tensor.float() if str(tensor.dtype).endswith("bfloat16") else tensor).resolve_conj().numpy()


def _through_array(value: Any) -> Any:
    return np.asarray(value) if hasattr(value, "__array__") else None


def _through_dlpack(value: Any) -> Any:
    return np.from_dlpack(value) if hasattr(value, "__dlpack__") else None


def _of_series(value: Any, name: str) -> Column | None:
    """A pandas, polars or Arrow series; None for anything else."""
    if is_pandas(value, "Series") or is_pandas(value, "Index") or is_pandas(value, "Categorical"):
        series = value if is_pandas(value, "Series") else value.to_series() if is_pandas(value, "Index") else None
        return _categorical(value) if series is None else column_of_series(series, name, name, 0)
    if hasattr(value, "__arrow_c_stream__") or hasattr(value, "__arrow_c_array__"):
        import pyarrow as pa  # noqa: PLC0415  pyarrow is heavy

        from logitwise.sources.arrow import column_of_arrow  # noqa: PLC0415  pyarrow is heavy

        array = pa.array(value) if hasattr(value, "__arrow_c_array__") else pa.chunked_array(value)
        return column_of_arrow(array, name, name, lambda i: f"row {i}")
    return None


def _categorical(value: Any) -> Column:
    codes = np.asarray(value.codes)
    return Column(np.where(codes < 0, 0, codes), codes < 0, tuple(value.categories) or ("",))


def _of_frame(value: Any, name: str) -> Given:
    table = FrameTable.of(value)
    parts = columns_of_frame(table, name)
    group = _group(table.names, name)
    told = f"a frame with columns {listed(table.names, most=6)}"
    if not table.names:
        raise ShapeError(f"{name}: a frame without columns")
    if len(table.names) == 1:
        return Given(parts[table.names[0]], told)
    return Given(Column.stacked([parts[c] for c in group.columns]), told, group, parts)


def columns_of_frame(frame: Any, name: str) -> dict[str, Column]:
    """The columns of a frame by their names.

    Raises:
        ColumnError: doubled names.
    """
    table = frame if isinstance(frame, FrameTable) else FrameTable.of(frame)
    if len(set(table.names)) < len(table.names):
        raise ColumnError(f"{name}: two columns of the frame have the same name; they are {listed(table.names)}")
    if is_pandas(table.frame, "DataFrame"):
        return {n: column_of_series(table.frame.iloc[:, j], n, name, 0) for j, n in enumerate(table.names)}
    from logitwise.sources.arrow import column_of_arrow  # noqa: PLC0415  pyarrow is heavy

    return {n: column_of_arrow(table.frame.column(j), n, name, lambda i: f"row {i}") for j, n in enumerate(table.names)}


def _group(names: tuple[str, ...], name: str) -> Group:
    """What the columns stand for: after a beginning that the design knows, else after a shared one."""
    for pattern in (LABEL_PATTERN, *(p for _, patterns in SCORES.values() for p in patterns)):
        if names and all(n.startswith(pattern[:-1]) for n in names):
            return group_of_pattern(names, pattern, name) or group_of_list(names, name)
    return group_of_list(names, name) if names else Group((), ())
