"""How the scores of rows with the outcome and of those without it lie apart: two histograms, mirrored."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from logitwise.metrics.wording import about, class_name, number, percent, quoted
from logitwise.remedies.cuts import log_odds
from logitwise.report.charts.columns import column, shown
from logitwise.report.charts.figure import Columns, Figure
from logitwise.report.charts.layers import HEIGHT
from logitwise.report.charts.log_odds import axis, cut_layers, domain, ends, positions
from logitwise.report.charts.scored_outcome import ScoredOutcome, outcome
from logitwise.report.charts.threshold import mark
from logitwise.report.charts.words import because, outcome_name
from logitwise.report.table import Table

if TYPE_CHECKING:
    from logitwise.report.report import Report
    from logitwise.report.theme.palette import Palette

BINS: Final = 56
_PARTS: Final = (0.05, 0.25, 0.5, 0.75, 0.95)


def drawing(colours: Palette) -> Any:
    """Datasets ``bins``: ``left``, ``right``, ``truth``, ``share``, and ``marks``; params ``cut``, ``low``, ``high``.

    A share is of the rows of that truth, negative (drawn downward) where the truth is not the outcome.
    """
    import altair as alt  # noqa: PLC0415  heavy, and the page needs the frozen drawing alone

    bins = alt.Chart(alt.NamedData("bins")).transform_filter("datum.right > low && datum.left < high")
    axis_y = alt.Axis(labelExpr="format(abs(datum.value), '.1~p')")
    y = alt.Y("share:Q", title="share of its rows", axis=axis_y, scale=alt.Scale(nice=False))
    upward = alt.condition("datum.share > 0", alt.value(colours.series_2), alt.value(colours.series_1))
    said = (
        "{'truth': datum.truth, 'share of its rows': format(abs(datum.share), '.2~p'), "
        "'probability': format(1 / (1 + exp(-datum.left)), '.3~g') + ' to ' + "
        "format(1 / (1 + exp(-datum.right)), '.3~g')}"
    )
    bars = bins.mark_rect(opacity=0.85, stroke=colours.surface, strokeWidth=0.5, tooltip=alt.ExprRef(said)).encode(
        axis("left:Q"), y, x2="right:Q", y2=alt.datum(0), color=upward
    )
    zero = alt.Chart(alt.InlineData([{"y": 0}])).mark_rule(color=colours.muted, strokeWidth=1).encode(y="y:Q")
    cut = alt.param(name="cut", value=None)
    layers = alt.layer(bars, zero, *cut_layers(colours), *_names(colours))
    return layers.add_params(cut, *ends()).properties(width="container", height=HEIGHT)


def _names(colours: Palette) -> tuple[Any, ...]:
    """The truths' names where their rows are few: upward ones at the left, downward ones at the right.

    Each stands on its own outline in the colour of the ground, so that the line of the cut does not run through it.
    """
    import altair as alt  # noqa: PLC0415  heavy, and the page needs the frozen drawing alone

    each = alt.Chart(alt.NamedData("bins")).transform_aggregate(share="sum(share)", groupby=["truth"])
    each = each.transform_calculate(name="'truly ' + datum.truth")
    ground = {"stroke": colours.surface, "strokeWidth": 4, "strokeJoin": "round"}
    font = {"fontWeight": 600, "limit": 180}
    up, down = each.transform_filter("datum.share > 0"), each.transform_filter("datum.share < 0")
    layers = []
    for more in (ground, {}):
        first = up.mark_text(color=colours.series_2, align="left", baseline="top", dx=6, **font, **more)
        second = down.mark_text(color=colours.series_1, align="right", baseline="bottom", dx=-6, **font, **more)
        layers += [
            first.encode(x=alt.value(0), y=alt.value(4), text="name:N"),
            second.encode(x=alt.value("width"), y=alt.value(HEIGHT - 4), text="name:N"),
        ]
    return tuple(layers)


def figure(report: Report, *, of: str | None = None) -> Figure | None:
    """Of the positive class, a label, or a class against the rest; None without scores."""
    found = outcome(report, of)
    if found is None or not found.positives or not found.negatives:
        return None
    low, high = domain(found.cells)
    bins, beyond = histogram(found, low=low, high=high)
    title = f"Scores of rows of {quoted(found.name)} and of {found.rest}"
    return Figure(
        "scores", title, _sentence(found, beyond), _table(found),
        {"bins": bins, "marks": mark(found)},
        {"cut": None if found.cut is None else shown(float(log_odds(found.cut))), "low": low, "high": high}, found.name,
    )  # fmt: skip


def histogram(found: ScoredOutcome, *, low: float, high: float) -> tuple[Columns, float]:
    """Shares of rows by log-odds, and rows beyond the ends, which stand in the outermost bins."""
    edges, at = np.linspace(low, high, BINS + 1), positions(found.cells)
    place = np.clip(np.searchsorted(edges, at, side="right") - 1, 0, BINS - 1)
    up = np.bincount(place, found.cells.positives, BINS) / found.positives
    down = np.bincount(place, found.cells.negatives, BINS) / found.negatives
    outside = (at < low) | (at > high)
    beyond = float(found.cells.positives[outside].sum() + found.cells.negatives[outside].sum())
    other = class_name(found.other) if found.other is not None else f"not {class_name(found.name)}"
    bins: Columns = {
        "left": column(edges[:-1]) * 2,
        "right": column(edges[1:]) * 2,
        "truth": [class_name(found.name)] * BINS + [other] * BINS,
        "share": column(up) + column(-down),
    }
    return bins, beyond


def quantiles(cells: Any, rows: NDArray[Any], parts: tuple[float, ...]) -> list[float]:
    """Probabilities up to which shares of the rows reach."""
    through = np.cumsum(rows)
    return [float(cells.p[np.searchsorted(through, part * through[-1] * (1 - 1e-12))]) for part in parts]


def _sentence(found: ScoredOutcome, beyond: float) -> str:
    cells = found.cells
    (up,), (down,) = (quantiles(cells, rows, (0.5,)) for rows in (cells.positives, cells.negatives))
    ends_ = f" {about(beyond)} rows beyond the ends of the axis stand in its outermost bars." if beyond else ""
    return (
        f"{because(found)}Half of the rows of {outcome_name(found.name)} are given at most {number(up)}, half of the "
        f"{found.rest} at most {number(down)}. The further the two lie apart, the easier the cut.{ends_}"
    )


def _table(found: ScoredOutcome) -> Table:
    up, down = (quantiles(found.cells, rows, _PARTS) for rows in (found.cells.positives, found.cells.negatives))
    rows = [(percent(part), number(a), number(b)) for part, a, b in zip(_PARTS, up, down, strict=True)]
    other = class_name(found.other) if found.other is not None else f"not {class_name(found.name)}"
    header = ("Share of rows", class_name(found.name), other)
    return Table(header, tuple(rows), frozenset({1, 2}), "Probability that so many rows are given at most")
