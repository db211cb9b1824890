"""Labels to class codes: by number, by name, one-hot; never by what is truthy."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from logitwise.batch.extremes import BLOCK
from logitwise.batch.fault import REJECT, Fault
from logitwise.batch.near import label_hint, listed_classes
from logitwise.batch.shown import shown
from logitwise.errors import LabelError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from logitwise.batch.column import Column
    from logitwise.batch.origin import Origin

ABSENT_TEXT = frozenset({"", "NA", "N/A", "#N/A", "null", "NULL", "None", "nan", "NaN"})
MISSING, UNKNOWN, FRACTION = -1, -2, -3
WHOLE = re.compile(r"(-?(?:0|[1-9][0-9]{0,18}))(?:\.0*)?", re.ASCII)  # a longer number is that of no class


@dataclass(frozen=True, slots=True)
class LabelCoding:
    """How a label column names the classes.

    Attributes:
        classes: names in the order of codes.
        numbers: the whole number that stands for each class, None where only names join.
        text_numbers: whether text may spell those numbers (as in a CSV); not where it spells booleans.
    """

    classes: tuple[str, ...]
    numbers: tuple[int, ...] | None
    text_numbers: bool = True

    def codes(self, labels: Column, origin: Origin) -> tuple[NDArray[Any], list[Fault]]:
        """Class code of each row, and the faults of those that have none.

        Raises:
            LabelError: labels of a type that can name no class.
        """
        kind = labels.values.dtype.kind
        if labels.names is not None:
            found = self._codes_of_names(labels)
        elif kind in "Mm":
            word = "datetime" if kind == "M" else "timedelta"
            raise LabelError(f"{origin.of(origin.label)}: the labels are of type {word}, which names no class")
        elif kind not in "buif":
            raise LabelError(f"{origin.of(origin.label)}: labels of type {labels.values.dtype} name no class; {_TYPES}")
        else:
            quick = self._narrow(labels)
            if quick is not None:
                return quick, []
            found = self._codes_of_numbers(labels.values)
        if labels.null is not None:
            found = np.where(labels.null, MISSING, found)
        return found, list(self._faults(found, labels, origin))

    def code_of(self, text: str) -> int:
        """Code of a class by name, or by a number written out."""
        if text in self.classes:
            return self.classes.index(text)
        whole = WHOLE.fullmatch(text) if self.text_numbers and self.numbers is not None else None
        if whole and self.numbers is not None and int(whole[1]) in self.numbers:
            return self.numbers.index(int(whole[1]))
        return MISSING if text in ABSENT_TEXT else UNKNOWN

    def _codes_of_names(self, labels: Column) -> NDArray[np.int32]:
        by_name = {name: code for code, name in enumerate(self.classes)}
        names = labels.names or ()
        table = np.array(
            [by_name[n] if isinstance(n, str) and n in by_name else self.code_of(str(n)) for n in names] or [MISSING],
            np.int32,
        )
        return np.asarray(table[labels.values])

    def _narrow(self, labels: Column) -> NDArray[Any] | None:
        """Whole numbers 0 to C - 1, checked and narrowed in one walk; None where any is something else."""
        values, top = labels.values, len(self.classes)
        if values.dtype.kind not in "bui" or labels.null is not None or self.numbers != tuple(range(top)):
            return None
        values = values.view(np.uint8) if values.dtype.kind == "b" else values
        if not values.dtype.isnative:
            values = values.astype(values.dtype.newbyteorder("="))
        unsigned = values.view(f"u{values.dtype.itemsize}")  # a negative number becomes one of the upper half
        if values.dtype.kind == "i":
            top = min(top, 2 ** (8 * values.dtype.itemsize - 1))
        out = np.empty(len(values), np.uint8 if len(self.classes) <= 2 else np.int32)
        for start in range(0, len(values), BLOCK):
            block = unsigned[start : start + BLOCK]
            if block.max() >= top:
                return None
            out[start : start + BLOCK] = block
        return out

    def _codes_of_numbers(self, values: NDArray[Any]) -> NDArray[np.int32]:
        found = np.full(len(values), UNKNOWN, np.int32)
        if values.dtype.kind == "f":
            found[np.isfinite(values) & (values != np.trunc(values))] = FRACTION
            found[np.isnan(values)] = MISSING
        if self.numbers is None:
            return found
        if self.numbers == tuple(range(len(self.numbers))) and values.dtype.kind != "b":
            inside = (values >= 0) & (values < len(self.numbers)) & (found != FRACTION)
            found[inside] = values[inside].astype(np.int32)
            return found
        order = sorted(range(len(self.numbers)), key=self.numbers.__getitem__)
        known = np.array([self.numbers[i] for i in order])
        place = np.minimum(np.searchsorted(known, values), len(known) - 1)
        hit = known[place] == values
        found[hit] = np.array(order, np.int32)[place[hit]]
        return found

    def _faults(self, found: NDArray[np.int32], labels: Column, origin: Origin) -> Iterator[Fault]:
        name = origin.of(origin.label)

        def value(i: int) -> str:
            if labels.names is not None:
                return shown(labels.names[int(labels.values[i])])
            return shown(labels.values[i])

        def missing(i: int) -> LabelError:
            absent = labels.null is not None and bool(labels.null[i])
            what = "null" if absent else ("NaN" if labels.names is None else value(i))
            return LabelError(f"{name}: the label of {origin.row(i)} is missing ({what}); every row needs its class")

        def unknown(i: int) -> LabelError:
            kind = "text" if labels.names is not None else str(labels.values.dtype)
            hint = label_hint(labels, self.classes, i, numbered=self.numbers is not None)
            expected = f"the classes are {listed_classes(self.classes)}"
            return LabelError(
                f"{name}: label {value(i)} ({kind}) of {origin.row(i)} belongs to no class; {expected}{hint}"
            )

        def fraction(i: int) -> LabelError:
            return LabelError(
                f"{name}: label {value(i)} of {origin.row(i)} is no whole number, so it is no class; "
                f"nothing is rounded: decide upstream which class it is, or leave such rows out ({REJECT})"
            )

        one_based = self._one_based(labels)
        for code, reason, error in (
            (MISSING, "label is missing", missing),
            (UNKNOWN, "label belongs to no class", unknown),
            (FRACTION, "label is not a whole number", fraction),
        ):
            rows = found == code
            if rows.any():
                yield Fault(reason, rows, error, structural=code == UNKNOWN and one_based)

    def _one_based(self, labels: Column) -> bool:
        """Labels that run from 1 to C: shifted as a whole, so that no single row is at fault."""
        values = labels.values
        if labels.names is not None or values.dtype.kind not in "ui" or self.numbers != tuple(range(len(self.classes))):
            return False
        there = values if labels.null is None else values[~labels.null]
        return bool(there.size and there.min() == 1 and there.max() == len(self.classes))


_TYPES = "whole numbers, booleans, text or one-hot rows were expected"
