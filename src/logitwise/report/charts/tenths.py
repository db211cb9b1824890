"""A reliability curve as a table: rows by tenths of the probability that they were given."""

from __future__ import annotations

from math import nan
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from logitwise.metrics.wording import tabled
from logitwise.report.charts.equal_bins import equal_bins
from logitwise.report.table import Table

if TYPE_CHECKING:
    from logitwise.metrics import Curve
    from logitwise.report.stated import Stated

PARTS = 10


class Tenth(NamedTuple):
    """Rows whose probability lies in one tenth of the scale.

    Attributes:
        left: smallest probability of the tenth.
        rows: rows in it.
        given: their mean probability.
        happened: share in which the outcome holds.
        low: consistency band at the mean probability; NaN without a band.
        high: its upper end.
    """

    left: float
    rows: float
    given: float
    happened: float
    low: float
    high: float


def tenths(shown: Stated, curve: Curve) -> tuple[Tenth, ...]:
    """Tenths that hold rows; a probability of 1 is in the last."""
    cells, columns = shown.cells, curve.columns
    part = equal_bins(cells, PARTS)
    count = (cells.positives + cells.negatives).astype(np.float64)
    rows = np.bincount(part, count, PARTS)
    hits, mass = np.bincount(part, cells.positives, PARTS), np.bincount(part, cells.p * count, PARTS)
    found = []
    for i in np.flatnonzero(rows):
        given = mass[i] / rows[i]
        low, high = (
            float(np.interp(given, columns["predicted"], columns[end])) if end in columns else nan
            for end in ("low", "high")
        )
        found.append(Tenth(i / PARTS, float(rows[i]), float(given), float(hits[i] / rows[i]), low, high))
    return tuple(found)


def tenths_table(parts: tuple[Tenth, ...], *, banded: bool) -> Table:
    """The same as text."""
    header = ("probability", "rows", "mean given", "happened", *(("if calibrated",) if banded else ()))
    return Table(header, tuple(_cells(each, banded=banded) for each in parts), frozenset(range(1, len(header))))


def _cells(part: Tenth, *, banded: bool) -> tuple[str, ...]:
    span = f"{part.left:.1f} to {part.left + 1 / PARTS:.1f}"
    known = (span, f"{round(part.rows):,}", tabled(part.given), tabled(part.happened))
    return (*known, f"{part.low:.3f} to {part.high:.3f}") if banded else known
