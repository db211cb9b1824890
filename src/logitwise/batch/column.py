"""A raw column as a source hands it over, before anything was checked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

import numpy as np

from logitwise.errors import FormatError, ShapeError

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """Values with what a plain array cannot say: which of them are null, and that they are codes of names.

    Attributes:
        values: ``(rows,)`` or ``(rows, width)``.
        null: mask of the same shape, True where the source holds no value; None where every value is there.
        names: where `values` are codes (of text, of a categorical), what each code stands for.
        spelled: how the source spells the cell at a row and column that is null, for messages.
    """

    values: NDArray[Any]
    null: NDArray[np.bool_] | None = None
    names: tuple[Any, ...] | None = None
    spelled: Callable[[int, int], str] | None = None

    @classmethod
    def of(cls, values: Any) -> Self:
        """From an array, with text turned into codes of names.

        >>> Column.of(np.array(["b", "a", "b"])).names
        ('a', 'b')
        """
        if isinstance(values, cls):
            return values
        array = np.asarray(values)
        if array.dtype.kind in "USOT" and array.ndim and array.size:
            return cls._of_text(array)
        return cls(array)

    @classmethod
    def _of_text(cls, array: NDArray[Any]) -> Self:
        null = None
        if array.dtype.kind == "O":
            flat = array.ravel().tolist()
            absent = np.array([_absent(x) for x in flat]).reshape(array.shape)
            null = absent if absent.any() else None
            kinds = {type(x) for x, gone in zip(flat, absent.ravel().tolist(), strict=True) if not gone}
            if not all(issubclass(kind, str | bytes) for kind in kinds):
                return cls._of_objects(array, null)
            texts = ["" if _absent(x) else x.decode("utf-8", "replace") if isinstance(x, bytes) else x for x in flat]
            array = np.array(texts, dtype=str).reshape(array.shape)
        names, codes = np.unique(array, return_inverse=True)
        plain = tuple(n.decode("utf-8", "replace") if isinstance(n, bytes) else str(n) for n in names.tolist())
        return cls(codes.reshape(array.shape).astype(np.int32), null, plain)

    @classmethod
    def _of_objects(cls, array: NDArray[Any], null: NDArray[np.bool_] | None) -> Self:
        """Plain numbers in an object array become numbers; anything else stays as it is, to be refused by name."""
        flat = [x for x in array.ravel().tolist() if x is not None and isinstance(x, bool | int | float | np.number)]
        whole = len(flat) == array.size - (0 if null is None else int(null.sum()))
        if not whole or len({isinstance(x, bool | np.bool_) for x in flat}) > 1:
            return cls(array, null)
        filled = array if null is None else np.where(null, 0, array)
        return cls(np.array(filled.tolist()), null)

    def __len__(self) -> int:
        return self.values.shape[0] if self.values.ndim else 0

    @property
    def shape(self) -> tuple[int, ...]:
        """Shape of the values."""
        return self.values.shape

    def spelling(self, row: int, column: int = 0) -> str:
        """How the source spells a null."""
        return "null" if self.spelled is None else self.spelled(row, column)

    def part(self, start: int, stop: int) -> Self:
        """Rows `start` up to `stop`, without the spelling of nulls."""
        null = None if self.null is None else self.null[start:stop]
        return type(self)(self.values[start:stop], null, self.names)

    def reshaped(self, shape: tuple[int, ...]) -> Self:
        """The same values in another shape."""
        null = None if self.null is None else self.null.reshape(shape)
        return type(self)(self.values.reshape(shape), null, self.names, self.spelled)

    @classmethod
    def stacked(cls, columns: list[Self]) -> Self:
        """Scalar columns side by side, ``(rows, columns)``; a single column stays as it is.

        Raises:
            ShapeError: columns of different lengths, or one of several holds vectors.
            FormatError: text beside numbers.
        """
        if len(columns) == 1:
            return columns[0]
        if any(c.values.ndim != 1 for c in columns):
            raise ShapeError("of several columns taken together one holds vectors: name that one alone")
        if len({len(c) for c in columns}) > 1:
            raise ShapeError("columns taken together have different numbers of rows")
        null = None
        if any(c.null is not None for c in columns):
            null = np.column_stack([np.zeros(len(c), np.bool_) if c.null is None else c.null for c in columns])
        if any(c.names is not None for c in columns):
            return cls._stacked_names(columns, null)
        try:
            kind = np.result_type(*(c.values.dtype for c in columns))
        except TypeError as error:
            raise FormatError("columns taken together mix numbers with other types") from error
        stack = np.empty((len(columns[0]), len(columns)), kind)
        for j, column in enumerate(columns):
            stack[:, j] = column.values
        return cls(stack, null, None, lambda row, column: columns[column].spelling(row))

    @classmethod
    def _stacked_names(cls, columns: list[Self], null: NDArray[np.bool_] | None) -> Self:
        if any(c.names is None for c in columns):
            raise FormatError("columns taken together mix text and numbers")
        names = tuple(dict.fromkeys(n for c in columns for n in c.names or ()))
        code = {name: i for i, name in enumerate(names)}
        coded = [np.array([code[n] for n in c.names or ()], np.int32)[c.values] for c in columns]
        return cls(np.column_stack(coded), null, names)


def _absent(value: object) -> bool:
    return (
        value is None or (isinstance(value, float) and np.isnan(value)) or type(value).__name__ in {"NAType", "NaTType"}
    )
