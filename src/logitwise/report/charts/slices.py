"""Forest plot of slices: each with its interval, the rest of its column, and all rows."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING, Final

from logitwise.metrics import measure
from logitwise.metrics.wording import level_words, percent, sentence, tabled
from logitwise.report.charts.axis_names import BY_WIDTH, NARROW, axis_names
from logitwise.report.charts.columns import shown as drawn
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
LABEL: Final = 38
"""Characters of a name beside the marks, for which there is room in a wide window."""
WORSE: Final = "▼ "
"""Before the name of a slice that is found worse, so that colour is not all."""


def drawing(colours: Palette) -> LayerChart:
    """Dataset ``rows``: ``place``, ``slice``, ``value``, ``low``, ``high``, ``rest``, ``rows``, ``worse``.

    Params: ``names`` and, for a narrow window, ``short`` by place; ``all``, the value of all rows.
    """
    import altair as alt  # noqa: PLC0415  heavy, and the page needs the frozen drawing alone

    params = (
        alt.param(name="names", value=[]), alt.param(name="short", value=[]), alt.param(name="all", value=None),
    )  # fmt: skip
    limit = alt.ExprRef("containerSize()[0] < 480 ? 110 : 260")
    y = alt.Y("place:O", title=None, axis=alt.Axis(
        labelExpr=BY_WIDTH, labelOverlap=False, labelFlush=False, labelLimit=limit, ticks=False,
    ))  # fmt: skip
    ticks = alt.Axis(labelFlush=False, labelSeparation=8, tickCount=alt.ExprRef("width < 300 ? 3 : 6"))
    along = {"title": ["upright mark: the rest of the column", "dashed line: all rows"], "axis": ticks}
    x = alt.X("value:Q", scale=alt.Scale(zero=False, nice=True), **along)
    found = alt.Scale(domain=["worse", "not found worse"], range=[colours.wrong, colours.series_1])
    colour = alt.Color("found:N", scale=found, legend=alt.Legend(title=None))
    shape = alt.Shape("found:N", scale=alt.Scale(domain=found.domain, range=["triangle-down", "circle"]), legend=None)
    tips = [
        alt.Tooltip("slice:N"), alt.Tooltip("value:Q", format=".3f"), alt.Tooltip("low:Q", format=".3f"),
        alt.Tooltip("high:Q", format=".3f"), alt.Tooltip("rest:Q", format=".3f"), alt.Tooltip("rows:Q", format=","),
    ]  # fmt: skip
    rows = (
        alt.Chart(alt.NamedData("rows"))
        .transform_calculate(found="datum.worse ? 'worse' : 'not found worse'")
        .encode(y=y, tooltip=tips)
    )
    line = (
        alt.Chart(alt.InlineData([{}]))
        .transform_calculate(at="all")
        .transform_filter("isValid(datum.at)")
        .mark_rule(strokeDash=[4, 4], strokeWidth=1.25, color=colours.muted)
        .encode(x=alt.X("at:Q", **along))
    )
    spans = rows.mark_rule(strokeWidth=2).encode(x=alt.X("low:Q", **along), x2="high:Q", color=colour)
    tick = rows.mark_tick(color=colours.ink, thickness=2, height=12, orient="vertical")
    rest = tick.encode(x=alt.X("rest:Q", **along))
    dots = rows.mark_point(size=80, opacity=1, stroke=colours.surface, strokeWidth=1).encode(
        x=x, color=colour, shape=shape
    )
    return alt.layer(line, spans, rest, dots).add_params(*params).properties(width="container", height=alt.Step(24))


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
        "value": [drawn(row.estimate.value) for row in shown],
        "low": [drawn(row.estimate.low) for row in shown],
        "high": [drawn(row.estimate.high) for row in shown],
        "rest": [drawn(row.rest) for row in shown],
        "rows": [row.rows for row in shown],
        "worse": [row.worse for row in shown],
    }
    return Figure(
        "slices", f"{sentence(table.metric)} by slice", _sentence(table, shown, overall, of=len(ranking.slices)),
        Table(("slice", "rows", table.metric, f"interval ({level_words(report.level)})", "rest"),
              tuple(_line(row) for row in shown), frozenset({1, 2, 3})),
        {"rows": columns},
        {"names": _marked(shown, most=LABEL), "short": _marked(shown, most=NARROW - len(WORSE)), "all": drawn(overall)},
    )  # fmt: skip


def _marked(shown: list[SliceRow], *, most: int) -> list[str]:
    names = axis_names([row.name for row in shown], most=most)
    return [(WORSE if row.worse else "") + name for row, name in zip(shown, names, strict=True)]


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
