"""The axis that thresholds and scores share: log-odds, so that 0.01, 0.001 and 0.0001 stand apart."""

from __future__ import annotations

from math import ceil, floor
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from logitwise.tallies.cells import Cells

LEFT_OUT: Final = 0.002
"""Share of rows that may lie beyond either end of the axis."""
WIDEST: Final = 16
"""Log-odds beyond which nothing is drawn: a probability within a ten-millionth of 0 or 1."""
NARROWEST: Final = 2
_WRITTEN: Final = (
    (14.0, (1e-6, 1e-4, 0.01, 0.5, 0.99, 0.9999, 0.999999)),
    (8.0, (1e-4, 0.001, 0.01, 0.1, 0.5, 0.9, 0.99, 0.999, 0.9999)),
    (0.0, (0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99)),
)
"""Probabilities that are written along an axis of at least so many log-odds."""


def positions(cells: Cells) -> NDArray[np.float64]:
    """Log-odds of each cell, from both p and 1 - p, infinite where one of them is 0."""
    with np.errstate(divide="ignore"):
        return np.log(cells.p) - np.log(cells.q)


def domain(cells: Cells) -> tuple[float, float]:
    """Whole log-odds from which to which the axis runs: at most 0.2 % of rows lie beyond either end."""
    at, rows = positions(cells), cells.positives + cells.negatives
    through = np.cumsum(rows) / rows.sum()
    low = at[min(int(np.searchsorted(through, LEFT_OUT)), len(at) - 1)]
    high = at[min(int(np.searchsorted(through, 1 - LEFT_OUT)), len(at) - 1)]
    ends = np.clip([low, high], -WIDEST, WIDEST)
    return float(min(floor(ends[0]), -NARROWEST)), float(max(ceil(ends[1]), NARROWEST))


def axis(field: str, **said: Any) -> Any:
    """The channel, its ends the params ``low`` and ``high``, labelled with probabilities."""
    import altair as alt  # noqa: PLC0415  heavy, and the page needs the frozen drawing alone

    # of p above a half the distance from 1 is rounded, so that 0.99999 is not written as 1
    label = (
        "datum.value < 0 ? format(1 / (1 + exp(-datum.value)), '.2~g') : "
        "format(1 - round(1e7 / (1 + exp(datum.value))) / 1e7, '.7~g')"
    )
    scale = alt.Scale(domain=[alt.ExprRef("low"), alt.ExprRef("high")], nice=False, zero=False)
    ticks = alt.Axis(
        values=alt.ExprRef(_places()), labelExpr=label, labelOverlap="parity", labelSeparation=3, tickCount=20
    )
    return alt.X(field, title="probability (log-odds scale)", scale=scale, axis=ticks, **said)


def _places() -> str:
    """Expression of the log-odds that are labelled, by how many the axis spans."""
    chosen = ""
    for least, written in _WRITTEN:
        places = [round(float(np.log(p) - np.log1p(-p)), 9) for p in written]
        chosen += f"high - low > {least:g} ? {places} : "
    return f"{chosen}[]"


def ends() -> tuple[Any, Any]:
    """Parameters ``low`` and ``high``: the ends of the axis."""
    import altair as alt  # noqa: PLC0415  heavy, and the page needs the frozen drawing alone

    return alt.param(name="low", value=-6), alt.param(name="high", value=6)


def cut_layers(colours: Any) -> tuple[Any, Any, Any]:
    """Ticks and labels of dataset ``marks``: ``log_odds``, ``label``; the line at param ``cut``."""
    import altair as alt  # noqa: PLC0415  heavy, and the page needs the frozen drawing alone

    line = (
        alt.Chart(alt.InlineData([{}]))
        .transform_calculate(x="cut")
        .transform_filter("isValid(datum.x) && datum.x >= low && datum.x <= high")
        .mark_rule(color=colours.series_2, strokeWidth=2)
        .encode(x="x:Q")
    )
    marks = (
        alt.Chart(alt.NamedData("marks"))
        .transform_filter("isValid(datum.log_odds) && datum.log_odds >= low && datum.log_odds <= high")
        .transform_window(sort=[{"field": "log_odds", "order": "ascending"}], place="row_number()")
        .transform_calculate(late="datum.log_odds > (low + high) / 2")
    )
    ticks = marks.mark_rule(color=colours.muted, strokeDash=[2, 3], strokeWidth=1.25).encode(x="log_odds:Q")
    names = marks.mark_text(
        color=colours.ink, baseline="bottom", align=alt.ExprRef("datum.late ? 'right' : 'left'"),
        dx=alt.ExprRef("datum.late ? 4 : -4"), dy=alt.ExprRef("-15 * (datum.place - 1) - 4"),
    ).encode(x="log_odds:Q", y=alt.value(0), text="label:N")  # fmt: skip
    return ticks, names, line
