"""Text to numbers, strictly: what no float64 holds is missing, what is no number is refused."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from logitwise.batch import Column
from logitwise.batch.shown import shown
from logitwise.errors import FormatError
from logitwise.sources.arrow import as_numpy

if TYPE_CHECKING:
    from collections.abc import Callable

ABSENT = frozenset({"", "na", "n/a", "#n/a", "null", "none", "nan"})
NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?|[+-]?inf(?:inity)?", re.ASCII | re.IGNORECASE)


def numbers_of_text(array: Any, place: Callable[[int], str], file: str) -> Column:
    """Parse a column of text.

    Args:
        array: Arrow strings without nulls.
        place: words for a row by its place in the array.
        file: start of every message.

    Returns:
        float64 values; cells that spell no value (``NA``, empty) or one that overflows are null, with their spelling.

    Raises:
        FormatError: text that is no number, such as ``1,234.5``.
    """
    try:
        values = as_numpy(pc.cast(array, pa.float64()))
        if np.isfinite(values).all():
            return Column(values)
    except pa.ArrowInvalid:
        pass
    texts = [text.strip() for text in array.to_pylist()]
    values, null = np.full(len(texts), np.nan), np.zeros(len(texts), np.bool_)
    for i, text in enumerate(texts):
        if text.lower() in ABSENT:
            null[i] = True
            continue
        if NUMBER.fullmatch(text) is None:
            raise FormatError(
                f"{file}: {shown(text)!r} at {place(i)} is no number; digits with a decimal point were expected, "
                "without thousands separators or units"
            )
        values[i] = float(text)
        null[i] = np.isinf(values[i]) and "n" not in text.lower()
    return Column(
        values, null if null.any() else None, None, lambda i, _j: shown(texts[i]) if texts[i] else "an empty field"
    )
