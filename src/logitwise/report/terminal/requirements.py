"""The table of requirements: what was asked and how it came out, failures first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group
from rich.text import Text

from logitwise.report.terminal.columns import Column, table_of

if TYPE_CHECKING:
    from rich.console import RenderableType

    from logitwise.report.requirement_rows import RequirementTable

LOOKS = {"fail": "bold red", "undecided": "yellow", "pass": "green", "not applicable": "dim"}
SHORTEST, LONGEST = 12, 60
"""Width of a requirement's words: they wrap, numbers never do."""
OUTCOME = 11
"""Width of "? undecided"; "not applicable" wraps below its own."""


def requirements_table(asked: RequirementTable, *, width: int) -> RenderableType:
    """A row a requirement; long names go on in the next line."""
    rows = asked.rows
    names = [Text(row.name) for row in rows]
    longest = max(len(row.name) for row in rows)
    outcomes = [Text(row.marked, LOOKS[row.outcome]) for row in rows]
    columns = [
        Column(Text("requirement"), names, least=SHORTEST, most=min(longest, LONGEST), wraps=True),
        Column(Text("value"), [Text(row.value, "bold") for row in rows], right=True),
        Column(Text("verdict limit"), [Text(row.limit, "dim") for row in rows], right=True),
        Column(Text("outcome"), outcomes, least=OUTCOME, wraps=True),
    ]
    table = table_of(columns, width=width)
    return Group(table, Text(" ".join(asked.said), "dim")) if asked.said else table
