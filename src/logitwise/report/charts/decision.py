"""Decision curve: what acting on the probability gains over acting always and never, by what a false alarm costs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from logitwise.metrics.curves import by_group
from logitwise.metrics.curves.decisions import decision_curve
from logitwise.metrics.curves.net_benefit import THRESHOLDS, acted, ahead
from logitwise.metrics.wording import level_words, number, quoted, sentence, tabled
from logitwise.report.charts.columns import column, shown
from logitwise.report.charts.figure import Figure
from logitwise.report.charts.known_cut import MOVED, in_full, known_cut
from logitwise.report.charts.layers import DASH, HEIGHT, now, now_params, said, tips
from logitwise.report.charts.scored_outcome import ScoredOutcome, outcome
from logitwise.report.charts.words import because
from logitwise.report.table import Table

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from logitwise.metrics import Curve
    from logitwise.report.report import Report
    from logitwise.report.theme.palette import Palette

_ASKED: Final = (0.01, 0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 0.9)
_MOST_SPANS: Final = 3
_FLOOR: Final = "-max(datum.top / 3, 0.004)"
"""How far below zero is drawn: losses have no end, and the sight of them would flatten all gains."""


def drawing(colours: Palette) -> Any:
    """Dataset ``points`` of ``threshold``, ``net_benefit``, ``treat_all``, ``low``, ``high``; params as of `roc`.

    Below minus a third of the largest net benefit nothing is drawn.
    """
    import altair as alt  # noqa: PLC0415  heavy, and the page needs the frozen drawing alone

    x = alt.X("threshold:Q", title="threshold probability", scale=alt.Scale(domain=[0, 1], nice=False))
    axis = alt.Axis(format="~g")
    y = alt.Y("net_benefit:Q", title="net benefit (true positives a row)", axis=axis, scale=alt.Scale(nice=False))
    known = (
        alt.Chart(alt.NamedData("points"))
        .transform_joinaggregate(model="max(net_benefit)", all="max(treat_all)")
        .transform_calculate(top="max(datum.model, datum.all)")
        .transform_calculate(floor=_FLOOR)
    )
    model = known.transform_filter("datum.net_benefit >= datum.floor")
    spans = model.transform_filter("isValid(datum.low) && isValid(datum.high)").transform_calculate(
        low="max(datum.low, datum.floor)"
    )
    band = spans.mark_area(color=colours.band, opacity=0.8).encode(x, alt.Y("low:Q"), y2="high:Q")
    curve = model.mark_line(color=colours.series_1).encode(x, y)
    above = known.transform_filter("datum.treat_all >= datum.floor")
    always = above.mark_line(strokeDash=DASH, color=colours.series_4, strokeWidth=1.75).encode(x, y="treat_all:Q")
    never = alt.Chart(alt.InlineData([{"y": 0}])).mark_rule(color=colours.muted, strokeWidth=1.25).encode(y="y:Q")
    words = {
        "threshold": said("threshold", ".2f"), "on the model": said("net_benefit", ".4f"),
        "90 % band": f"({said('low', '.4f')}) + ' to ' + ({said('high', '.4f')})",
        "always acting": said("treat_all", ".4f"),
    }  # fmt: skip
    hover = tips("points", "threshold", "net_benefit", words=words, every=1).transform_filter("datum.net_benefit >= 0")
    layers = (band, never, always, curve, *_names(colours, above), now(colours), hover)
    return alt.layer(*layers).add_params(*now_params()).properties(width="container", height=HEIGHT)


def _names(colours: Palette, above: Any) -> tuple[Any, ...]:
    """The lines' names beside them: always acting at its lower end, never acting at the right, below the line."""
    import altair as alt  # noqa: PLC0415  heavy, and the page needs the frozen drawing alone

    always = (
        above.transform_joinaggregate(last="max(threshold)")
        .transform_filter("datum.threshold === datum.last")
        .transform_calculate(late="datum.threshold > 0.6")
        .mark_text(
            text="always acting", color=colours.series_4, baseline="bottom",
            align=alt.ExprRef("datum.late ? 'right' : 'left'"), dx=alt.ExprRef("datum.late ? -10 : 8"),
        )
        .encode(x="threshold:Q", y="treat_all:Q")
    )  # fmt: skip
    never = (
        alt.Chart(alt.InlineData([{"x": 1, "y": 0}]))
        .mark_text(text="never acting", color=colours.muted, align="right", baseline="top", dy=6)
        .encode(x="x:Q", y="y:Q")
    )
    model = (
        alt.Chart(alt.NamedData("points"))
        .transform_joinaggregate(best="max(net_benefit)", first="min(threshold)")
        .transform_filter("datum.threshold === datum.first")
        .mark_text(text="acting on the model", color=colours.series_1, align="left", baseline="bottom", dx=10, dy=-4)
        .encode(x="threshold:Q", y="best:Q")
    )
    return always, never, model


