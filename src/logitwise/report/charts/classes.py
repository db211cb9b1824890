"""Recall of each class with its interval, the worst first."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING, Final

from logitwise.metrics.wording import class_name, counted, level_words, named, percent, quoted, tabled
from logitwise.report.charts.axis_names import BY_WIDTH, NARROW, axis_names
from logitwise.report.charts.columns import shown as drawn
from logitwise.report.charts.figure import Figure
from logitwise.report.classes.class_table import class_table
from logitwise.report.key_numbers import interval_text
from logitwise.report.table import Table

if TYPE_CHECKING:
    from altair import LayerChart

    from logitwise.report.charts.figure import Columns
    from logitwise.report.classes.class_table import ClassLine, ClassTable
    from logitwise.report.report import Report
    from logitwise.report.theme.palette import Palette

MOST_DRAWN: Final = 40
"""Classes that are drawn, the worst."""
LABEL: Final = 32
"""Characters of a name beside the bars, for which there is room in a wide window."""


def drawing(colours: Palette) -> LayerChart:
    """Dataset ``rows``: ``place``, ``class``, ``recall``, ``low``, ``high``, ``rows``; params ``names``, ``short``."""
    import altair as alt  # noqa: PLC0415  heavy, and the page needs the frozen drawing alone

    names, short = alt.param(name="names", value=[]), alt.param(name="short", value=[])
    limit = alt.ExprRef("containerSize()[0] < 480 ? 96 : 220")
    y = alt.Y("place:O", title=None, axis=alt.Axis(
        labelExpr=BY_WIDTH, labelOverlap=False, labelFlush=False, labelLimit=limit, ticks=False,
    ))  # fmt: skip
    scale = alt.Scale(domain=[0, 1], nice=False)
    tips = [
        alt.Tooltip("class:N"), alt.Tooltip("recall:Q", format=".3f"), alt.Tooltip("low:Q", format=".3f"),
        alt.Tooltip("high:Q", format=".3f"), alt.Tooltip("rows:Q", format=","),
    ]  # fmt: skip
    rows = alt.Chart(alt.NamedData("rows")).encode(y=y, tooltip=tips)
    bars = rows.mark_bar(height={"band": 0.62}, opacity=0.3).encode(
        x=alt.X("recall:Q", title="recall", scale=scale, stack=None)
    )
    spans = rows.mark_rule(color=colours.series_1, strokeWidth=2).encode(x="low:Q", x2="high:Q")
    dots = rows.mark_point(stroke=colours.surface, strokeWidth=1, opacity=1).encode(x="recall:Q")
    return (bars + spans + dots).add_params(names, short).properties(width="container", height=alt.Step(20))


def figure(report: Report, *, of: str | None = None) -> Figure | None:
    """All classes or labels, or the forty worst; None of two classes, whose key numbers say it all."""
    none = of is not None or report.tally.head.binary
    return None if none else figure_of(report, class_table(report))


def figure_of(report: Report, table: ClassTable) -> Figure | None:
    """The same of a table that is known; None where no class has rows."""
    known = [line for line in table.lines if isfinite(line.recall.value)]
    if not known:
        return None
    shown = known[:MOST_DRAWN]
    names = [class_name(report.classes[line.code]) for line in shown]
    columns: Columns = {
        "place": list(range(len(shown))),
        "class": names,
        "recall": [drawn(line.recall.value) for line in shown],
        "low": [drawn(line.recall.low) for line in shown],
        "high": [drawn(line.recall.high) for line in shown],
        "rows": [line.rows for line in shown],
    }
    rows = tuple(
        (name, f"{line.rows:,}", tabled(line.recall.value), interval_text(line.recall))
        for name, line in zip(names, shown, strict=True)
    )
    return Figure(
        "classes", f"Recall of each {_kind(report)}, the worst first", _sentence(report, table, known),
        Table((_kind(report), "rows", "recall", f"interval ({level_words(report.level)})"), rows, frozenset({1, 2, 3})),
        {"rows": columns},
        {"names": axis_names(names, most=LABEL), "short": axis_names(names, most=NARROW)},
    )  # fmt: skip


def _sentence(report: Report, table: ClassTable, known: list[ClassLine]) -> str:
    worst, best = known[0], known[-1]
    one, few = ("label", "labels") if report.head == "multilabel" else ("class", "classes")
    names = [quoted(report.classes[line.code]) for line in (worst, best)]
    said = [
        f"Recall goes from {percent(worst.recall.value)} of {names[0]} to {percent(best.recall.value)} of {names[1]}."
    ]
    if len(known) > MOST_DRAWN:
        all_of_them = len(known) + table.left
        said.append(f"Drawn are the {MOST_DRAWN} worst of {counted(all_of_them, one, few)}; the table has the others.")
    without = [report.classes[line.code] for line in table.lines if not line.rows]
    if without:
        said.append(f"Without rows, hence without a recall: {named(without)}.")
    return " ".join(said)


def _kind(report: Report) -> str:
    return "label" if report.head == "multilabel" else "class"
