"""Charts of what was recorded, by the names that pages call them by."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from logitwise.lessons.widgets.charts.by_depth import deep_depth, lab_first_layer
from logitwise.lessons.widgets.charts.deep_functions import deep_functions
from logitwise.lessons.widgets.charts.lab_accuracy import lab_accuracy
from logitwise.lessons.widgets.charts.lab_losses import lab_losses
from logitwise.lessons.widgets.charts.trace_loss import trace_loss
from logitwise.lessons.widgets.charts.why_accuracy import why_accuracy
from logitwise.lessons.widgets.charts.why_boundaries import why_boundaries

if TYPE_CHECKING:
    from logitwise.lessons.widgets.view import Chart

CHARTS: Final[dict[str, Callable[[], Chart]]] = {
    "why-boundaries": why_boundaries,
    "why-accuracy": why_accuracy,
    "deep-depth": deep_depth,
    "deep-functions": deep_functions,
    "trace-loss": trace_loss,
    "lab-losses": lab_losses,
    "lab-accuracy": lab_accuracy,
    "lab-first-layer": lab_first_layer,
}
