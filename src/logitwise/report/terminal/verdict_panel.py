"""The verdict in a frame: outcome, reasons, what to do next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

if TYPE_CHECKING:
    from logitwise.report.summary import Summary

LOOKS = {"ready": ("✔", "green"), "not ready": ("✘", "red"), "not enough data": ("?", "yellow")}


def verdict_panel(said: Summary, *, width: int) -> RenderableType:
    """Verdict first."""
    mark, colour = LOOKS[said.outcome]
    parts: list[RenderableType] = [Text(said.subject, "dim"), Text()]
    parts.append(_marked([(Text("•", colour), Text(reason)) for reason in said.reasons]))
    if said.advice:
        parts += [Text(), _marked([(Text("→", f"bold {colour}"), Text(each, "bold")) for each in said.advice])]
    title = Text(f" {mark} {said.outcome.upper()} ", f"bold reverse {colour}")
    return Panel(Group(*parts), title=title, title_align="left", border_style=colour, padding=(1, 2), width=width)


def _marked(lines: list[tuple[Text, Text]]) -> Table:
    """Paragraphs that hang from their marks."""
    table = Table.grid(padding=(0, 1))
    table.add_column(no_wrap=True)
    table.add_column()
    for mark, text in lines:
        table.add_row(mark, text)
    return table
