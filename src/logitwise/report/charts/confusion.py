"""Confusion matrix as a heat map: of each truth, which share is decided to be what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from logitwise.metrics.wording import class_name, counted, percent, quoted
from logitwise.report.charts.figure import Figure
from logitwise.report.classes.confused_pairs import confused_pairs
from logitwise.report.classes.confusion_view import confusion_view
from logitwise.report.table import Table
from logitwise.tallies.confusion import Confusion

if TYPE_CHECKING:
    from altair import LayerChart
    from numpy.typing import NDArray

    from logitwise.report.charts.figure import Columns
    from logitwise.report.classes.confused_pairs import Pair
    from logitwise.report.classes.confusion_view import ConfusionView
    from logitwise.report.report import Report
    from logitwise.report.theme.palette import Palette

MOST_WITH_COUNTS: Final = 12
"""Classes up to which every cell bears its count."""
TABLED: Final = 20
"""Pairs in the table of a matrix that is too large for one."""
STEPS: Final = ((4, 72), (MOST_WITH_COUNTS, 46), (24, 22))
"""Classes, and pixels of a cell while there are at most so many."""
SMALLEST_STEP: Final = 14
LEVEL: Final = 2
"""Characters of the longest name while names above the cells need not be turned."""


def drawing(colours: Palette) -> LayerChart:
    """Dataset ``cells``: places ``row`` and ``column``, ``truth``, ``decision``, ``rows``, ``share``, ``right``.

    Params: ``names`` by place; ``counts``, whether cells bear them; ``level``, whether names above are. The size of a
    cell is ``x_step`` and ``y_step`` of the compiled drawing. Opacity goes with the square root of the share, so that
    1 % of a truth is still seen.
    """
    import altair as alt  # noqa: PLC0415  heavy, and the page needs the frozen drawing alone

    names, counts = alt.param(name="names", value=[]), alt.param(name="counts", value=False)
    level = alt.param(name="level", value=False)
    wide = {"labelExpr": "names[datum.value]", "labelOverlap": False, "labelFlush": False, "grid": False,
            "ticks": False, "labelLimit": alt.ExprRef("counts ? 132 : 104"),
            "labelFontSize": alt.ExprRef("length(names) > 24 ? 10 : 12")}  # fmt: skip
    x = alt.X("column:O", title="decided", axis=alt.Axis(
        orient="top", labelAngle=alt.ExprRef("level ? 0 : -90"), labelAlign=alt.ExprRef("level ? 'center' : 'left'"),
        labelBaseline=alt.ExprRef("level ? 'bottom' : 'middle'"), **wide,
    ))  # fmt: skip
    y = alt.Y("row:O", title="truth", axis=alt.Axis(**wide))
    shade = alt.Opacity("shade:Q", scale=alt.Scale(domain=[0, 1], range=[0, 1]), legend=None)
    colour = alt.Color(
        "kind:N", scale=alt.Scale(domain=["right", "mistake"], range=[colours.series_3, colours.series_1]),
        legend=alt.Legend(title=None, orient="bottom", symbolType="square"),
    )  # fmt: skip
    tips = [
        alt.Tooltip("truth:N"), alt.Tooltip("decision:N", title="decided"), alt.Tooltip("rows:Q", format=","),
        alt.Tooltip("share:Q", format=".1%", title="share of the truth"),
    ]  # fmt: skip
    cells = (
        alt.Chart(alt.NamedData("cells"))
        .transform_calculate(
            kind="datum.right ? 'right' : 'mistake'",
            shade="datum.rows > 0 ? (datum.right ? 0.1 + 0.25 * datum.share : "
            "0.07 + (counts ? 0.43 : 0.93) * sqrt(datum.share)) : datum.right ? 0.05 : 0",
        )
        .encode(x, y)
    )
    tiles = cells.mark_rect(stroke=colours.surface, strokeWidth=1).encode(shade, colour, tooltip=tips)
    texts = cells.transform_filter("counts").mark_text(color=colours.ink).encode(text=alt.Text("rows:Q", format=","))
    return (
        alt.layer(tiles, texts, view=alt.ViewBackground(fill=colours.sunken))
        .add_params(names, counts, level)
        .properties(
            width=alt.Step(SMALLEST_STEP),
            height=alt.Step(SMALLEST_STEP),
            autosize=alt.AutoSizeParams(type="pad", resize=True),  # other classes need other room for their names
        )
    )


def figure(report: Report, *, of: str | None = None) -> Figure | None:
    """The classes that are looked at first; None for labels, of which a row may hold several."""
    confusion = report.confusion
    if of is not None or not isinstance(confusion, Confusion):
        return None
    view = confusion_view(confusion)
    return figure_of(report, view, confused_pairs(report, view))


def figure_of(report: Report, view: ConfusionView, pairs: tuple[Pair, ...], *, at_first: bool = False) -> Figure:
    """The same of a view that is known; `at_first` where a reader may ask for other classes."""
    places = view.at_first
    names = [class_name(report.classes[k]) for k in view.codes]
    shown = [names[k] for k in places]
    step = next((pixels for classes, pixels in STEPS if len(places) <= classes), SMALLEST_STEP)
    small = len(places) <= MOST_WITH_COUNTS
    return Figure(
        "confusion", "Truth against decision", _sentence(report, view, pairs, at_first=at_first),
        _matrix(shown, view, places) if small else _pair_table(names, pairs),
        {"cells": _cells(view, names, places)},
        {"names": shown, "counts": small, "level": max(map(len, shown)) <= LEVEL, "x_step": step, "y_step": step},
    )  # fmt: skip


def _cells(view: ConfusionView, names: list[str], places: NDArray[np.int64]) -> Columns:
    """The diagonal, and the mistakes among the classes that are shown."""
    position = np.full(len(view.codes), -1)
    position[places] = np.arange(len(places))
    inside = (position[view.truth] >= 0) & (position[view.decision] >= 0)
    truth = np.concatenate([places, view.truth[inside]]).tolist()
    decision = np.concatenate([places, view.decision[inside]]).tolist()
    rows = np.concatenate([view.hits[places], view.rows[inside]]).tolist()
    support = view.support.tolist()
    return {
        "row": [int(position[k]) for k in truth],
        "column": [int(position[k]) for k in decision],
        "truth": [names[k] for k in truth],
        "decision": [names[k] for k in decision],
        "rows": rows,
        "share": [float(f"{n / support[k]:.5g}") if support[k] else None for k, n in zip(truth, rows, strict=True)],
        "right": [k < len(places) for k in range(len(truth))],
    }


def _sentence(report: Report, view: ConfusionView, pairs: tuple[Pair, ...], *, at_first: bool) -> str:
    """What to see: the share on the diagonal, the commonest mistake, and what is not drawn."""
    right, rows = int(report.confusion.hits.sum()), report.confusion.rows
    said = [f"{percent(right / rows)} of {counted(rows, 'row')} stand on the diagonal."]
    if pairs:
        worst, name = pairs[0], [report.classes[k] for k in view.codes[[pairs[0].truth, pairs[0].decision]]]
        said.append(
            f"The commonest mistake: {quoted(name[0])} taken for {quoted(name[1])}, {counted(worst.rows, 'row')} or "
            f"{percent(worst.share)} of that truth."
        )
    first = len(view.at_first)
    if first < len(report.classes):
        drawn = "At first the drawing holds" if at_first else "Drawn are"
        said.append(f"{drawn} the {first} of {len(report.classes):,} classes with the most mistakes.")
    return " ".join(said)


def _matrix(names: list[str], view: ConfusionView, places: NDArray[np.int64]) -> Table:
    counts: NDArray[Any] = np.zeros((len(view.codes), len(view.codes)), view.rows.dtype)
    counts[view.truth, view.decision] = view.rows
    np.fill_diagonal(counts, view.hits)
    lines = counts[np.ix_(places, places)].tolist()
    rows = tuple((name, *(f"{n:,}" for n in line)) for name, line in zip(names, lines, strict=True))
    return Table(("truth", *names), rows, frozenset(range(1, len(names) + 1)), "Rows by truth (down) and decision")


def _pair_table(names: list[str], pairs: tuple[Pair, ...]) -> Table:
    rows = tuple(
        (names[p.truth], names[p.decision], f"{p.rows:,}", percent(p.share), f"{percent(p.low)} to {percent(p.high)}")
        for p in pairs[:TABLED]
    )
    header = ("truth", "taken for", "rows", "share of the truth", "interval")
    return Table(header, rows, frozenset({2, 3, 4}), f"The {len(rows)} commonest mistakes of {len(pairs):,}")
