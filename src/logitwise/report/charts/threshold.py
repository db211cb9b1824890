"""What every threshold would give: precision, recall and F1 along the log-odds of the cut."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from logitwise.metrics.curves import areas
from logitwise.metrics.wording import number, percent, quoted
from logitwise.remedies.cuts import cuts_of, log_odds
from logitwise.report.charts.columns import column, shown
from logitwise.report.charts.figure import Columns, Figure
from logitwise.report.charts.known_cut import MOVED, in_full, known_cut, written
from logitwise.report.charts.layers import HEIGHT
from logitwise.report.charts.log_odds import axis, cut_layers, domain, ends
from logitwise.report.charts.scored_outcome import ScoredOutcome, outcome
from logitwise.report.charts.words import at_cut, because, outcome_name
from logitwise.report.table import Table

if TYPE_CHECKING:
    from logitwise.metrics import Curve
    from logitwise.report.report import Report
    from logitwise.report.theme.palette import Palette

MEASURES: Final = (("precision", "precision"), ("recall", "recall"), ("F1", "f1"))
_ASKED: Final = (0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99)


def drawing(colours: Palette) -> Any:
    """Datasets ``points``: ``log_odds``, ``measure``, ``value``, and ``marks``; params ``cut``, ``low``, ``high``."""
    import altair as alt  # noqa: PLC0415  heavy, and the page needs the frozen drawing alone

    names = [name for name, _ in MEASURES]
    inks = [colours.series_1, colours.series_3, colours.series_4]
    legend = alt.Legend(title=None, orient="bottom", symbolSize=400)
    colour = alt.Color("measure:N", legend=legend, scale=alt.Scale(domain=names, range=inks))
    dash = alt.StrokeDash("measure:N", legend=legend, scale=alt.Scale(domain=names, range=[[1, 0], [7, 3], [2, 3]]))
    y = alt.Y("value:Q", title=None, scale=alt.Scale(domain=[0, 1], nice=False))
    inside = alt.Chart(alt.NamedData("points")).transform_filter(
        "isValid(datum.log_odds) && datum.log_odds >= low && datum.log_odds <= high"
    )
    lines = inside.mark_line().encode(axis("log_odds:Q"), y, colour, dash)
    said = (
        "{'threshold': format(1 / (1 + exp(-datum.log_odds)), '.4~g'), "
        "'measure': datum.measure, 'value': format(datum.value, '.3f')}"
    )
    hover = (
        inside.transform_window(place="row_number()")
        .transform_filter("datum.place % 3 === 0")
        .mark_point(size=120, filled=True, opacity=0, tooltip=alt.ExprRef(said))
        .encode(axis("log_odds:Q"), y)
    )
    cut = alt.param(name="cut", value=None)
    layers = alt.layer(lines, *cut_layers(colours), hover)
    return layers.add_params(cut, *ends()).properties(width="container", height=HEIGHT)


def figure(report: Report, *, of: str | None = None) -> Figure | None:
    """Of the positive class, a label, or a class against the rest; None where all or no rows have the outcome."""
    found = outcome(report, of)
    counts = None if found is None else areas.taken(found.cells)
    curve = None if found is None or counts is None else areas.by_threshold(counts, found.name)
    if found is None or counts is None or curve is None:
        return None
    low, high = domain(found.cells)
    return Figure(
        "threshold", f"Precision, recall and F1 of {quoted(found.name)} by threshold", _sentence(report, found),
        _table(found, counts), {"points": points(curve), "marks": mark(found)},
        {"cut": None if found.cut is None else shown(float(log_odds(found.cut))), "low": low, "high": high}, found.name,
    )  # fmt: skip


def points(curve: Curve) -> Columns:
    """Long: a row a measure and threshold; a threshold of 0 or 1 lies at no log-odds."""
    at = column(log_odds(curve.columns["threshold"]))
    return {
        "log_odds": at * len(MEASURES),
        "measure": [name for name, _ in MEASURES for _ in at],
        "value": [value for _, key in MEASURES for value in column(curve.columns[key])],
    }


def mark(found: ScoredOutcome) -> Columns:
    """The threshold in force, by its name."""
    if found.cut is None:
        return {"log_odds": [], "label": []}
    return {"log_odds": [shown(float(log_odds(found.cut)))], "label": [f"threshold {number(found.cut)}"]}


def _shares(counts: areas.Taken, tp: float, fp: float) -> tuple[float, float, float]:
    """Precision (NaN where none is taken), recall, F1."""
    f1 = 2 * tp / (tp + fp + counts.positives)
    return (tp / (tp + fp) if tp + fp else float("nan")), tp / counts.positives, f1


def _sentence(report: Report, found: ScoredOutcome) -> str:
    said = _best(found)
    if found.cut is None:
        flatters = f"{said}, as chosen on these same rows, which flatters it." if said else ""
        return f"{because(found)}{flatters or 'No threshold can be set that tells these scores apart.'}"
    precision, recall, now = (at_cut(report, found, name) for name in ("precision", "recall", "f1"))
    clean = "undefined, none being taken" if isnan(precision) else number(precision)
    shares = f"(precision {clean}, recall {number(recall)})"
    first = f"At the judged threshold {number(found.cut)} F1 is {number(now)} {shares}."
    last = f" {said}: chosen on these same rows, so it flatters itself; tune a threshold on rows of its own."
    return f"{because(found)}{first}{last if said else ''}"


def _best(found: ScoredOutcome) -> str:
    """Where F1 is largest, of the thresholds that can be set: those above 0 and below 1 that tell scores apart."""
    cuts = cuts_of(found.cells)
    if not len(cuts):
        return ""
    f1 = cuts.reached.f1
    best = int(np.argmax(f1))
    at = written(found.scored, int(cuts.first[best]))
    where = f"at threshold {at}" if found.scored.exact else f"near threshold {number(float(at))}"
    return f"F1 of {outcome_name(found.name)} is largest, {number(f1[best])}, {where}"


def _table(found: ScoredOutcome, counts: areas.Taken) -> Table:
    rows, everything, moved = [], counts.positives + counts.negatives, False
    for asked in _ASKED:
        at = known_cut(found.scored, asked)
        precision, recall, f1 = _shares(counts, at.tp, at.fp)
        clean = "–" if isnan(precision) else number(precision)
        taken = percent((at.tp + at.fp) / everything)
        rows.append((in_full(at.threshold), clean, number(recall), number(f1), taken))
        moved = moved or at.threshold != asked
    header = ("Threshold", "Precision", "Recall", "F1", "Rows taken")
    caption = "– where no row is taken, so that precision is undefined"
    return Table(header, tuple(rows), frozenset(range(5)), f"{caption}. {MOVED}" if moved else caption)
