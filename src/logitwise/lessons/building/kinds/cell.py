"""A cell of a confusion matrix to be clicked: exactly one answers."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

from logitwise.lessons.bank.question import Matrix, Variant
from logitwise.lessons.building.namespace import Namespace
from logitwise.lessons.building.rejected import RejectedError, UnluckyError
from logitwise.lessons.building.source import Source


def build(source: Source, names: Namespace, plain: Variant) -> Variant:
    """Ask of every cell whether it is the one."""
    given = source.fields.get("classes", [])
    classes = tuple(str(each) for each in (names.value(given) if isinstance(given, str) else given))
    counts = tuple(tuple(int(c) for c in row) for row in names.value(source.text("counts")))
    if len(classes) < 2 or {len(counts), *map(len, counts)} != {len(classes)}:
        raise RejectedError(f"{source.id}: the matrix is not square of {len(classes)} classes")
    cells = list(product(range(len(classes)), range(len(classes))))
    right = [cell for cell in cells if names.value(source.text("right"), i=cell[0], j=cell[1])]
    if len(right) != 1:
        raise UnluckyError(f"{source.id}: {len(right)} cells answer; one must: {right}")
    led = tuple(
        (i, j, str(each["misconception"]))
        for each in source.parts("wrong")
        for i, j in cells
        if (i, j) != right[0] and names.value(each["when"], i=i, j=j)
    )
    return replace(plain, matrix=Matrix(classes, counts, (right[0][0], right[0][1]), led))
