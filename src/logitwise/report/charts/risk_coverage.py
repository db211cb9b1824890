"""Risk and coverage: how many of the rows that a model is most confident of are wrong, by how many are accepted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from logitwise.metrics import error_at_coverage
from logitwise.metrics.curves.decisions import risk_coverage
from logitwise.metrics.wording import number, percent
from logitwise.report.charts.columns import column
from logitwise.report.charts.figure import Figure
from logitwise.report.charts.layers import DASH, HEIGHT, now, now_params, said, tips
from logitwise.report.table import Table

if TYPE_CHECKING:
    from logitwise.report.report import Report
    from logitwise.report.theme.palette import Palette
    from logitwise.tallies.cells import Cells

_DEPTHS: Final = (1.0, 0.95, 0.9, 0.8, 0.7, 0.5, 0.25, 0.1)
_FEWEST: Final = 0.02
"""Of a smaller share of rows the interval would fill the chart."""


def drawing(colours: Palette) -> Any:
    """Dataset ``points``: ``coverage``, ``error``, ``low``, ``high``, ``threshold``; params ``now_x``, ``now_y``."""
    import altair as alt  # noqa: PLC0415  heavy, and the page needs the frozen drawing alone

    percents = alt.Axis(format=".0%")
    x = alt.X("coverage:Q", title="share of rows accepted", axis=percents, scale=alt.Scale(domain=[0, 1], nice=False))
    y = alt.Y("error:Q", title="wrong among them", axis=alt.Axis(format=".2~p"), scale=alt.Scale(zero=True, nice=True))
    points = alt.Chart(alt.NamedData("points")).transform_filter(f"datum.coverage >= {_FEWEST}")
    # Of few rows an interval is wide: above twice the largest error it is not drawn, or it would be all one sees.
    low_rows = points.transform_joinaggregate(top="max(error)").transform_calculate(
        high="datum.top > 0 ? min(datum.high, 2 * datum.top) : datum.high"
    )
    band = low_rows.mark_area(color=colours.band, opacity=0.8).encode(x, alt.Y("low:Q"), y2="high:Q")
    curve = points.mark_line(color=colours.series_1).encode(x, y)
    everything = (
        alt.Chart(alt.NamedData("points"))
        .transform_joinaggregate(most="max(coverage)")
        .transform_filter("datum.coverage === datum.most")
    )
    whole = everything.mark_rule(strokeDash=DASH, color=colours.muted, strokeWidth=1.25).encode(y="error:Q")
    name = (
        everything.transform_calculate(x="0", text="'all rows: ' + format(datum.error, '.2~p') + ' wrong'")
        .mark_text(color=colours.muted, align="left", baseline="bottom", dx=6, dy=-5)
        .encode(x="x:Q", y="error:Q", text="text:N")
    )
    words = {
        "accepted": said("coverage", ".1%"), "wrong": said("error", ".2%"),
        "90 % interval": "format(datum.low, '.2%') + ' to ' + format(datum.high, '.2%')",
        "confidence from": said("threshold", ".4~g"),
    }  # fmt: skip
    hover = tips("points", "coverage", "error", words=words, every=1).transform_filter(f"datum.coverage >= {_FEWEST}")
    layers = (band, whole, name, curve, now(colours), hover)
    return alt.layer(*layers).add_params(*now_params()).properties(width="container", height=HEIGHT)


def figure(report: Report, *, of: str | None = None) -> Figure | None:
    """Of the top label; None without a confidence, and of two classes or labels."""
    head = report.tally.head
    if of is not None or head.kind == "multilabel" or (head.binary and report.tally.scale != "decisions"):
        return None
    confidence = report.counted.confidence_cells()
    curve = None if confidence is None else risk_coverage(confidence)
    if confidence is None or curve is None:
        return None
    points = {key: column(curve.columns[key]) for key in ("coverage", "error", "low", "high", "threshold")}
    return Figure(
        "risk_coverage", "Errors among the most confident rows", _sentence(confidence), _table(confidence),
        {"points": points}, {"now_x": None, "now_y": None}, None,
    )  # fmt: skip


def _sentence(confidence: Cells) -> str:
    parts = []
    for depth in (1.0, 0.8, 0.5):
        at = error_at_coverage(confidence, depth, level=0.9)
        if at is not None:
            whole = f"Of all rows {percent(at.error)} are wrong"
            parts.append(
                whole if at.coverage == 1 else f"of the most confident {percent(at.coverage)}, {percent(at.error)}"
            )
    return (
        f"{'; '.join(dict.fromkeys(parts))}. Confidence that means something lets the curve fall towards the "
        f"left; the band is pointwise, 90 %, and the most confident {percent(_FEWEST)} are not drawn."
    )


def _table(confidence: Cells) -> Table:
    found = [error_at_coverage(confidence, depth, level=0.9) for depth in _DEPTHS]
    rows = [
        (percent(at.coverage), number(at.confidence), percent(at.error), f"{percent(at.low)} to {percent(at.high)}")
        for at in found
        if at is not None
    ]
    header = ("Accepted", "Confidence from", "Wrong", "90 % interval")
    return Table(header, tuple(dict.fromkeys(rows)), frozenset(range(4)), "As near as equal confidences allow")