def figure(report: Report, *, of: str | None = None) -> Figure | None:
    """The curve of the positive class or of a label; None without probabilities, and of several classes."""
    if report.head == "softmax" and not report.tally.head.binary:
        return None
    found = outcome(report, of)
    if found is None:
        return None
    folds = by_group(report.tally, found.k)
    first = np.array([found.scored.first(t) for t in THRESHOLDS])
    curve = decision_curve(found.cells, found.name, folds=folds, first=first)
    if curve is None:
        return None
    shown_columns = ("threshold", "net_benefit", "treat_all", "low", "high")
    points = {key: column(curve.columns[key]) for key in shown_columns}
    cut = found.cut
    at = {"now_x": cut and shown(cut), "now_y": None if cut is None else shown(net_benefit(found, cut))}
    sure = ahead(acted(found.cells, first=first), level=report.level, folds=folds)
    return Figure(
        "decision", f"Decision curve of {quoted(found.name)}",
        f"{because(found)}{_claim(curve, sure, level=report.level)}; {_reading(curve, grouped=folds is not None)}",
        _table(curve), {"points": points}, at, found.name,
    )  # fmt: skip


def net_benefit(found: ScoredOutcome, threshold: float) -> float:
    """TP / n - FP / n * t / (1 - t) of deciding at a probability."""
    at = known_cut(found.scored, threshold)
    return (at.tp - at.fp * at.threshold / (1 - at.threshold)) / (found.positives + found.negatives)


def _claim(curve: Curve, sure: NDArray[np.bool_], *, level: float) -> str:
    """Where acting on the probability pays: beyond chance, else on these rows."""
    better = curve.columns["net_benefit"] > np.maximum(curve.columns["treat_all"], 0)
    if not better.any():
        return "At no threshold does acting on the probability beat both always and never acting"
    pays = "acting on the probability beats both always and never acting"
    limits = f"the lower {level_words(level)} limits of its lead over both"
    if not sure.any():
        return f"On these rows {pays} {_where(curve, better)}, but within chance: nowhere do {limits} lie above 0"
    return f"{sentence(pays)} {_where(curve, sure)}, where {limits} lie above 0"


def _where(curve: Curve, holds: NDArray[np.bool_]) -> str:
    parts = spans(curve.columns["threshold"], holds)
    if len(parts) > _MOST_SPANS:
        ends = f"{number(parts[0][0])} to {number(parts[-1][1])}"
        return f"at {int(holds.sum())} of {len(holds)} thresholds from {ends}"
    said_ = " and ".join(number(a) if a == b else f"{number(a)} to {number(b)}" for a, b in parts)
    return f"at threshold{'' if int(holds.sum()) == 1 else 's'} {said_}"


def _reading(curve: Curve, *, grouped: bool) -> str:
    band = "The band is pointwise, 90 %"
    if grouped:
        band += ", as wide as leaving out each fold of groups shows it"
    moved = f" {MOVED}." if (curve.columns["threshold"] != THRESHOLDS).any() else ""
    return (
        "a threshold t holds a miss to be (1 − t) / t times as bad as a false alarm, so read the curve where that is "
        f"your price. {band}.{moved}"
    )


def spans(threshold: NDArray[np.float64], holds: NDArray[np.bool_]) -> list[tuple[float, float]]:
    """First and last threshold of every run in which something holds.

    >>> spans(np.array([0.1, 0.2, 0.3, 0.4]), np.array([True, True, False, True]))
    [(0.1, 0.2), (0.4, 0.4)]
    """
    change = np.flatnonzero(np.diff(np.concatenate(([False], holds, [False])).astype(np.int8)))
    return [(float(threshold[a]), float(threshold[b - 1])) for a, b in zip(change[::2], change[1::2], strict=True)]


def _table(curve: Curve) -> Table:
    columns, rows = curve.columns, []
    for wanted in _ASKED:
        at = int(np.argmin(np.abs(columns["threshold"] - wanted)))
        value, low, high, always = (columns[key][at] for key in ("net_benefit", "low", "high", "treat_all"))
        band = f"{tabled(low)} to {tabled(high)}" if low < high else "–"  # no row is acted on
        where = in_full(float(columns["threshold"][at]))
        rows.append((where, tabled(value), band, tabled(always), "0"))
    header = ("Threshold", "On the model", "90 % band", "Always acting", "Never acting")
    return Table(header, tuple(rows), frozenset({0, 1, 2, 3, 4}), "Net benefit, in true positives a row")
