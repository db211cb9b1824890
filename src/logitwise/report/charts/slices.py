"""Forest plot of slices: each with its interval, the rest of its column, and all rows."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING, Final

from logitwise.metrics import measure
from logitwise.metrics.wording import percent, sentence, tabled
from logitwise.report.charts.figure import Figure
from logitwise.report.key_numbers import interval_text
from logitwise.report.slice_rows import slice_table
from logitwise.report.table import Table

if TYPE_CHECKING:
    from altair import LayerChart

    from logitwise.report.charts.figure import Columns
    from logitwise.report.report import Report
    from logitwise.report.slice_rows import SliceRow, SliceTable
    from logitwise.report.theme.palette import Palette

MOST_DRAWN: Final = 40
"""Slices that are drawn, the worst."""
WORSE: Final = "▼ "
"""Before the name of a slice that is found worse, so that colour is not all."""


def drawing(colours: Palette) -> LayerChart:
    """Dataset ``rows``: ``place``, ``slice``, ``value``, ``low``, ``high``, ``rest``, ``rows``, ``worse``.

    Params: ``names`` by place; ``all``, the value of all rows.
    """
    import altair as alt  # noqa: PLC0415  heavy, and the page needs the frozen drawing alone

    names, everything = alt.param(name="names", value=[]), alt.param(name="all", value=None)
    limit = alt.ExprRef("containerSize()[0] < 480 ? 110 : 260")
    y = alt.Y("place:O", title=None, axis=alt.Axis(
        labelExpr="names[datum.value]", labelOverlap=False, labelFlush=False, labelLimit=limit, ticks=False,
    ))  # fmt: skip
    x = alt.X("value:Q", title=None, scale=alt.Scale(zero=False, nice=True))
    found = alt.Scale(domain=["worse than the rest", "not found worse"], range=[colours.wrong, colours.series_1])
    colour = alt.Color("found:N", scale=found, legend=alt.Legend(title=None))
    shape = alt.Shape("found:N", scale=alt.Scale(domain=found.domain, range=["triangle-down", "circle"]), legend=None)
    tips = [
        alt.Tooltip("slice:N"), alt.Tooltip("value:Q", format=".3f"), alt.Tooltip("low:Q", format=".3f"),
        alt.Tooltip("high:Q", format=".3f"), alt.Tooltip("rest:Q", format=".3f"), alt.Tooltip("rows:Q", format=","),
    ]  # fmt: skip
    rows = (
        alt.Chart(alt.NamedData("rows"))
        .transform_calculate(found="datum.worse ? 'worse than the rest' : 'not found worse'")
        .encode(y=y, tooltip=tips)
    )
    line = (
        alt.Chart(alt.InlineData([{}]))
        .transform_calculate(at="all")
        .transform_filter("isValid(datum.at)")
        .mark_rule(strokeDash=[4, 4], strokeWidth=1.25, color=colours.muted)
        .encode(x="at:Q")
    )
    spans = rows.mark_rule(strokeWidth=2).encode(x=alt.X("low:Q", title=None), x2="high:Q", color=colour)
    rest = rows.mark_tick(color=colours.ink, thickness=2, height=12, orient="vertical").encode(x="rest:Q")
    dots = rows.mark_point(size=80, opacity=1, stroke=colours.surface, strokeWidth=1).encode(
        x=x, color=colour, shape=shape
    )
    return (
        alt.layer(line, spans, rest, dots)
        .add_params(names, everything)
        .properties(width="container", height=alt.Step(24))
    )


def figure(report: Report, *, of: str | None = None) -> Figure | None:
    """The forty worst slices; None where the rows are sliced by no column."""
    table = slice_table(report, most=MOST_DRAWN)
    return None if of is not None or table is None else figure_of(report, table)


def figure_of(report: Report, table: SliceTable) -> Figure | None:
    """The same of a table that is known; None where the metric is defined in no slice."""
    shown = [row for row in table.rows if isfinite(row.estimate.value)][:MOST_DRAWN]
    ranking = report.ranking
    if not shown or ranking is None:
        return None
    overall = measure(report.tally, ranking.by.name, of=ranking.by.of).value
    columns: Columns = {
        "place": list(range(len(shown))),
        "slice": [row.name for row in shown],
        "value": [_short(row.estimate.value) for row in shown],
        "low": [_short(row.estimate.low) for row in shown],
        "high": [_short(row.estimate.high) for row in shown],
        "rest": [_short(row.rest) for row in shown],
        "rows": [row.rows for row in shown],
        "worse": [row.worse for row in shown],
    }
    return Figure(
        "slices", f"{sentence(table.metric)} by slice", _sentence(table, shown, overall, of=len(ranking.slices)),
        Table(("slice", "rows", table.metric, f"interval ({100 * report.level:g} %)", "rest"),
              tuple(_line(row) for row in shown), frozenset({1, 2, 3})),
        {"rows": columns},
        {"names": [(WORSE if row.worse else "") + row.name for row in shown], "all": _short(overall)},
    )  # fmt: skip


def _line(row: SliceRow) -> tuple[str, ...]:
    return row.name, f"{row.rows:,}", tabled(row.estimate.value), interval_text(row.estimate), row.against


def _sentence(table: SliceTable, shown: list[SliceRow], overall: float, *, of: int) -> str:
    worst = min(shown, key=lambda row: row.estimate.value)
    best = max(shown, key=lambda row: row.estimate.value)
    said = (
        f"{sentence(table.metric)} goes from {percent(worst.estimate.value)} ({worst.name}) to "
        f"{percent(best.estimate.value)} ({best.name}); all rows have {percent(overall)}, the dashed line. The short "
        "upright mark is the rest of the same column."
    )
    return f"{said} Drawn are the first {len(shown)} of {of:,} slices." if len(shown) < of else said


def _short(value: float) -> float | None:
    return float(f"{value:.5g}") if isfinite(value) else None
