"""What a column holds by its type, as far as two files can differ in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Kind:
    """The kind of a column's values.

    Attributes:
        word: ``numbers`` (truth values among them), ``text``, ``times``, or whatever else the source calls it.
        width: values a row of a column of vectors, 0 where rows may differ; None for single values.
    """

    word: str
    width: int | None = None

    def __str__(self) -> str:
        """The kind in words.

        >>> str(Kind("numbers")), str(Kind("numbers", 0)), str(Kind("numbers", 3))
        ('numbers', 'lists of numbers', 'lists of 3 numbers')
        """
        if self.width is None:
            return self.word
        return f"lists of {self.width} {self.word}" if self.width else f"lists of {self.word}"

    def fits(self, other: Kind) -> bool:
        """Whether values of both kinds can stand in one column.

        >>> Kind("numbers", 0).fits(Kind("numbers", 3)), Kind("numbers").fits(Kind("numbers", 3))
        (True, False)
        """
        lists = (self.width is None) == (other.width is None)
        return self.word == other.word and lists and (self.width == other.width or not (self.width and other.width))


def kind_of_arrow(kind: Any) -> Kind | None:
    """The kind of an Arrow type; None where it holds nothing."""
    import pyarrow as pa  # noqa: PLC0415  pyarrow is heavy

    types = pa.types
    if isinstance(kind, pa.BaseExtensionType) or types.is_dictionary(kind):
        return kind_of_arrow(kind.value_type if types.is_dictionary(kind) else kind.storage_type)
    if types.is_list(kind) or types.is_large_list(kind) or types.is_fixed_size_list(kind):
        inner = kind_of_arrow(kind.value_type)
        width = kind.list_size if types.is_fixed_size_list(kind) else 0
        return Kind(inner.word if inner else "nothing", width)
    if types.is_null(kind):
        return None
    families = {
        "numbers": (types.is_integer, types.is_floating, types.is_decimal, types.is_boolean),
        "text": (types.is_string, types.is_large_string, types.is_string_view),
        "times": (types.is_temporal,),
    }
    word = next((word for word, tests in families.items() if any(test(kind) for test in tests)), None)
    return Kind(word or f"values of type {type(kind).__name__ if kind.num_fields else kind}")


def kind_of_dtype(dtype: Any, shape: tuple[int, ...]) -> Kind:
    """The kind of a NumPy array."""
    width = int(shape[1]) if len(shape) > 1 else None
    word = {"U": "text", "S": "text", "T": "text", "M": "times", "m": "times"}.get(dtype.kind, "numbers")
    return Kind(word, width)
