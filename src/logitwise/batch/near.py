"""What may have been meant by a label that belongs to no class."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from logitwise.batch.shown import listed, shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from logitwise.batch.column import Column


def listed_classes(classes: Sequence[str]) -> str:
    """Class names for a message; a run of numbers as its ends.

    >>> listed_classes(["0", "1", "2", "3"]), listed_classes(["cat", "dog"])
    ('0 to 3', 'cat, dog')
    """
    first = int(classes[0]) if classes[0].isascii() and classes[0].isdigit() else None
    if len(classes) > 2 and first is not None and classes[-1] == str(first + len(classes) - 1):
        return f"{classes[0]} to {classes[-1]}"
    return listed(classes)


def label_hint(labels: Column, classes: Sequence[str], row: int, *, numbered: bool) -> str:
    """The likely cause, as the end of a sentence; empty where nothing is known."""
    if labels.names is not None:
        return _name_hint(str(labels.names[int(labels.values[row])]), classes)
    values = labels.values if labels.null is None else labels.values[~labels.null]
    value, low, high = labels.values[row], values.min(), values.max()
    count = len(classes)
    hint = ""
    if not numbered:
        hint = ": labels are joined to named columns by name; give the names, or classes in the order of these numbers"
    elif low == 1 and high == count:
        hint = f"; the labels start at 1 and run to {count}, so subtract 1 or declare the classes 1 to {count}"
    elif count == 2 and low == -1 and high == 1 and set(np.unique(values).tolist()) == {-1, 1}:
        hint = "; labels -1 and 1 have to be declared: classes=[-1, 1]"
    elif labels.values.dtype == np.int8 and count > 128:
        hint = f"; int8 holds -128 to 127, so labels of {count} classes wrapped: store them in a wider type"
    elif value == -100:
        hint = "; -100 is what PyTorch ignores: leave such rows out with invalid='reject' (--invalid reject)"
    return hint


def _name_hint(name: str, classes: Sequence[str]) -> str:
    plain = name.strip().casefold()
    near = [c for c in classes if c.strip().casefold() == plain]
    return f"; did you mean {shown(near[0])}? Case and spaces count, nothing is merged" if near else ""
