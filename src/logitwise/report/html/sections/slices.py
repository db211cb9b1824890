"""Slices of the rows against the rest of their column, the worst first."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING, Final

from logitwise.findings.lesson import ADDRESS, PLACES
from logitwise.metrics.wording import level_words, sentence, tabled
from logitwise.report.charts.slices import WORSE, figure_of
from logitwise.report.html.cell import Cell, Column, Row, count, key, value
from logitwise.report.html.section import Section
from logitwise.report.key_numbers import interval_text
from logitwise.report.slice_rows import slice_table

if TYPE_CHECKING:
    from logitwise.metrics.slices import Slice
    from logitwise.report.report import Report
    from logitwise.report.slice_rows import SliceRow

MOST_LISTED: Final = 500
"""Slices in a page, the worst."""
SEARCHED: Final = 12
"""Slices above which a reader may search."""


def section(report: Report) -> Section | None:
    """None where the rows are sliced by no column."""
    table, ranking = slice_table(report, most=MOST_LISTED), report.ranking
    if table is None or ranking is None:
        return None
    there = len(ranking.slices)
    columns = (
        Column("slice", number=False), Column("rows"), Column(table.metric),
        Column(f"{level_words(report.level)} interval", number=False), Column("rest"), Column("adjusted p"),
        Column("found", number=False),
    )  # fmt: skip
    rows = tuple(_row(place, *both) for place, both in enumerate(zip(table.rows, ranking.slices, strict=False)))
    listed = f"the first {MOST_LISTED} of {there:,}, the others in JSON" if table.left else "all of them"
    values = {
        "metric": sentence(table.metric), "name": ranking.by.name, "said": table.said,
        "slices": figure_of(report, table),
        "columns": columns, "rows": rows, "caption": f"Slices in the order of the ranking, {listed}",
        "many": there > SEARCHED, "place": PLACES["LW602"], "address": ADDRESS,
    }  # fmt: skip
    return Section("slices", "Slices", values)


def _row(place: int, row: SliceRow, one: Slice) -> Row:
    found = f"{WORSE}worse" if row.worse else "few rows" if one.few else "no rest" if isnan(row.rest) else ""
    cells = (
        count(row.rows), value(row.estimate), _interval(row), _number(row.rest), _number(one.adjusted),
        Cell(found, "0" if row.worse else "1" if not found else "2"),
    )  # fmt: skip
    return Row(row.name, str(place), cells, marked=row.worse)


def _interval(row: SliceRow) -> Cell:
    return Cell(interval_text(row.estimate), key(row.estimate.low))


def _number(value: float) -> Cell:
    return Cell("–" if isnan(value) else tabled(value), key(value))
