"""The distinct values that labels and decisions take, as class names in order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from logitwise.batch.labels import ABSENT_TEXT, WHOLE

if TYPE_CHECKING:
    from collections.abc import Collection

    from logitwise.batch.column import Column

BOOLEANS = (("False", "True"), ("false", "true"), ("FALSE", "TRUE"))


def distinct(column: Column) -> frozenset[Any]:
    """Distinct values without the missing: text and booleans as str, whole numbers as int.

    >>> from logitwise.batch import Column
    >>> sorted(distinct(Column.of(np.array([2.0, 1.0, 2.0]))))
    [1, 2]
    """
    values = column.values if column.null is None else column.values[~column.null]
    found = np.unique(values[np.isfinite(values)] if values.dtype.kind == "f" else values)
    if column.names is not None:
        return frozenset(str(column.names[i]) for i in found.tolist() if i >= 0)
    if values.dtype.kind == "b":
        return frozenset(str(v) for v in found.tolist())
    whole = values.dtype.kind == "f" and bool(np.all(found == np.trunc(found)))
    return frozenset(int(v) for v in found.tolist()) if whole else frozenset(found.tolist())


def ordered(found: Collection[Any]) -> tuple[str, ...]:
    """Class names in order: numbers by number, else text; a lone 0, 1 or boolean brings its other half.

    >>> ordered({10, 9, 2}), ordered({"owl", "cat"}), ordered({0}), ordered({"True"})
    (('2', '9', '10'), ('cat', 'owl'), ('0', '1'), ('False', 'True'))
    """
    texts = {v for v in found if isinstance(v, str)} - ABSENT_TEXT
    written = {t: match for t in texts if (match := WHOLE.fullmatch(t))}
    numbers = {int(v) for v in found if not isinstance(v, str)} | {int(m[1]) for m in written.values()}
    names = (texts - written.keys()) | {str(n) for n in numbers}
    for pair in BOOLEANS:
        if names and names <= set(pair):
            return pair
    if numbers and names <= {"0", "1", *BOOLEANS[0]}:
        return ("0", "1")  # booleans in one column and 0, 1 in the other
    if numbers and len(numbers) == len(names):
        return ("0", "1") if numbers <= {0, 1} else tuple(str(n) for n in sorted(numbers))
    return tuple(sorted(names))
