"""The whole page, from verdict to method."""

from __future__ import annotations

import io
import shutil
import sys
from typing import TYPE_CHECKING

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from logitwise.report.mistakes import mistakes
from logitwise.report.terminal.findings import findings_table
from logitwise.report.terminal.requirements import requirements_table
from logitwise.report.terminal.slices import slices_table
from logitwise.report.terminal.tables import classes_table, grid_table, mistakes_table, numbers_table
from logitwise.report.terminal.verdict_panel import verdict_panel

if TYPE_CHECKING:
    from collections.abc import Iterator

    from logitwise.report.mistakes import Mistake
    from logitwise.report.report import Report
    from logitwise.report.summary import Summary

NARROWEST, WIDEST = 60, 120
INDENT = 2
DRAWN, PLAIN = "─━│┃╭╮╰╯●•→↓✔✘…·–?", "-=||++++o*>v+x~.-?"


def as_text(report: Report) -> str:
    """The page without colour, as wide as the terminal."""
    page_width = min(max(shutil.get_terminal_size((100, 24)).columns, NARROWEST), WIDEST)
    console = Console(file=io.StringIO(), width=page_width, no_color=True, force_terminal=False, legacy_windows=False)
    with console.capture() as captured:
        for part in render(report, width=page_width):
            console.print(part)
    return "\n".join(line.rstrip() for line in captured.get().splitlines())


def for_stdout(report: Report) -> str:
    """The page for stdout: coloured where stdout is a terminal that wants it, plain text elsewhere."""
    if not sys.stdout.isatty():
        return drawable(as_text(report) + "\n", sys.stdout.encoding)
    console = Console()
    with console.capture() as captured:
        console.print(report)
    return drawable(captured.get(), sys.stdout.encoding)


def drawable(text: str, encoding: str | None) -> str:
    """The text, drawn with plain characters where the encoding of its reader has no others.

    >>> drawable("─●─ →", "ascii"), drawable("─●─ →", "utf-8")
    ('-o- >', '─●─ →')
    """
    try:
        DRAWN.encode(encoding or "utf-8")
    except (UnicodeEncodeError, LookupError):
        return text.translate(str.maketrans(DRAWN, PLAIN))
    return text


def render(report: Report, *, width: int) -> Iterator[RenderableType]:
    """The page's parts, for a console of that width."""
    said = report.summary
    wide = min(width, WIDEST)
    yield verdict_panel(said, width=wide)
    inner = wide - 2 * INDENT
    for title, part in _sections(report, inner):
        yield Text(f"\n{' ' * INDENT}{title}", "bold")
        yield Padding(part, (0, 0, 0, INDENT))


def _sections(report: Report, width: int) -> Iterator[tuple[str, RenderableType]]:
    said, level = report.summary, report.level
    if said.asked is not None:
        yield said.asked.heading, requirements_table(said.asked, width=width)
    yield "How good it is", numbers_table(said.numbers, level=level, width=width)
    if said.findings is not None:
        yield "Findings", findings_table(said.findings)
    grid = None if said.grid is None else grid_table(said.grid, width=width)
    if grid is not None:
        yield "Truth against decision", grid
    # A grid too wide for the terminal is told by its largest mistakes.
    told = said.mistakes if said.grid is None else () if grid is not None else mistakes(report)
    if told:
        yield "Commonest mistakes", _mistakes(said, told, width)
    if said.classes:
        left = f": the {len(said.classes)} worst, {said.classes_left:,} more in JSON" if said.classes_left else ""
        yield f"Class by class{left}", classes_table(said.classes, level=level, width=width)
    if said.slices is not None:
        left = f": the {len(said.slices.rows)} worst, {said.slices.left:,} more in JSON" if said.slices.left else ""
        yield f"Slices, worst first{left}", slices_table(said.slices, level=level, width=width)
    if said.calibration:
        yield "Calibration", Text(" ".join(said.calibration))
    yield "How it was computed", _how(said)


def _mistakes(said: Summary, told: tuple[Mistake, ...], width: int) -> RenderableType:
    """With a line on the grid that a wider terminal would show instead."""
    table = mistakes_table(told, width=width)
    if said.grid is None or grid_table(said.grid, width=WIDEST - 2 * INDENT) is None:
        return table
    return Group(table, Text("A wider terminal shows the whole of truth against decision.", "dim"))


def _how(said: Summary) -> Table:
    table = Table.grid(padding=(0, 2))
    table.add_column(no_wrap=True, style="dim")
    table.add_column(style="dim")
    before = ""
    for name, sentence in said.how:
        table.add_row(Text(name if name != before else ""), Text(sentence))
        before = name
    return table
