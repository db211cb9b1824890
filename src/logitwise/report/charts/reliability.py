"""Reliability: what became of rows that were given a probability, against that probability."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from logitwise.metrics import Curve
from logitwise.metrics.curves import MOST_CLASSES
from logitwise.metrics.curves.reliability import BAND, reliability
from logitwise.metrics.curves.thinning import POINTS, thin
from logitwise.metrics.wording import counted, percent, quoted
from logitwise.report.charts.columns import column
from logitwise.report.charts.equal_bins import equal_bins
from logitwise.report.charts.figure import Figure
from logitwise.report.charts.layers import DASH, said, tips
from logitwise.report.charts.tenths import tenths, tenths_table
from logitwise.report.overlay import frequencies, overlay
from logitwise.report.stated import stated

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from logitwise.report.charts.figure import Columns
    from logitwise.report.overlay import Overlay
    from logitwise.report.report import Report
    from logitwise.report.stated import Stated
    from logitwise.report.theme.palette import Palette

    Positions = NDArray[np.intp]

BINS: Final = 40
_FOOT, _TOP = -0.26, -0.06
"""Where the bars of the density stand and how high they reach, in units of the frequency."""


def drawing(colours: Palette) -> Any:
    """Datasets ``curves``, ``band`` and ``density``; no params.

    Rows are drawn beneath, on a logarithmic scale: a curve is worth as much as the rows that hold it.
    """
    import altair as alt  # noqa: PLC0415  heavy, and the page needs the frozen drawing alone

    band = (
        alt.Chart(alt.NamedData("band")).mark_area(color=colours.band).encode(**_axes("predicted", "low"), y2="high:Q")
    )
    one = alt.Chart(alt.InlineData([{"at": 0}, {"at": 1}]))
    diagonal = one.mark_line(strokeDash=DASH, color=colours.muted, strokeWidth=1.25).encode(**_axes("at", "at"))
    which = {"legend": alt.Legend(title=None, symbolSize=250)}
    curve = (
        alt.Chart(alt.NamedData("curves"))
        .mark_line(interpolate="linear")
        .encode(
            **_axes("predicted", "observed"),
            order="order:Q",
            color=alt.Color("which:N", scale=alt.Scale(range=[colours.series_1, colours.series_2]), **which),
            strokeDash=alt.StrokeDash("which:N", scale=alt.Scale(range=[[1, 0], [7, 4]]), **which),
        )
    )
    words = {"probabilities": "datum.which", "given": said("predicted"), "happened": said("observed")}
    hover = tips("curves", "predicted", "observed", words=words)
    return (_density(colours) + band + diagonal + curve + hover).properties(width="container", height=380)


def _density(colours: Palette) -> Any:
    import altair as alt  # noqa: PLC0415  as above

    bars = (
        alt.Chart(alt.NamedData("density"))
        .transform_joinaggregate(most="max(rows)")
        .transform_calculate(
            foot=f"{_FOOT}", top=f"{_FOOT} + {_TOP - _FOOT} * log(1 + datum.rows) / log(1 + datum.most)"
        )
        .mark_rect(color=colours.series_1, opacity=0.35, stroke=colours.surface, strokeWidth=0.75)
        .encode(
            **_axes("left", "foot"), x2="right:Q", y2="top:Q",
            tooltip=[alt.Tooltip("left:Q", format=".3f", title="from"),
                     alt.Tooltip("right:Q", format=".3f", title="to"), alt.Tooltip("rows:Q", format=",")],
        )
    )  # fmt: skip
    name = alt.Chart(alt.InlineData([{"x": 0.5, "y": _TOP + 0.025}])).mark_text(color=colours.muted, fontSize=11)
    return bars + name.encode(**_axes("x", "y"), text=alt.value("rows at each probability (log scale)"))


def _axes(along: str, up: str) -> dict[str, Any]:
    """The same two axes in every layer: one that said nothing of them would undo what the others say."""
    import altair as alt  # noqa: PLC0415  as above

    at = alt.Axis(values=[0, 0.2, 0.4, 0.6, 0.8, 1], format=".1~f", tickCount=6)  # fewer would drop values
    scale = {"nice": False, "zero": False}
    return {
        "x": alt.X(f"{along}:Q", title="probability given", axis=at, scale=alt.Scale(domain=[0, 1], **scale)),
        "y": alt.Y(f"{up}:Q", title="how often it happened", axis=at, scale=alt.Scale(domain=[_FOOT, 1], **scale)),
    }


def figure(report: Report, *, of: str | None = None) -> Figure | None:
    """Of the positive class, of label `of` (else the one with the largest gap), or of the top label being right."""
    shown = stated(report, of)
    return None if shown is None else figure_of(report, shown, overlay(report, shown))


def figure_of(
    report: Report, shown: Stated, after: Overlay | None = None, *, curve: Curve | None = None, points: int = POINTS
) -> Figure:
    """The figure of one outcome.

    Args:
        report: it is part of.
        shown: the outcome.
        after: with the recalibrated curve, where there is one.
        curve: of the probabilities as given, where it is known.
        points: of each curve at most.
    """
    whole = curve_of(report, shown) if curve is None else curve
    at = thin(whole.columns["predicted"], whole.columns["observed"], points=points)
    parts = tenths(shown, whole)
    return Figure(
        "reliability",
        _title(report, shown),
        _sentence(report, shown, whole, after),
        tenths_table(parts, banded="low" in whole.columns),
        {"curves": _curves(whole, after, at=at, points=points), "band": _band(whole, at), "density": density(shown)},
        of=shown.of if report.head == "multilabel" else None,
    )


def curve_of(report: Report, shown: Stated) -> Curve:
    """The report's own curve; it is made where the report, of many labels, has none."""
    known = (each for each in report.curves if each.name == "reliability" and each.of == shown.of)
    return next(known, None) or reliability(shown.cells, shown.of)


