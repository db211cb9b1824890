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
    """Key numbers with their intervals drawn."""
    header = ("", "", f"{100 * level:g} % interval", "without a model ┃")
    texts = [header, *((n.title, n.value, n.interval if n.drawn else "", n.without) for n in numbers)]
    room = _room(width, [max(len(row[i]) for row in texts) for i in range(4)])
    table = _table()
    table.add_column(Text(), no_wrap=True)
    table.add_column(Text(), justify="right", no_wrap=True)
    table.add_column(Text(header[2]), max_width=max(len(row[2]) for row in texts))
    table.add_column(Text(_scale(room)), no_wrap=True, width=room)
    table.add_column(Text(header[3], "yellow"), no_wrap=True, overflow="ellipsis")
    for one in numbers:
        estimate = one.estimate
        drawn = Text()
        if one.drawn:
            drawn = bar(estimate.low, estimate.value, estimate.high, width=room, rival=one.baseline)
        table.add_row(
            Text(one.title),
            Text(one.value, "bold"),
            Text(one.interval, "dim"),
            drawn,
            Text(one.without, "yellow"),
        )
    return table


def _room(width: int, texts: list[int]) -> int:
    """Columns left for a bar beside columns of text; each column costs its padding and a divider."""
    return min(max(width - sum(texts) - 3 * len(texts) - 2, NARROWEST_BAR), WIDEST_BAR)


def _scale(room: int) -> str:
    half = (room - 3) // 2
    return f"0{' ' * (half - 1)}0.5{' ' * (room - half - 4)}1"


def grid_table(grid: Grid, *, width: int) -> RenderableType:
    """Truth down, decision across; the diagonal is right."""
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
    """A row a class, its recall drawn."""
    names, counts = [len(row.name) for row in rows], [len(f"{row.rows:,}") for row in rows]
    room = _room(width, [min(max(names), LONGEST_NAME), max(*counts, 4), 6, 16, 9, 6])
    table = _table()
    table.add_column(Text("class"), overflow="ellipsis", max_width=LONGEST_NAME, no_wrap=True)
    table.add_column(Text("rows"), justify="right", no_wrap=True)
    table.add_column(Text("recall"), justify="right", no_wrap=True)
    table.add_column(Text(f"{100 * level:g} % interval"), no_wrap=True, overflow="ellipsis")
    table.add_column(Text(_scale(room)), no_wrap=True, width=room)
    table.add_column(Text("precision"), justify="right", no_wrap=True)
    table.add_column(Text("F1"), justify="right", no_wrap=True)
    for row in rows:
        recall = row.recall
        known = recall.undefined is None
        table.add_row(
            Text(row.name),
            Text(f"{row.rows:,}"),
            Text(tabled(recall.value) if known else "–", "bold"),
            Text(interval_text(recall) if known else "no rows", "dim"),
            bar(recall.low, recall.value, recall.high, width=room) if known else Text(),
            Text(row.precision),
            Text(row.f1),
        )
    return table


def _table() -> Table:
    return Table(
        box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1), show_edge=False, header_style="none", expand=False
    )
