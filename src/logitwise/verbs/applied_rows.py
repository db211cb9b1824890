"""Rows after a rule, written as Parquet, CSV or NPZ: what the file held, and probabilities and decisions beside it."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, Self

import numpy as np

from logitwise.batch.shown import shown
from logitwise.errors import ColumnError, FormatError, SuffixError
from logitwise.rule.applied import ABSTAINED
from logitwise.verbs.spreadsheet_cells import inert

if TYPE_CHECKING:
    from logitwise.batch import Column
    from logitwise.head import Head
    from logitwise.rule import Applied

SUFFIXES = (".parquet", ".csv", ".npz")
Columns = Mapping[str, "Column"]


class Writer(Protocol):
    """Takes rows part by part; on leaving its block the file is whole.

    Attributes:
        quoted: names and cells that were given an apostrophe so far.
    """

    quoted: int

    def __enter__(self) -> Self: ...

    def __exit__(self, *error: object) -> None: ...

    def add(self, columns: Columns, applied: Applied, head: Head) -> None:
        """Some rows: the columns as they were read, and what the rule makes of them."""


def check_suffix(path: Path) -> None:
    """Refuse a format that rows cannot be written in.

    Raises:
        SuffixError: naming those that are supported.
    """
    if path.suffix.lower() not in SUFFIXES:
        raise SuffixError(f"{shown(str(path), longest=400)}: rows are written as {', '.join(SUFFIXES)}")


def check_kept(names: tuple[str, ...], more: tuple[str, ...], file: str) -> None:
    """Refuse columns whose names those of the rule would double.

    Raises:
        ColumnError: naming the column.
    """
    for name in more:
        if name in names:
            raise ColumnError(
                f"{file}: has a column {shown(name)} already, which is where the rule's own is written; rename it"
            )


def added(head: Head, place: Path) -> tuple[str, ...]:
    """Names of what a rule adds to a file of that kind."""
    return ("probabilities", "decisions") if place.suffix.lower() == ".npz" else names_of(head)


def names_of(head: Head) -> tuple[str, ...]:
    """Columns that a rule adds: probabilities, then decisions."""
    if head.binary:
        return "probability", "decision"
    decisions = [f"decision_{name}" for name in head.classes] if head.kind == "multilabel" else ["decision"]
    return (*(f"probability_{name}" for name in head.classes), *decisions)


def writer_of(place: Path) -> Writer:
    """What writes the format of `place`."""
    suffix = place.suffix.lower()
    return _Npz(place) if suffix == ".npz" else _Arrow(place)


class _Arrow:
    """Parquet or CSV; a row group or block a part, so that memory stays flat."""

    def __init__(self, place: Path) -> None:
        self._place = place
        self._writer: Any = None
        self.quoted = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        if self._writer is not None:
            self._writer.close()

    def add(self, columns: Columns, applied: Applied, head: Head) -> None:
        """See `Writer`."""
        import pyarrow as pa  # noqa: PLC0415  pyarrow is heavy

        arrays = {name: _arrow(column) for name, column in columns.items()}
        table = pa.table({**arrays, **dict(zip(names_of(head), _of_rule(applied, head), strict=True))})
        if self._place.suffix.lower() == ".csv":
            table, names, cells = inert(table)
            self.quoted += cells + (names if self._writer is None else 0)  # names are written once
        if self._writer is None:
            self._writer = _opened(self._place, table.schema)
        try:
            self._writer.write_table(table)
        except pa.ArrowException as error:
            raise FormatError(
                f"{shown(str(self._place))}: rows of several parts differ in type, or a column cannot be written so"
            ) from error


def _opened(place: Path, schema: Any) -> Any:
    import pyarrow as pa  # noqa: PLC0415  pyarrow is heavy

    if place.suffix.lower() == ".csv":
        import pyarrow.csv as pacsv  # noqa: PLC0415  one format at a time

        for field in schema:
            if pa.types.is_fixed_size_list(field.type):
                raise FormatError(
                    f"column {shown(field.name)} holds vectors, which a CSV cannot: write .parquet or .npz"
                )
        return pacsv.CSVWriter(str(place), schema)
    import pyarrow.parquet as pq  # noqa: PLC0415  one format at a time

    return pq.ParquetWriter(str(place), schema, write_page_checksum=True)


def _arrow(column: Column) -> Any:
    """A column as Arrow: numbers in their type, text as text, vectors as lists of one width."""
    import pyarrow as pa  # noqa: PLC0415  pyarrow is heavy

    if column.values.ndim == 2:
        null = None if column.null is None else np.ascontiguousarray(column.null).ravel()
        flat = pa.array(np.ascontiguousarray(column.values).ravel(), mask=null)
        return pa.FixedSizeListArray.from_arrays(flat, column.shape[1])
    if column.names is None:
        return pa.array(column.values, mask=column.null)
    return pa.array([str(name) for name in column.names], pa.large_string()).take(
        pa.array(column.values, mask=column.null)
    )


def _of_rule(applied: Applied, head: Head) -> list[Any]:
    """Probabilities and decisions as Arrow, in the order of `names_of`."""
    import pyarrow as pa  # noqa: PLC0415  pyarrow is heavy

    p = applied.probabilities
    made = [pa.array(p)] if head.binary else [pa.array(np.ascontiguousarray(p[:, k])) for k in range(p.shape[1])]
    if head.kind == "multilabel":
        return [*made, *(pa.array(applied.decisions[:, k].astype(np.int8)) for k in range(p.shape[1]))]
    codes = pa.array(applied.decisions, mask=applied.decisions == ABSTAINED)
    return [*made, pa.array(list(head.classes), pa.large_string()).take(codes)]


class _Npz:
    """All rows at once, since the members of an NPZ are whole arrays."""

    def __init__(self, place: Path) -> None:
        self._place = place
        self._parts: dict[str, list[Any]] = {}
        self.quoted = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        if error[0] is None:
            arrays: dict[str, Any] = {name: np.concatenate(parts) for name, parts in self._parts.items()}
            with zipfile.ZipFile(self._place, "w") as members:  # np.savez takes some names for its own options
                for name, array in arrays.items():
                    with members.open(f"{name}.npy", "w", force_zip64=True) as member:
                        np.lib.format.write_array(member, array, allow_pickle=False)

    def add(self, columns: Columns, applied: Applied, head: Head) -> None:
        """See `Writer`."""
        found = {name: _plain(name, column) for name, column in columns.items()}
        found |= {"probabilities": applied.probabilities, "decisions": applied.decisions}
        if head.kind != "multilabel":  # the last name is of no class: -1 takes it where the rule abstains
            found["decisions"] = np.array([*head.classes, ""])[applied.decisions]
        for name, array in found.items():
            self._parts.setdefault(name, []).append(array)


def _plain(name: str, column: Column) -> Any:
    """A column as an array; a missing number is NaN, a missing text is empty."""
    if column.names is not None:
        texts = np.array([*(str(each) for each in column.names), ""])
        return texts[column.values if column.null is None else np.where(column.null, len(column.names), column.values)]
    if column.null is None or not column.null.any():
        return column.values
    if column.values.dtype.kind not in "fiub" or _too_large(column.values):
        raise FormatError(f"column {shown(name)} has missing values that an NPZ cannot hold: write .parquet or .csv")
    return np.where(column.null, np.nan, column.values.astype(np.float64))


def _too_large(values: Any) -> bool:
    """Whole numbers that a float, which can be missing, does not hold."""
    return bool(
        values.dtype.kind in "iu" and len(values) and max(abs(int(values.min())), abs(int(values.max()))) > 2**53
    )
