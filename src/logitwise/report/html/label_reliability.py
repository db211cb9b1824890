"""Reliability of every label, packed small: what the script changes when another label is looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from logitwise.metrics.curves import MOST_CLASSES
from logitwise.metrics.wording import class_name
from logitwise.report.charts.reliability import figure_of, without_band
from logitwise.report.stated import stated

if TYPE_CHECKING:
    from logitwise.report.overlay import Overlay
    from logitwise.report.report import Report
    from logitwise.report.stated import Stated

POINTS: Final = 60
"""Of a curve: each is within a thirtieth of the path's length of one that is left out."""


def label_reliability(report: Report, worst: Stated, after: Overlay) -> dict[str, Any]:
    """``names`` of the labels by code and ``labels``, their figures; the worst keeps its recalibrated curve."""
    labels = []
    for k, name in enumerate(report.classes):
        shown = worst if k == worst.k else stated(report, name)
        labels.append(None if shown is None else _packed(report, shown, after if k == worst.k else None))
    return {"names": [class_name(name) for name in report.classes], "labels": labels}


def _packed(report: Report, shown: Stated, after: Overlay | None) -> dict[str, Any]:
    first = after is not None or report.classes.index(shown.of or "") < MOST_CLASSES
    curve = None if first else without_band(shown)
    figure = figure_of(report, shown, after, curve=curve, points=POINTS)
    return {
        "title": figure.title,
        "sentence": figure.sentence,
        "header": figure.table.header,
        "rows": figure.table.rows,
        "data": figure.data,
    }
