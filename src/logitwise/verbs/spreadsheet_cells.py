"""Text in a CSV that no spreadsheet takes for a formula."""

from __future__ import annotations

from typing import Any, NamedTuple

_FORMULA = r"^([=+\-@\t\r])"


class Inert(NamedTuple):
    """A table in which nothing is computed, and how many of its names and of its cells were changed for that."""

    table: Any
    names: int
    cells: int


def inert(table: Any) -> Inert:
    """An Arrow table with an apostrophe before every name and text that a spreadsheet would compute.

    That is one that begins with ``=``, ``+``, ``-``, ``@``, a tab or a carriage return; numbers are no text and stay.

    >>> import pyarrow as pa
    >>> table, names, cells = inert(pa.table({"=n": [-1, 2], "site": ["-A1", "a-b"]}))
    >>> table.to_pydict(), names, cells
    ({"'=n": [-1, 2], 'site': ["'-A1", 'a-b']}, 1, 1)
    """
    import pyarrow as pa  # noqa: PLC0415  pyarrow is heavy
    import pyarrow.compute as pc  # noqa: PLC0415  see above

    def of(text: Any) -> Any:
        return pc.replace_substring_regex(text, _FORMULA, r"'\1")

    def found(text: Any) -> int:
        return pc.sum(pc.match_substring_regex(text, _FORMULA)).as_py() or 0

    text = [pa.types.is_string(field.type) or pa.types.is_large_string(field.type) for field in table.schema]
    columns = [of(column) if is_text else column for is_text, column in zip(text, table.columns, strict=True)]
    names = pa.array(table.column_names)
    cells = sum(found(column) for is_text, column in zip(text, table.columns, strict=True) if is_text)
    return Inert(pa.table(columns, names=of(names).to_pylist()), found(names), cells)