def without_band(shown: Stated) -> Curve:
    """The same curve without the band, which takes longer than all the rest."""
    predicted, observed = frequencies(shown.cells)
    return Curve("reliability", shown.of, {"predicted": predicted, "observed": observed})


def _band(curve: Curve, at: Positions) -> Columns:
    """Consistency band; empty where the curve has none."""
    names = ("predicted", "low", "high")
    return {name: column(curve.columns[name][at]) if "low" in curve.columns else [] for name in names}


def density(shown: Stated) -> Columns:
    """Rows by probability, in forty bins of equal width; the last one holds 1. Bins without rows are left out.

    Weighted ones as the rows that they are worth, as in all of the figure.
    """
    cells = shown.cells
    rows = np.bincount(equal_bins(cells, BINS), cells.positives + cells.negatives, BINS)
    held = np.flatnonzero(rows)
    return {
        "left": column(held / BINS),
        "right": column((held + 1) / BINS),
        "rows": [int(n) if n == int(n) else round(float(n), 1) for n in rows[held]],
    }


def _curves(curve: Curve, after: Overlay | None, *, at: Positions, points: int) -> Columns:
    lines = [("as given", curve.columns["predicted"][at], curve.columns["observed"][at])]
    if after is not None and len(after.predicted):
        kept = thin(after.predicted, after.observed, points=points)
        lines.append(("recalibrated", after.predicted[kept], after.observed[kept]))
    return {
        "order": [i for _, along, _ in lines for i in range(len(along))],
        "predicted": column(np.concatenate([along for _, along, _ in lines])),
        "observed": column(np.concatenate([up for _, _, up in lines])),
        "which": [which for which, along, _ in lines for _ in along],
    }


def _title(report: Report, shown: Stated) -> str:
    if shown.of is None:
        return "Reliability of the confidence"
    label = "label " if report.head == "multilabel" else ""
    return f"Reliability of the probability of {label}{quoted(shown.of)}"


def _sentence(report: Report, shown: Stated, curve: Curve, after: Overlay | None) -> str:
    """What to see in it."""
    rows = counted(round(shown.cells.rows), "row")
    if report.tally.weighted is not None:
        rows = f"{counted(report.tally.rows, 'row')} that by their weights are worth {rows}, as all counts here are"
    said = [f"How often {shown.happens}, by the probability given, over {rows}."]
    if "low" in curve.columns:
        said.append(_outside(curve, grouped=report.tally.groups is not None))
    else:
        said.append(f"No band: of many labels it is drawn for the first {MOST_CLASSES} and the one shown first.")
    if after is not None and len(after.predicted):
        rows = "the rows that it was fitted to" if after.own_rows else "rows that it was not fitted to"
        said.append(f"Dashed: after recalibration ({after.method}), on {rows}.")
    return " ".join(said)


def _outside(curve: Curve, *, grouped: bool) -> str:
    """How much of the curve lies where chance does not put it, and on which side.

    The band redraws each row by itself: where rows come in groups it is too narrow, by how much it does not know.
    """
    columns = curve.columns
    rows, observed = columns["rows"], columns["observed"]
    below, above = (rows[side].sum() / rows.sum() for side in (observed < columns["low"], observed > columns["high"]))
    band = f"{100 * BAND:g} % band that calibrated probabilities would keep to, point by point,"
    sides = [(below, "below", "less"), (above, "above", "more")]
    said = [f"{where} it for {percent(share)} of the rows (it happens {how} often than said)"
            for share, where, how in sides if share]  # fmt: skip
    alone = (
        "the band takes rows as independent, and since they come in groups more than one point in ten would lie "
        "outside by chance"
    )
    if not said:
        return f"It keeps within the {band} everywhere{f'; {alone}' if grouped else ''}."
    chance = alone if grouped else "one point in ten would lie outside by chance"
    return f"Against the {band} it lies {' and '.join(said)}; {chance}."
