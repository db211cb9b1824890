"""Text in a CSV that no spreadsheet takes for a formula."""

from __future__ import annotations

from typing import Any

_FORMULA = r"^([=+\-@\t\r])"


def inert(table: Any) -> Any:
    """An Arrow table with an apostrophe before every name and text that a spreadsheet would compute.

    That is one that begins with ``=``, ``+``, ``-``, ``@``, a tab or a carriage return; numbers are no text and stay.

    >>> import pyarrow as pa
    >>> inert(pa.table({"=n": [-1, 2], "site": ["-A1", "a-b"]})).to_pydict()
    {"'=n": [-1, 2], 'site': ["'-A1", 'a-b']}
    """
    import pyarrow as pa  # noqa: PLC0415  pyarrow is heavy
    import pyarrow.compute as pc  # noqa: PLC0415  see above

    def of(text: Any) -> Any:
        return pc.replace_substring_regex(text, _FORMULA, r"'\1")

    columns = [
        of(column) if pa.types.is_string(field.type) or pa.types.is_large_string(field.type) else column
        for field, column in zip(table.schema, table.columns, strict=True)
    ]
    return pa.table(columns, names=of(pa.array(table.column_names)).to_pylist())
