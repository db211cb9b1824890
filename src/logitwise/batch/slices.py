"""Columns by whose values everything is reported again, as codes of names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from logitwise.errors import ShapeError

if TYPE_CHECKING:
    from logitwise.batch.column import Column

NO_VALUE: Final = "(no value)"
WRITTEN_OUT: Final = 1e15  # whole numbers in floats below this are named by all their digits


class Codes(NamedTuple):
    """A value a row.

    Attributes:
        codes: ``(rows,)`` positions in `names`.
        names: the values as text.
    """

    codes: NDArray[np.int64]
    names: tuple[str, ...]

    def of(self, rows: slice | NDArray[np.integer] | NDArray[np.bool_]) -> Codes:
        """Some of the rows."""
        return Codes(self.codes[rows], self.names)


def codes_of(column: Column, place: str) -> Codes:
    """The values of a column as text; rows without one are a slice of their own.

    Args:
        column: text or numbers.
        place: the start of messages: the file and the column.

    Raises:
        ShapeError: times, or objects that are neither numbers nor text.

    >>> from logitwise.batch.column import Column
    >>> codes_of(Column.of(np.array([2.0, np.nan, 2.0])), "slice site").names
    ('2', '(no value)')
    """
    values, kind = column.values, column.values.dtype.kind
    missing = np.zeros(len(values), np.bool_) if column.null is None else column.null
    if column.names is not None:
        names = [str(n) or NO_VALUE for n in column.names]
        codes = values.astype(np.int64)
    elif kind in "fiub":
        if kind == "f":
            missing = missing | np.isnan(values)
        distinct, codes = np.unique(np.where(missing, values.dtype.type(0), values), return_inverse=True)
        names = [_number(n) for n in distinct]
    else:
        hint = "; cut times into named bins" if kind in "Mm" else ""
        raise ShapeError(f"{place}: text or numbers were expected, got {values.dtype}{hint}")
    if missing.any():
        codes = np.where(missing, len(names), codes)
        names.append(NO_VALUE)
    used = np.unique(codes)
    found = tuple(dict.fromkeys(names[k] for k in used.tolist()))  # 1 and "1" of a categorical are one value
    by_name = {each: k for k, each in enumerate(found)}
    table = np.zeros(len(names), np.int64)
    table[used] = [by_name[names[k]] for k in used.tolist()]
    return Codes(table[codes], found)


def _number(value: np.generic) -> str:
    if isinstance(value, np.bool_):
        return "true" if value else "false"
    whole = isinstance(value, np.floating) and abs(value) < WRITTEN_OUT and float(value).is_integer()
    return str(int(value)) if whole else str(value)
