"""ROC curve: rows of the outcome that are found against false alarms, at every threshold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from logitwise.metrics.curves import areas
from logitwise.metrics.wording import number, percent, quoted, sentence
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

_ALARMS: Final = (0.001, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5)


def drawing(colours: Palette) -> Any:
    """Dataset ``points``: ``order``, ``threshold`` and the two rates; params ``now_x``, ``now_y``."""
    import altair as alt  # noqa: PLC0415  heavy, and the page needs the frozen drawing alone

    x = alt.X(**share("false_positive_rate", "false positive rate"))
    y = alt.Y(**share("true_positive_rate", "recall (true positive rate)"))
    points = alt.Chart(alt.NamedData("points"))
    curve = points.mark_line(color=colours.series_1).encode(x, y, order="order:Q")
    diagonal = alt.Chart(alt.InlineData([{"at": 0}, {"at": 1}])).mark_line(
        strokeDash=DASH, color=colours.muted, strokeWidth=1.25
    )
    chance = diagonal.encode(x="at:Q", y="at:Q")
    name = alt.Chart(alt.InlineData([{"x": 0.98, "y": 0.9}])).mark_text(
        text="chance", color=colours.muted, align="right", baseline="top", dy=14
    )
    words = {
        "threshold": said("threshold", ".4~g"),
        "false positive rate": said("false_positive_rate"),
        "recall": said("true_positive_rate"),
    }
    hover = tips("points", "false_positive_rate", "true_positive_rate", words=words)
    layers = (chance, name.encode(x="x:Q", y="y:Q"), curve, now(colours), hover)
    return alt.layer(*layers).add_params(*now_params()).properties(width="container", height=HEIGHT)


def figure(report: Report, *, of: str | None = None) -> Figure | None:
    """The curve of one class or label; None without scores, or where all rows or none have the outcome."""
    found = outcome(report, of)
    counts = None if found is None else areas.taken(found.cells)
    curve = None if found is None or counts is None else areas.roc(counts, found.name)
    if found is None or counts is None or curve is None:
        return None
    points = curve_points(curve)
    recall, specificity = (at_cut(report, found, name) for name in ("recall", "specificity"))
    now = {"now_x": shown(1 - specificity), "now_y": shown(recall)}
    return Figure(
        "roc", f"ROC curve of {quoted(found.name)}", _sentence(report, found, recall, 1 - specificity),
        _table(found), {"points": points}, now, found.name,
    )  # fmt: skip


def _sentence(report: Report, found: ScoredOutcome, recall: float, alarms: float) -> str:
    area = with_interval(report, "roc_auc", found)
    ties = ", ties counting half" if (found.cells.positives * found.cells.negatives).any() else ""
    first = (
        f"ROC AUC {area}: how often a row of {outcome_name(found.name)} is given a higher probability than one of the "
        f"{found.rest}{ties} (chance: 0.5)"
    )
    if found.cut is None or np.isnan(recall) or np.isnan(alarms):
        return f"{because(found)}{first}."
    return (
        f"{because(found)}{first}. At the judged threshold {number(found.cut)}, {percent(recall)} of the rows of "
        f"{outcome_name(found.name)} are found, and {percent(alarms)} of the {found.rest} are false alarms."
    )


def _table(found: ScoredOutcome) -> Table:
    """What is found for a budget of false alarms: the lowest threshold that keeps it."""
    cuts, rows = cuts_of(found.cells), []
    for budget in _ALARMS:
        keep = np.flatnonzero(cuts.fp <= budget * cuts.negatives * (1 + 1e-12))
        cells = ("–", "–", "–") if not len(keep) else _line(found, cuts, int(keep[0]))
        rows.append((f"at most {percent(budget)}", *cells))
    header = ("False alarms", "threshold", "false positive rate", "recall")
    return Table(tuple(map(sentence, header)), tuple(rows), frozenset({1, 2, 3}), "The most found for so many alarms")


def _line(found: ScoredOutcome, cuts: Cuts, i: int) -> tuple[str, str, str]:
    at = written(found.scored, int(cuts.first[i])) if cuts.alerts[i] else "–"
    return at, number(cuts.fp[i] / cuts.negatives), number(cuts.tp[i] / cuts.positives)
