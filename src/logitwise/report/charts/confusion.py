"""Confusion matrix as a heat map: of each truth, which share is decided to be what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from logitwise.metrics.wording import class_name, counted, percent, quoted
from logitwise.report.charts.axis_names import axis_names
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

TITLE: Final = "Truth against decision"
MOST_WITH_COUNTS: Final = 12
"""Classes up to which every cell bears its count."""
TABLED: Final = 20
"""Pairs in the table of a matrix that is too large for one."""
STEPS: Final = ((4, 72), (MOST_WITH_COUNTS, 46), (24, 22), (60, 14))
"""Classes, and pixels of a cell while there are at most so many."""
SMALLEST_STEP: Final = 10
LABEL: Final = 17
"""Characters of a name beside the cells, for which there is room."""
_RIGHT: Final = 0.28
"""Opacity of the diagonal."""
LEVEL: Final = 2
"""Characters of the longest name while names above the cells need not be turned."""


def drawing(colours: Palette) -> LayerChart:
    """Dataset ``cells``: places ``row`` and ``column``, ``truth``, ``decision``, ``rows``, ``share``, ``right``.

    Params: ``names`` by place; ``counts``, whether cells bear them; ``level``, whether names above are; ``most``, the
    largest share that is mistaken. The size of a cell is ``x_step`` and ``y_step`` of the compiled drawing. Opacity of
    a mistake goes with the square root of its share, up to the largest, so that little is still seen; the diagonal
    stands apart, in one quiet tone.
    """
    import altair as alt  # noqa: PLC0415  heavy, and the page needs the frozen drawing alone

    params = (
        alt.param(name="names", value=[]), alt.param(name="counts", value=False), alt.param(name="level", value=False),
        alt.param(name="most", value=1),
    )  # fmt: skip
    wide = {"labelExpr": "names[datum.value]", "labelOverlap": False, "labelFlush": False, "grid": False,
            "ticks": False, "labelLimit": alt.ExprRef("counts ? 132 : 104"),
            "labelFontSize": alt.ExprRef("length(names) > 60 ? 9 : length(names) > 24 ? 10 : 12")}  # fmt: skip
    x = alt.X("column:O", title="decided", axis=alt.Axis(
        orient="top", labelAngle=alt.ExprRef("level ? 0 : -90"), labelAlign=alt.ExprRef("level ? 'center' : 'left'"),
        labelBaseline=alt.ExprRef("level ? 'bottom' : 'middle'"), **wide,
    ))  # fmt: skip
    y = alt.Y("row:O", title="truth", axis=alt.Axis(**wide))
    cells = alt.Chart(alt.NamedData("cells")).encode(x, y)
    texts = cells.transform_filter("counts").mark_text(color=colours.ink).encode(text=alt.Text("rows:Q", format=","))
    return (
        alt.layer(*_tiles(cells, colours), texts, view=alt.ViewBackground(fill=colours.sunken))
        .add_params(*params)
        .properties(
            width=alt.Step(SMALLEST_STEP),
            height=alt.Step(SMALLEST_STEP),
            autosize=alt.AutoSizeParams(type="pad", resize=True),  # other classes need other room for their names
        )
    )


def _tiles(cells: Any, colours: Palette) -> tuple[Any, Any]:
    """The diagonal and the mistakes, each with its legend in the tones that it has."""
    import altair as alt  # noqa: PLC0415  heavy, and the page needs the frozen drawing alone

    tips = [
        alt.Tooltip("truth:N"), alt.Tooltip("decision:N", title="decided"), alt.Tooltip("rows:Q", format=","),
        alt.Tooltip("share:Q", format=".1%", title="share of the truth"),
    ]  # fmt: skip
    at = {"orient": "bottom", "direction": "horizontal", "symbolType": "square", "symbolStrokeWidth": 0}
    kind = alt.Color(
        "kind:N", scale=alt.Scale(domain=["right"], range=[colours.series_3]),
        legend=alt.Legend(title=None, symbolOpacity=_RIGHT, **at),
    )  # fmt: skip
    right = (
        cells.transform_filter("datum.right")
        .transform_calculate(kind="'right'")
        .mark_rect(stroke=colours.surface, strokeWidth=1)
        .encode(kind, tooltip=tips, opacity=alt.condition("datum.rows > 0", alt.value(_RIGHT), alt.value(0.06)))
    )
    shade = alt.Opacity(
        "share:Q",
        scale=alt.Scale(type="sqrt", domain=[0, alt.ExprRef("most")], range=[0.05, alt.ExprRef("counts ? 0.5 : 1")]),
        legend=alt.Legend(
            title="mistaken, of the truth", values=alt.ExprRef("[most / 16, most / 4, most]"),
            labelExpr="format(100 * datum.value, '.2~r') + ' %'", symbolFillColor=colours.series_1, **at,
        ),
    )  # fmt: skip
    mistakes = (
        cells.transform_filter("!datum.right && datum.rows > 0")
        .mark_rect(color=colours.series_1, stroke=colours.surface, strokeWidth=1)
        .encode(shade, tooltip=tips)
    )
    return right, mistakes


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
    cells = _cells(view, names, places)
    step = next((pixels for classes, pixels in STEPS if len(places) <= classes), SMALLEST_STEP)
    small = len(places) <= MOST_WITH_COUNTS
    level = step > SMALLEST_STEP and max(map(len, shown)) <= LEVEL
    return Figure(
        "confusion", _title(report, view), _sentence(report, view, pairs, at_first=at_first),
        _matrix(shown, view, places) if small else _pair_table(names, pairs),
        {"cells": cells},
        {"names": axis_names(shown, most=LABEL), "counts": small, "level": level, "most": _most(cells),
         "x_step": step, "y_step": step},
    )  # fmt: skip


def _title(report: Report, view: ConfusionView) -> str:
    first, there = len(view.at_first), len(report.classes)
    return TITLE if first == there else f"{TITLE}: the {first} of {there:,} classes with the most mistakes"


def _most(cells: Columns) -> float:
    """The largest share that is mistaken for one thing; 1 where there is no mistake."""
    wrong = [share for share, right in zip(cells["share"], cells["right"], strict=True) if not right and share]
    return max(wrong, default=1.0)


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
    plain = ", each counted once whatever its weight," if report.tally.weighted is not None else ""
    said = [f"{percent(right / rows)} of {counted(rows, 'row')}{plain} stand on the diagonal."]
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
