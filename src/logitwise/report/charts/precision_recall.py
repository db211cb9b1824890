"""Precision-recall curve: how clean what is found is, at every share that is found."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from logitwise.metrics.curves import areas
from logitwise.metrics.wording import number, percent, quoted
from logitwise.remedies.cuts import cuts_of
from logitwise.report.charts.columns import curve_points, shown
from logitwise.report.charts.figure import Figure
from logitwise.report.charts.known_cut import written
from logitwise.report.charts.layers import DASH, HEIGHT, now, now_params, said, share, tips
from logitwise.report.charts.scored_outcome import ScoredOutcome, outcome
from logitwise.report.charts.words import at_cut, because, outcome_name, with_interval
from logitwise.report.table import Table

if TYPE_CHECKING:
    from logitwise.remedies.cuts import Cuts
    from logitwise.report.report import Report
    from logitwise.report.theme.palette import Palette

_FOUND: Final = (0.25, 0.5, 0.7, 0.8, 0.9, 0.95, 0.99, 1.0)


def drawing(colours: Palette) -> Any:
    """Dataset ``points``: ``order``, ``threshold``, ``recall``, ``precision``; params ``now_x``, ``now_y``, ``chance``.

    ``chance`` is the prevalence, the precision of taking rows at random.
    """
    import altair as alt  # noqa: PLC0415  heavy, and the page needs the frozen drawing alone

    x, y = alt.X(**share("recall", "recall")), alt.Y(**share("precision", "precision"))
    points = alt.Chart(alt.NamedData("points"))
    curve = points.mark_line(color=colours.series_1).encode(x, y, order="order:Q")
    level = alt.Chart(alt.InlineData([{}])).transform_calculate(y="chance").transform_filter("isValid(datum.y)")
    rule = level.mark_rule(strokeDash=DASH, color=colours.muted, strokeWidth=1.25).encode(y="y:Q")
    # Below its line where there is room, so that the curve, which ends on the line, does not run through it.
    name = (
        level.transform_calculate(x="0", text="'prevalence ' + format(datum.y, '.2~p')", low="datum.y < 0.1")
        .mark_text(color=colours.muted, align="left", dx=6, dy=alt.ExprRef("datum.low ? -8 : 10"))
        .encode(x="x:Q", y="y:Q", text="text:N")
    )
    words = {"threshold": said("threshold", ".4~g"), "recall": said("recall"), "precision": said("precision")}
    hover = tips("points", "recall", "precision", words=words)
    chance = alt.param(name="chance", value=None)
    layers = alt.layer(rule, name, curve, now(colours), hover)
    return layers.add_params(*now_params(), chance).properties(width="container", height=HEIGHT)


def figure(report: Report, *, of: str | None = None) -> Figure | None:
    """The curve of one class or label; None without scores, or where no row or every row has the outcome."""
    found = outcome(report, of)
    counts = None if found is None else areas.taken(found.cells)
    curve = None if found is None or counts is None or not counts.negatives else areas.precision_recall(
        counts, found.name
    )  # fmt: skip
    if found is None or counts is None or curve is None:
        return None
    points = curve_points(curve)
    recall, precision = (at_cut(report, found, name) for name in ("recall", "precision"))
    prevalence = counts.positives / (counts.positives + counts.negatives)
    params = {"now_x": shown(recall), "now_y": shown(precision), "chance": shown(prevalence)}
    if None in (params["now_x"], params["now_y"]):
        params |= {"now_x": None, "now_y": None}
    return Figure(
        "precision_recall", f"Precision and recall of {quoted(found.name)}",
        _sentence(report, found, (recall, precision), prevalence), _table(found), {"points": points}, params,
        found.name,
    )  # fmt: skip


def _sentence(report: Report, found: ScoredOutcome, at: tuple[float, float], prevalence: float) -> str:
    area = with_interval(report, "average_precision", found)
    first = (
        f"Average precision {area}, against {number(prevalence)} for a random order: "
        f"{percent(prevalence)} of rows are of {outcome_name(found.name)}"
    )
    recall, precision = at
    if found.cut is None or isnan(recall):
        return f"{because(found)}{first}."
    right = "none is taken" if isnan(precision) else f"{percent(precision)} of what is taken is right"
    found_here = f"At the judged threshold {number(found.cut)}, {percent(recall)} are found"
    return f"{because(found)}{first}. {found_here}, and {right}."


def _table(found: ScoredOutcome) -> Table:
    """What a share found costs: the highest threshold that finds it."""
    cuts, rows = cuts_of(found.cells), []
    for wanted in _FOUND:
        # a share of a count is met by the count itself, whatever the last digit of the quotient
        enough = np.flatnonzero(cuts.tp >= np.ceil(wanted * cuts.positives - 1e-9))
        cells = ("–", "–", "–") if not len(enough) else _line(found, cuts, int(enough[-1]))
        rows.append((f"at least {percent(wanted)}", *cells))
    header = ("Found", "Threshold", "Recall", "Precision")
    return Table(header, tuple(rows), frozenset({1, 2, 3}), "How clean the least is that finds so many")


def _line(found: ScoredOutcome, cuts: Cuts, i: int) -> tuple[str, str, str]:
    at = written(found.scored, int(cuts.first[i]))
    return at, number(cuts.tp[i] / cuts.positives), number(cuts.tp[i] / cuts.alerts[i])
