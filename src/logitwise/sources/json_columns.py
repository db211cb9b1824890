"""Values of JSON as raw columns: null kept apart, text as codes of names, lists of numbers as vectors."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING, Any

import numpy as np

from logitwise.batch import Column
from logitwise.batch.shown import shown
from logitwise.errors import FormatError, LimitError, ShapeError
from logitwise.sources.json_lines import WORDS
from logitwise.sources.kinds import Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

FAMILIES = {int: "numbers", float: "numbers", bool: "truth values", str: "text", list: "lists"}


class JsonColumn:
    """One column, part by part: what its first value was, all others must be.

    Attributes:
        name: name of the column.
        file: start of every message.
        longest: characters that a text may have.
        as_numbers: whether whole numbers become float64, as scores are.
    """

    def __init__(self, name: str, file: str, longest: int, *, as_numbers: bool) -> None:
        self._name, self._file, self._longest, self._as_numbers = name, file, longest, as_numbers
        self._family: str | None = None
        self._width: int | None = None

    def of(self, values: Sequence[Any], place: Callable[[int], str]) -> Column:
        """The column of some more values.

        Args:
            values: what JSON gave, one a row.
            place: words for a row by its place among them.

        Raises:
            FormatError: values of several types, or objects.
            ShapeError: lists of different lengths.
            LimitError: a text beyond the limit.
        """
        self._check_types(values, place)
        if self._family == "lists":
            return self._vectors(values, place)
        return self._scalars(values, place)

    def _scalars(self, values: Sequence[Any], place: Callable[[int], str]) -> Column:
        null = np.array([v is None for v in values]) if None in values else None
        if self._family == "text":
            return self._text(values, null, place)
        if self._family == "truth values":
            return Column(np.array([bool(v) for v in values], np.bool_), null)
        if self._family is None:
            return Column(np.full(len(values), np.nan), null)
        return _numbers(values, null, as_float=self._as_numbers)

    def _check_types(self, values: Sequence[Any], place: Callable[[int], str]) -> None:
        found = {FAMILIES.get(kind) for kind in set(map(type, values)) - {type(None)}}
        if found <= {self._family} and None not in found:
            return
        for i, value in enumerate(values):
            family = FAMILIES.get(type(value))
            if value is None or (family == self._family and family is not None):
                continue
            if family is None:
                raise FormatError(
                    f"{self._file}: an object at {place(i)}, column {shown(self._name)}; a number, text, a truth value "
                    "or a list of numbers was expected"
                )
            if self._family is not None:
                raise FormatError(
                    f"{self._file}: {WORDS[type(value)]} at {place(i)}, column {shown(self._name)}, where the rows "
                    f"before it hold {self._family}; one type was expected"
                )
            self._family = family

    def _text(self, values: Sequence[Any], null: NDArray[np.bool_] | None, place: Callable[[int], str]) -> Column:
        codes: dict[str, int] = {}
        coded = np.array([codes.setdefault(v or "", len(codes)) for v in values], np.int32)
        for text, code in codes.items():
            if len(text) > self._longest:
                raise LimitError(
                    f"{self._file}: a text of {len(text):,} characters at {place(int(np.argmax(coded == code)))}, "
                    f"column {shown(self._name)}; the limit 'field' is {self._longest:,}: if it is meant, set "
                    "--limits field=CHARACTERS"
                )
            if any("\ud800" <= c <= "\udfff" for c in text):
                raise FormatError(
                    f"{self._file}: the text at {place(int(np.argmax(coded == code)))}, column {shown(self._name)}, "
                    "holds half of a surrogate pair, which is no character"
                )
        return Column(coded, null, tuple(codes))

    def _vectors(self, values: Sequence[Any], place: Callable[[int], str]) -> Column:
        lengths = {len(v) for v in values if v is not None}
        if self._width is None and lengths:
            self._width = len(next(v for v in values if v is not None))
        width = self._width or 0
        if lengths - {width}:
            i, odd = next((i, v) for i, v in enumerate(values) if v is not None and len(v) != width)
            raise ShapeError(
                f"{self._file}: {place(i)} of column {shown(self._name)} holds {len(odd)} values, the rows before it "
                f"{width}; every row needs the same number"
            )
        empty = [None] * width
        flat = list(chain.from_iterable(empty if v is None else v for v in values))
        kinds = set(map(type, flat)) - {type(None)}
        if not (kinds <= {int, float} or kinds <= {bool}):
            i = next(i for i, v in enumerate(flat) if type(v) not in {int, float, type(None)}) // max(width, 1)
            raise FormatError(
                f"{self._file}: the list at {place(i)}, column {shown(self._name)}, holds something other than numbers"
            )
        null = np.array([v is None for v in flat], np.bool_) if None in flat else None
        inner = (
            Column(np.array([bool(v) for v in flat], np.bool_), null)
            if bool in kinds
            else _numbers(flat, null, as_float=self._as_numbers or float in kinds)
        )
        placed = inner.reshaped((len(values), width))
        return replace(placed, spelled=lambda i, j: inner.spelling(i * width + j))


def kind_of_json(value: Any) -> Kind | None:
    """The kind of a column by its first value; None where that is null."""
    if isinstance(value, list):
        return Kind("numbers", len(value))
    family = {list: None, bool: "numbers"}.get(type(value), FAMILIES.get(type(value), "objects"))
    return None if value is None or family is None else Kind(family)


def _numbers(values: Sequence[Any], null: NDArray[np.bool_] | None, *, as_float: bool) -> Column:
    """Numbers; one that float64 cannot hold is null, with words for it."""
    if not as_float and float not in set(map(type, values)):
        try:
            whole = values if null is None else [0 if v is None else v for v in values]
            return Column(np.array(whole, np.int64), null)
        except OverflowError:
            pass
    try:
        array = np.array(values, np.float64)  # None becomes NaN
    except OverflowError:
        array = np.array([_float(v) for v in values])
    over = np.isinf(array)
    if not over.any():
        return Column(array, null)
    words = np.where(over, "a number too large for float64", "null")
    return Column(array, over if null is None else null | over, None, lambda i, _j: str(words[i]))


def _float(value: Any) -> float:
    try:
        return np.nan if value is None else float(value)
    except OverflowError:
        return np.inf
