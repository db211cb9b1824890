"""The report: a value, and its renderings for terminal, notebook, JSON and Markdown."""

from __future__ import annotations

from logitwise.report.outputs import Outputs, check_suffix
from logitwise.report.report import Report, RowCounts, build_report

__all__ = ["Outputs", "Report", "RowCounts", "build_report", "check_suffix"]
