"""A matrix of costs from a CSV: what each decision costs by truth."""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite
from pathlib import Path

from logitwise.batch.shown import shown
from logitwise.errors import FormatError, ScoreError, ShapeError
from logitwise.sources.confusion import named_matrix, order_of
from logitwise.sources.limits import Limits


def open_costs(path: Path, *, classes: Sequence[str], limits: Limits = Limits()) -> list[list[float]]:  # noqa: B008
    """Costs ``(truth, decision)`` in the order of `classes`.

    Args:
        path: a CSV with the decided classes in its header and the true ones in its first column, each in any order.
        classes: of the head.
        limits: limits against hostile files.

    Raises:
        ShapeError: a matrix that is not C x C.
        ScoreError: a cost that is negative or not finite.
        ColumnError: other classes than the head's.
    """
    truth, decided, cells, name = named_matrix(str(path), limits)
    if len(truth) != len(decided):
        raise ShapeError(f"{name}: costs are C x C for C classes; got {len(truth)} x {len(decided)}")
    order = order_of(truth, decided, classes, len(cells), name)
    rows, columns = [truth.index(each) for each in order], [decided.index(each) for each in order]
    return [[_cost(cells[i][j], f"{name}: row {i + 1}, column {shown(decided[j])}") for j in columns] for i in rows]


def _cost(text: str, place: str) -> float:
    try:
        cost = float(text)
    except ValueError:
        raise FormatError(f"{place}: {shown(text)!r} is no cost; a number was expected") from None
    if not isfinite(cost) or cost < 0:
        raise ScoreError(f"{place}: {shown(text)} is no cost; a number of at least 0 was expected")
    return cost
