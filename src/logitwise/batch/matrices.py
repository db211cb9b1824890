"""Labels as matrices of 0 and 1: one-hot for a softmax, one column a label for multilabel."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from logitwise.batch.fault import Fault
from logitwise.batch.labels import ABSENT_TEXT
from logitwise.batch.shown import shown
from logitwise.errors import LabelError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from logitwise.batch.column import Column
    from logitwise.batch.origin import Origin

_TRUTH = {"0": 0.0, "1": 1.0, "0.0": 0.0, "1.0": 1.0, "False": 0.0, "True": 1.0, "false": 0.0, "true": 1.0}


def bits(labels: Column, origin: Origin) -> tuple[NDArray[np.uint8], list[Fault]]:
    """A label matrix as uint8, with the faults of rows that hold anything but 0 and 1.

    Raises:
        LabelError: a matrix of something that is neither number nor boolean.
    """
    values = labels.values
    if labels.names is not None:
        table = [_TRUTH.get(str(n), np.nan if str(n) in ABSENT_TEXT else -1.0) for n in labels.names]
        values = np.array(table or [np.nan])[values]
    if values.dtype.kind not in "buif":
        raise LabelError(f"{origin.of(origin.label)}: a label matrix of type {values.dtype}; 0 and 1 were expected")
    return (values == 1).astype(np.uint8), list(_faults(values, labels, origin))


def one_hot(labels: Column, origin: Origin) -> tuple[NDArray[Any], list[Fault]]:
    """Class codes of one-hot rows, with the faults of rows in which not exactly one class is 1."""
    matrix, faults = bits(labels, origin)
    ones = matrix.sum(axis=1, dtype=np.int64)
    several, none = ones > 1, ones == 0
    for fault in faults:
        none &= ~fault.rows
    said = "a softmax needs exactly one; if rows may hold several or none, say head='multilabel' (--head multilabel)"
    name = origin.of(origin.label)

    def wrong(i: int) -> LabelError:
        return LabelError(f"{name}: {origin.row(i)} of the label matrix holds {ones[i]} ones, and {said}")

    if several.any():
        faults.append(Fault("label row holds several ones", several, wrong, structural=True))
    if none.any():
        faults.append(Fault("label row holds no one", none, wrong))
    return matrix.argmax(axis=1).astype(np.int32), faults


def _faults(values: NDArray[Any], labels: Column, origin: Origin) -> Iterator[Fault]:
    name = origin.of(origin.label)
    absent = labels.null if labels.null is not None else np.zeros(values.shape, np.bool_)
    if values.dtype.kind == "f":
        absent = absent | np.isnan(values)
    other = ~((values == 0) | (values == 1) | absent)

    def missing(i: int) -> LabelError:
        where = f"{origin.row(i)}, column {int(np.argmax(absent[i]))}"
        what = "null" if labels.null is not None and labels.null[i].any() else "NaN"
        return LabelError(f"{name}: a label is missing ({what}) at {where} of the label matrix")

    def neither(i: int) -> LabelError:
        j = int(np.argmax(other[i]))
        value = shown(labels.names[int(labels.values[i, j])] if labels.names else values[i, j])
        return LabelError(
            f"{name}: {value} at {origin.row(i)}, column {j} of the label matrix, where 0 or 1 was expected; "
            "shares and soft labels are no classes"
        )

    if absent.any():
        yield Fault("label is missing", np.asarray(absent.any(axis=1)), missing)
    if other.any():
        yield Fault("label is neither 0 nor 1", np.asarray(other.any(axis=1)), neither)
