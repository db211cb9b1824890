"""Findings in a terminal: code and title, what was seen, what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group
from rich.table import Table
from rich.text import Text

if TYPE_CHECKING:
    from rich.console import RenderableType

    from logitwise.report.finding_rows import FindingRow, FindingTable

LOOKS = {"error": "bold red", "warning": "bold yellow", "note": "bold cyan"}


def findings_table(found: FindingTable) -> RenderableType:
    """One paragraph a finding; text hangs below its heading."""
    return Group(*(_paragraph(row) for row in found.rows), Text(found.said, "dim"))


def _paragraph(row: FindingRow) -> Table:
    table = Table.grid(padding=(0, 0, 0, 2))
    table.add_column()
    table.add_row(Text(row.heading, "dim" if row.waiver is not None else LOOKS[row.severity]))
    table.add_row(Text(row.text))
    if row.waiver is not None:
        table.add_row(Text(f"waived: {row.waiver}", "dim"))
    elif row.remedy:
        table.add_row(Text(f"→ {row.remedy}"))
    if row.command is not None and row.waiver is None:
        table.add_row(Text(row.command, "bold"))
    return table
