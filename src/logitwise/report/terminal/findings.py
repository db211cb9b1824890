"""Findings in a terminal: code and title, what was seen, what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group
from rich.padding import Padding
from rich.text import Text

if TYPE_CHECKING:
    from rich.console import RenderableType

    from logitwise.report.finding_rows import FindingRow, FindingTable

INDENT = 2
LOOKS = {"error": "bold red", "warning": "bold yellow", "note": "bold cyan"}


def findings_table(found: FindingTable) -> RenderableType:
    """One paragraph a finding; text hangs below its heading."""
    paragraphs = [part for row in found.rows for part in (_paragraph(row), Text())]
    return Group(*paragraphs, Text(found.said, "dim"))


def _paragraph(row: FindingRow) -> RenderableType:
    body: list[RenderableType] = [Text(row.text)]
    if row.waiver is not None:
        body.append(Text(f"waived: {row.waiver}", "dim"))
    elif row.remedy:
        body.append(Text(f"→ {row.remedy}"))
    if row.command is not None and row.waiver is None:
        body.append(Text(row.command, "bold"))
    look = "dim" if row.waiver is not None else LOOKS[row.severity]
    return Group(Text(row.heading, look), Padding(Group(*body), (0, 0, 0, INDENT)))
