"""A confusion matrix, from an array, a frame or a CSV."""

from __future__ import annotations

import csv
import os
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from logitwise.batch.shown import listed, shown
from logitwise.errors import (
    ColumnError,
    EmptyError,
    FormatError,
    LabelError,
    OptionError,
    ScoreError,
    ShapeError,
    SuffixError,
)
from logitwise.head import Head
from logitwise.sources.arrays import given
from logitwise.sources.csv_lines import header_of, line_of
from logitwise.sources.frames import is_pandas
from logitwise.sources.limits import Limits
from logitwise.sources.paths import local_file

if TYPE_CHECKING:
    from collections.abc import Sequence

Counts = NDArray[np.int64]
LARGEST = 2**53


def open_confusion(
    source: Any,
    *,
    classes: Sequence[object] | None = None,
    positive: object = None,
    limits: Limits = Limits(),  # noqa: B008  Limits is frozen
) -> tuple[Head, Counts, str]:
    """Counts of truth (rows) against decision (columns), both in the order of the head's classes.

    Args:
        source: square array, list of lists or frame, or the path of a CSV with the predicted classes in its header and
            the true ones in its first column, each in any order.
        classes: class names; of a matrix without names those of its rows and columns, of one with names their order.
        positive: the positive class where there are two.
        limits: limits against hostile files.

    Raises:
        ShapeError: a matrix that is not C x C.
        ScoreError: a count that is negative or no whole number.
        ColumnError: names of rows and columns that differ, or differ from `classes`.
        EmptyError: no rows were counted.
    """
    if isinstance(source, str | os.PathLike):
        truth, predicted, cells, name = named_matrix(os.fspath(source), limits)
    elif is_pandas(source, "DataFrame"):
        truth, predicted = [str(i) for i in source.index], [str(c) for c in source.columns]
        cells, name = source.to_numpy().tolist(), "confusion"
    else:
        values = given(source, "confusion").column.values
        truth, predicted, cells, name = [], [], values.tolist(), "confusion"
        _square(values.shape, name)
    _square((len(cells), len(predicted) if predicted else len(cells)), name)
    places = predicted or [str(j) for j in range(len(cells))]
    numbered = enumerate(cells, start=1 if truth else 0)
    counts = np.array(
        [[_count(c, f"row {i}, column {shown(places[j])}", name) for j, c in enumerate(row)] for i, row in numbered],
        np.int64,
    )
    names = order_of(truth, predicted, classes, len(counts), name)
    if truth:
        rows, columns = [truth.index(n) for n in names], [predicted.index(n) for n in names]
        counts = counts[np.ix_(rows, columns)]
    if sum(counts.ravel().tolist()) > LARGEST:
        raise ScoreError(f"{name}: more rows than can be counted exactly (2^53)")
    if not counts.any():
        raise EmptyError(f"{name}: no rows were counted, every cell is 0")
    head = _head(names, positive)
    told = f"counts of truth by decision from {'the argument confusion' if name == 'confusion' else name}"
    return head, counts, f"{told}; {len(names)} classes: {listed(names)}"


def _head(names: tuple[str, ...], positive: object) -> Head:
    if len(names) > 2:
        if positive is not None:
            raise OptionError(f"positive (--positive) is for two classes; here are {len(names)}")
        return Head("softmax", names)
    if positive is not None and str(positive) not in names:
        raise OptionError(f"positive (--positive) {shown(str(positive))} is none of the classes {listed(names)}")
    return Head("sigmoid", names, None if positive is None else names.index(str(positive)))


def _square(shape: tuple[int, ...], name: str) -> None:
    if len(shape) != 2 or shape[0] != shape[1] or shape[0] < 2:
        found = " x ".join(map(str, shape)) or "a single number"
        raise ShapeError(
            f"{name}: a confusion matrix is C x C for C classes (at least 2), rows the truth, columns the decisions; "
            f"got {found}"
        )


def _count(cell: Any, place: str, name: str) -> int:
    """A cell as a whole number."""
    try:
        number = float(cell)
        whole = int(cell) if isinstance(cell, int) or (isinstance(cell, str) and cell.strip().isdigit()) else None
    except (TypeError, ValueError, OverflowError) as error:
        raise FormatError(
            f"{name}: {shown(str(cell))!r} at {place} is no count; whole numbers were expected"
        ) from error
    if (whole is None and number != np.trunc(number)) or not np.isfinite(number):
        raise ScoreError(
            f"{name}: {shown(cell)} at {place} is no whole number; counts of rows were expected, not shares"
        )
    if number < 0:
        raise ScoreError(f"{name}: a negative count, {shown(cell)}, at {place}")
    if number > LARGEST:
        raise ScoreError(f"{name}: {shown(cell)} at {place} is more than can be counted exactly (2^53)")
    return int(number) if whole is None else whole


def order_of(
    truth: list[str], predicted: list[str], classes: Sequence[object] | None, count: int, name: str
) -> tuple[str, ...]:
    """Classes in the order in which the matrix is read: those named, else as its columns stand.

    Raises:
        ColumnError: a name that is empty or given twice, or other classes than those named.
        LabelError: rows and columns that name different classes.
        ShapeError: as many classes as named are not in a matrix without names.
    """
    declared = None if classes is None else tuple(str(c) for c in classes)
    for what, names in (("rows (truth)", truth), ("columns (decisions)", predicted), ("classes", declared or ())):
        for n in names:
            if not n.strip():
                raise ColumnError(f"{name}: a class name of the {what} is empty")
            if "\0" in n:
                raise ColumnError(f"{name}: class name {shown(n)} of the {what} holds a NUL character")
        if len(set(names)) < len(names):
            raise ColumnError(f"{name}: a class is named twice in the {what}: {listed(names)}")
    if not truth:  # a matrix without names
        if declared is not None and len(declared) != count:
            raise ShapeError(f"{name}: {count} classes in the matrix, {len(declared)} were named")
        return declared or tuple(map(str, range(count)))
    if set(truth) != set(predicted):
        odd = sorted(set(truth) ^ set(predicted))
        raise LabelError(f"{name}: rows and columns must name the same classes; only one of them names {listed(odd)}")
    if declared is not None and set(declared) != set(truth):
        raise ColumnError(f"{name}: the classes named are {listed(declared)}, those of the matrix {listed(predicted)}")
    return declared or tuple(predicted)


def named_matrix(text: str, limits: Limits) -> tuple[list[str], list[str], list[list[str]], str]:
    """Names of rows, names of columns and cells of a CSV, and its name for messages.

    Raises:
        SuffixError: no ``.csv``.
        FormatError: no CSV, or a row of another width.
        EmptyError: no rows.
    """
    path, name = local_file(text), shown(text, longest=400)
    if path.suffix.lower() != ".csv":
        raise SuffixError(f"{name}: a confusion matrix is read from .csv; the suffix is {path.suffix or 'missing'}")
    header = header_of(path, name, limits)
    truth, cells = [], []
    with path.open(encoding="utf-8-sig", newline="") as stream:
        try:
            rows = [row for row in csv.reader(stream) if row][1:]
        except (UnicodeDecodeError, csv.Error) as error:
            raise FormatError(f"{name} cannot be read as a CSV in UTF-8") from error
    for i, row in enumerate(rows, start=1):
        if len(row) != len(header):
            place = f"row {i} (line {line_of(path, i)})"
            raise FormatError(f"{name}: {place} has {len(row)} fields, the header has {len(header)}")
        truth.append(row[0])
        cells.append(row[1:])
    if not rows:
        raise EmptyError(f"{name} has no rows")
    return truth, list(header[1:]), cells, name
