"""The charts by name: which module draws each and takes its data from a report."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from logitwise.report.charts.figure import Figure
    from logitwise.report.report import Report
    from logitwise.report.theme.palette import Palette

NAMES: Final = ("reliability", "roc", "precision_recall", "threshold", "decision", "scores", "risk_coverage",
                "confusion", "classes", "slices")  # fmt: skip
"""In the order in which a reader asks for them; each is a module of this package."""
OF_ROWS: Final = ("confusion", "classes", "slices", "risk_coverage")
"""Charts of all rows, never of one class."""


def drawing(name: str, colours: Palette) -> Any:
    """The Altair chart without its data."""
    return _module(name).drawing(colours)


def figure(report: Report, name: str, *, of: str | None = None) -> Figure | None:
    """The data of a chart; None where the report holds none for it."""
    found: Figure | None = _module(name).figure(report, of=of)
    return found


def _module(name: str) -> Any:
    return import_module(f"logitwise.report.charts.{name}")
