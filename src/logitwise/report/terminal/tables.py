"""The tables of a report: key numbers, confusion, commonest mistakes, classes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich import box
from rich.table import Table
from rich.text import Text

from logitwise.report.key_numbers import KeyNumber, interval_text
from logitwise.report.terminal.bars import bar
from logitwise.verdict.wording import percent, tabled

if TYPE_CHECKING:
    from rich.console import RenderableType

    from logitwise.report.class_rows import ClassRow
    from logitwise.report.mistakes import Grid, Mistake

NARROWEST_BAR, WIDEST_BAR = 16, 40
LONGEST_NAME = 24


def numbers_table(numbers: tuple[KeyNumber, ...], *, level: float, width: int) -> RenderableType:
    """Key numbers with their intervals drawn; where it is narrow the drawing goes first, then the baselines."""
    header = ("", "", f"{100 * level:g} % interval", "without a model ┃")
    texts = [header, *((n.title, n.value, n.interval, n.without) for n in numbers)]
    widths = [max(len(row[i]) for row in texts) for i in range(4)]
    room, rivals = _room(width, widths), _taken(widths) <= width
    table = _table()
    table.add_column(Text(), no_wrap=True)
    table.add_column(Text(), justify="right", no_wrap=True)
    table.add_column(Text(header[2]), no_wrap=True)
    if room:
        table.add_column(Text(_scale(room)), no_wrap=True, width=room)
    if rivals:
        table.add_column(Text(header[3] if room else header[3].rstrip(" ┃"), "yellow"), no_wrap=True)
    for one in numbers:
        cells = [Text(one.title), Text(one.value, "bold"), Text(one.interval, "dim")]
        if room:
            ends = one.estimate
            drawn = bar(ends.low, ends.value, ends.high, width=room, rival=one.baseline) if one.drawn else Text()
            cells.append(drawn)
        if rivals:
            cells.append(Text(one.without, "yellow"))
        table.add_row(*cells)
    return table


def _taken(widths: list[int]) -> int:
    """Columns that texts take; each costs its padding and a divider, the outermost edges nothing."""
    return sum(widths) + 3 * len(widths) - 2


def _room(width: int, widths: list[int]) -> int:
    """Columns left for a bar beside columns of text, 0 where they are too few to draw in."""
    left = width - _taken(widths) - 3
    return min(left, WIDEST_BAR) if left >= NARROWEST_BAR else 0


def _scale(room: int) -> str:
    half = (room - 3) // 2
    return f"0{' ' * (half - 1)}0.5{' ' * (room - half - 4)}1"


def grid_table(grid: Grid, *, width: int) -> RenderableType:
    """Truth down, decision across; the diagonal is right. A sentence where the counts do not fit."""
    columns = [max(len(f"{row[j]:,}") for row in grid.counts) for j in range(len(grid.names))]
    needed = _taken([min(max(map(len, grid.names)), LONGEST_NAME), *columns, len("100.0 %")])
    if needed > width:
        return Text(f"The counts need {needed + 4} columns; they stand in the JSON and Markdown reports (--out).")
    table = _table()
    table.add_column(Text("truth ↓  decided →", "dim"), no_wrap=True, overflow="ellipsis", max_width=LONGEST_NAME)
    # What remains beside the truth and its share, divided among the decisions; each costs its padding and a divider.
    each = (width - LONGEST_NAME - 12) // len(grid.names) - 3
    for name in _shortened(grid.names, max(each, 4)):
        table.add_column(Text(name), justify="right", no_wrap=True)
    table.add_column(Text("found", "dim"), justify="right", no_wrap=True)
    largest = max((c for i, row in enumerate(grid.counts) for j, c in enumerate(row) if i != j), default=0)
    for i, (name, row) in enumerate(zip(grid.names, grid.counts, strict=True)):
        cells = [Text(f"{c:,}", _look(c, largest, right=i == j)) for j, c in enumerate(row)]
        found = percent(row[i] / sum(row)) if sum(row) else "no rows"
        table.add_row(Text(name), *cells, Text(found, "dim"))
    return table


def _shortened(names: tuple[str, ...], room: int) -> list[str]:
    """Names that fit; by their beginnings where these tell them apart, else by their ends.

    >>> _shortened(("class 1", "class 2", "x"), 4)
    ['…s 1', '…s 2', 'x']
    """
    heads = [name if len(name) <= room else f"{name[: room - 1]}…" for name in names]
    if len(set(heads)) == len(names):
        return heads
    return [name if len(name) <= room else f"…{name[1 - room :]}" for name in names]


def _look(count: int, largest: int, *, right: bool) -> str:
    if right:
        return "bold green"
    return "dim" if count == 0 else "bold red" if 2 * count > largest else "red"


def mistakes_table(mistakes: tuple[Mistake, ...]) -> RenderableType:
    """Truth, what it was taken for, how often."""
    table = _table()
    table.add_column(Text("truth"), overflow="ellipsis", max_width=30, no_wrap=True)
    table.add_column(Text("taken for"), overflow="ellipsis", max_width=30, no_wrap=True)
    table.add_column(Text("rows"), justify="right")
    table.add_column(Text("of that truth"), justify="right")
    for each in mistakes:
        table.add_row(Text(each.truth), Text(each.decision, "red"), Text(f"{each.rows:,}", "bold"), Text(each.share))
    return table


def classes_table(rows: tuple[ClassRow, ...], *, level: float, width: int) -> RenderableType:
    """A row a class, its recall drawn where there is room."""
    names, counts = [len(row.name) for row in rows], [len(f"{row.rows:,}") for row in rows]
    room = _room(width, [min(max(*names, 5), LONGEST_NAME), max(*counts, 4), 6, 16, 9, 6])
    table = _table()
    table.add_column(Text("class"), overflow="ellipsis", max_width=LONGEST_NAME if room else 12, no_wrap=True)
    table.add_column(Text("rows"), justify="right", no_wrap=True)
    table.add_column(Text("recall"), justify="right", no_wrap=True)
    table.add_column(Text(f"{100 * level:g} % interval"), no_wrap=True)
    if room:
        table.add_column(Text(_scale(room)), no_wrap=True, width=room)
    table.add_column(Text("precision"), justify="right", no_wrap=True)
    table.add_column(Text("F1"), justify="right", no_wrap=True)
    for row in rows:
        recall = row.recall
        known = recall.undefined is None
        cells = [
            Text(row.name),
            Text(f"{row.rows:,}"),
            Text(tabled(recall.value) if known else "–", "bold"),
            Text(interval_text(recall) if known else "no rows", "dim"),
        ]
        if room:
            cells.append(bar(recall.low, recall.value, recall.high, width=room) if known else Text())
        table.add_row(*cells, Text(row.precision), Text(row.f1))
    return table


def _table() -> Table:
    return Table(
        box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1), show_edge=False, header_style="none", expand=False
    )
