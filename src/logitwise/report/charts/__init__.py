"""Charts: one a file, each an Altair drawing apart from its data, in one theme."""

from __future__ import annotations

from logitwise.report.charts.figure import Figure
from logitwise.report.charts.registry import NAMES, figure

__all__ = ["NAMES", "Figure", "figure"]
