"""Arrow columns as raw columns: nulls kept apart, text and dictionaries as codes of names, lists as vectors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from logitwise.batch import Column
from logitwise.batch.shown import shown
from logitwise.errors import FormatError, ShapeError

if TYPE_CHECKING:
    from collections.abc import Callable


def as_numpy(array: Any) -> NDArray[Any]:
    """Numbers or truth values without nulls as a read-only array, without a copy where Arrow allows.

    Arrow's own conversion imports pandas wherever it is installed, a quarter of the time of a small evaluation.
    """
    if pa.types.is_boolean(array.type):
        return np.from_dlpack(array.cast(pa.uint8())).view(np.bool_)
    return np.from_dlpack(array)


def column_of_arrow(array: Any, name: str, file: str, row: Callable[[int], str]) -> Column:
    """One Arrow array (or chunked array) as a `Column`.

    Args:
        array: what Arrow gave.
        name: name of the column, for messages.
        file: start of every message.
        row: words for a row by its place in the array.

    Raises:
        ShapeError: lists of different lengths.
        FormatError: a type that is neither number, text, time nor list of numbers; text that is not UTF-8.
    """
    try:
        return _column(array, name, file, row)
    except UnicodeDecodeError as error:
        raise FormatError(f"{file}: column {shown(name)} holds text that is not UTF-8; it is damaged") from error


def _column(array: Any, name: str, file: str, row: Callable[[int], str]) -> Column:
    if isinstance(array, pa.ChunkedArray):
        array = array.chunk(0) if array.num_chunks == 1 else pa.concat_arrays(array.chunks or [pa.nulls(0, array.type)])
    kind = array.type
    if isinstance(array, pa.ExtensionArray):
        return column_of_arrow(array.storage, name, file, row)
    if pa.types.is_list(kind) or pa.types.is_large_list(kind) or pa.types.is_fixed_size_list(kind):
        return _vectors(array, name, file, row)
    if pa.types.is_dictionary(kind):
        return _dictionary(array, name, file, row)
    if pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind):
        plain = array.cast(pa.large_string()) if pa.types.is_string_view(kind) else array
        return _dictionary(plain.dictionary_encode(), name, file, row)
    return _plain(array, name, file)


def _plain(array: Any, name: str, file: str) -> Column:
    kind = array.type
    if pa.types.is_decimal(kind):
        array = array.cast(pa.string()).cast(
            pa.float64()
        )  # by its digits, which rounds rightly; a direct cast does not
    elif pa.types.is_null(kind):
        return Column(np.full(len(array), np.nan), np.ones(len(array), np.bool_))
    elif pa.types.is_temporal(kind):
        return Column(np.zeros(len(array), "datetime64[s]"))
    elif not (pa.types.is_floating(kind) or pa.types.is_integer(kind) or pa.types.is_boolean(kind)):
        raise FormatError(f"{file}: column {shown(name)} is of type {shown(kind)}; numbers or text were expected")
    null = as_numpy(array.is_null()) if array.null_count else None
    if null is not None:
        array = array.fill_null(False if pa.types.is_boolean(kind) else 0)
    return Column(as_numpy(array), null)


def _dictionary(array: Any, name: str, file: str, row: Callable[[int], str]) -> Column:
    """Codes and what they stand for; a dictionary of numbers is those numbers."""
    text = pa.types.is_string(array.type.value_type) or pa.types.is_large_string(array.type.value_type)
    if not text and not pa.types.is_string_view(array.type.value_type):
        return column_of_arrow(array.dictionary_decode(), name, file, row)
    names = array.dictionary.to_pylist()
    codes = array.indices.cast(pa.int32())
    null = as_numpy(codes.is_null()) if codes.null_count else None
    values = as_numpy(codes.fill_null(0) if codes.null_count else codes)
    if None in names:
        inside = np.array([n is None for n in names])[values]
        null = inside if null is None else null | inside
    return Column(values, null, tuple("" if n is None else n for n in names) or ("",))


def _vectors(array: Any, name: str, file: str, row: Callable[[int], str]) -> Column:
    rows = len(array)
    if pa.types.is_fixed_size_list(array.type):
        width = array.type.list_size
        flat = array.values.slice(array.offset * width, rows * width)
    else:
        lengths = as_numpy(pc.list_value_length(array).fill_null(-1))
        width = int(next((n for n in lengths.tolist() if n >= 0), 0))
        other = (lengths != width) & (lengths >= 0)
        if other.any():
            i = int(np.argmax(other))
            raise ShapeError(
                f"{file}: {row(i)} of column {shown(name)} holds {lengths[i]} values, the rows before it {width}; "
                "every row needs the same number"
            )
        flat = array.flatten()
    inner = column_of_arrow(flat, name, file, lambda i: row(i // max(width, 1)))
    if not array.null_count:
        return inner.reshaped((rows, width))
    gone = as_numpy(array.is_null())
    if pa.types.is_fixed_size_list(array.type):
        values, null = inner.reshaped((rows, width)).values, np.zeros((rows, width), np.bool_)
    else:
        values, null = np.zeros((rows, width), inner.values.dtype), np.zeros((rows, width), np.bool_)
        values[~gone] = inner.values.reshape(-1, width)
    if inner.null is not None:
        null[slice(None) if len(inner.null) == rows * width else ~gone] = inner.null.reshape(-1, width)
    null[gone] = True
    return Column(values, null, inner.names)
