"""A row a slice, worst first: how many rows it has, how good it is there and in the rest."""

from __future__ import annotations

from dataclasses import dataclass
from math import isnan
from typing import TYPE_CHECKING

from logitwise.metrics import Estimate, measure
from logitwise.metrics.slices import FEWEST_ROWS, Q
from logitwise.metrics.wording import class_name, counted, tabled
from logitwise.report.key_numbers import title

if TYPE_CHECKING:
    from logitwise.metrics.slices import Ranking, Slice
    from logitwise.report.report import Report

MOST_SLICES = 10


@dataclass(frozen=True, slots=True)
class SliceRow:
    """One slice.

    Attributes:
        name: column and value, visible.
        rows: that it has.
        estimate: of the metric by which slices are ranked.
        rest: the same of the column's other values.
        against: how it stands against the rest, as text.
        worse: whether it is found worse.
    """

    name: str
    rows: int
    estimate: Estimate
    rest: float
    against: str
    worse: bool


@dataclass(frozen=True, slots=True)
class SliceTable:
    """The worst slices.

    Attributes:
        metric: by which they are ranked, as a column's heading.
        rows: worst first.
        left: slices that are not among them.
        said: sentences on how many are worse and how that was found.
    """

    metric: str
    rows: tuple[SliceRow, ...]
    left: int
    said: tuple[str, ...]


def slice_table(report: Report, *, most: int = MOST_SLICES) -> SliceTable | None:
    """The worst slices; None where the rows are sliced by no column."""
    ranking = report.ranking
    if ranking is None:
        return None
    shown = tuple(_row(report, ranking, one) for one in ranking.slices[:most])
    return SliceTable(
        title(ranking.by.name, None, ranking.by.of), shown, len(ranking.slices) - len(shown), said(ranking)
    )


def _row(report: Report, ranking: Ranking, one: Slice) -> SliceRow:
    measured = measure(one.tally, ranking.by.name, of=ranking.by.of)
    name = f"{class_name(one.column)} = {class_name(one.value) or '(empty)'}"
    return SliceRow(name, one.tally.rows, measured.estimate(report.level), one.rest, _against(one), one.worse)


def _against(one: Slice) -> str:
    """The rest's value, and whether this one is worse."""
    rest = "no rest" if isnan(one.rest) else tabled(one.rest)
    return f"{rest} worse" if one.worse else f"{rest} few rows" if one.few else rest


def said(ranking: Ranking) -> tuple[str, ...]:
    """How many slices are worse than the rest, and what that means.

    The list is in the order of estimates drawn towards what all slices have, so that small ones do not head it.
    """
    worse, few = (sum(getattr(one, name) for one in ranking.slices) for name in ("worse", "few"))
    found = (
        f"{_found(worse, len(ranking.slices))} worse than the rest of the rows; of such findings at most {100 * Q:g} % "
        f"are false ({ranking.correction})."
    )
    order = "Ordered by estimates drawn towards what all slices have, so that small ones do not head the list."
    small = f"Those with fewer than {FEWEST_ROWS} rows of what counts there ({few:,}) stand last unless found worse."
    return (found, order, small) if few else (found, order)


def _found(worse: int, slices: int) -> str:
    """How many are found.

    >>> _found(0, 7), _found(1, 7), _found(2, 1000)
    ('None of 7 slices is found', '1 of 7 slices is found', '2 of 1,000 slices are found')
    """
    of = f"of {counted(slices, 'slice')}"
    return f"{worse:,} {of} are found" if worse > 1 else f"{worse or 'None'} {of} is found"
