"""The report as one HTML page."""

from __future__ import annotations

from logitwise.report.html.page import page

__all__ = ["page"]
