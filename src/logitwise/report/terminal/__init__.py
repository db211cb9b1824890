"""The report in a terminal, verdict first."""

from __future__ import annotations

from logitwise.report.terminal.page import as_text, for_stdout, render

__all__ = ["as_text", "for_stdout", "render"]
