"""The tables of a report: key numbers, confusion, commonest mistakes, classes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.text import Text

from logitwise.metrics.wording import level_words, percent, tabled
from logitwise.report.key_numbers import KeyNumber, interval_text
from logitwise.report.terminal.bars import RIVAL as RIVAL_MARK
from logitwise.report.terminal.bars import bar
from logitwise.report.terminal.columns import GAP, Column, fits, table_of, widths

if TYPE_CHECKING:
    from rich.console import RenderableType

    from logitwise.report.class_rows import ClassRow
    from logitwise.report.mistakes import Grid, Mistake

NARROWEST_BAR, WIDEST_BAR = 16, 40
SHORTEST_NAME, LONGEST_NAME = 10, 24
TITLE = 17
"""Width of a key number's title below which bar and rival leave sooner than it is wrapped: "average precision"."""
RIVAL = 18
"""The same for what doing without the model reaches: "0.123 class shares"."""


def numbers_table(numbers: tuple[KeyNumber, ...], *, level: float, width: int) -> RenderableType:
    """Key numbers with their intervals drawn; bars leave first where it is narrow, then what no model would reach."""
    said = [Text(one.interval, "dim") for one in numbers]
    # A reason why there is no number may wrap; an interval never does.
    intervals = [one.interval for one in numbers if one.estimate.undefined is None]
    heading = f"{level_words(level)} interval"
    longest = max(map(len, [heading, *intervals]))
    titles = Column(Text(), [Text(one.title) for one in numbers], least=TITLE, wraps=True)
    values = Column(Text(), [Text(one.value, "bold") for one in numbers], right=True)
    limits = Column(Text(heading), said, least=longest, most=longest, wraps=True)
    rivals = Column(
        Text("without a model", "yellow"), [Text(one.without, "yellow") for one in numbers], least=RIVAL, leaves=2
    )

    def drawn(room: int) -> list[Text]:
        estimates = [(one.drawn, one.estimate, one.baseline) for one in numbers]
        return [
            bar(e.low, e.value, e.high, width=room, rival=rival) if shown else Text() for shown, e, rival in estimates
        ]

    return table_of(with_bar([titles, values, limits], drawn, [rivals], width, marked=True), width=width)


def with_bar(
    before: Sequence[Column],
    drawn: Callable[[int], list[Text]],
    after: Sequence[Column],
    width: int,
    *,
    marked: bool = False,
) -> list[Column]:
    """The columns with bars among them as wide as the others leave room, or without where that is too little.

    Columns after bars that are `marked` by them have the mark in their headings, where there are bars.
    """
    room = NARROWEST_BAR
    legends = [replace(each, heading=each.heading + f" {RIVAL_MARK}") for each in after] if marked else after
    others = [*before, *legends]
    if not fits(others, width - room - GAP):
        return [*before, *after]
    taken = sum(each + GAP for each in widths(others, width - room - GAP))
    room = min(width - taken, WIDEST_BAR)
    return [*before, Column(Text(_scale(room)), drawn(room), least=room, most=room, leaves=0), *legends]


def _scale(room: int) -> str:
    half = (room - 3) // 2
    return f"0{' ' * (half - 1)}0.5{' ' * (room - half - 4)}1"


def grid_table(grid: Grid, *, width: int) -> RenderableType | None:
    """Truth down, decision across; the diagonal is right. None where its counts do not fit."""
    largest = max((c for i, row in enumerate(grid.counts) for j, c in enumerate(row) if i != j), default=0)
    truth = Column(
        Text("truth ↓\ndecided →", "dim"), [Text(name) for name in grid.names], least=SHORTEST_NAME, most=LONGEST_NAME
    )
    shares = [percent(row[i] / sum(row)) if sum(row) else "no rows" for i, row in enumerate(grid.counts)]
    found = Column(Text("found", "dim"), [Text(share, "dim") for share in shares], right=True)
    # What remains beside the truth and its share, divided among the decisions.
    each = (width - truth.needs - found.needs - GAP) // len(grid.names) - GAP
    names = _shortened(grid.names, max(each, 4))
    counts = [
        [Text(f"{c:,}", _look(c, largest, right=i == j)) for i, c in enumerate(column)]
        for j, column in enumerate(zip(*grid.counts, strict=True))
    ]
    decisions = [Column(Text(name), cells, right=True) for name, cells in zip(names, counts, strict=True)]
    columns = [truth, *decisions, found]
    return table_of(columns, width=width) if fits(columns, width) else None


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


def mistakes_table(mistakes: tuple[Mistake, ...], *, width: int) -> RenderableType:
    """Truth, what it was taken for, how often."""
    truths, decisions = [Text(each.truth) for each in mistakes], [Text(each.decision, "red") for each in mistakes]
    columns = [
        Column(Text("truth"), truths, least=SHORTEST_NAME, most=name_width(truths)),
        Column(Text("taken for"), decisions, least=SHORTEST_NAME, most=name_width(decisions)),
        Column(Text("rows"), [Text(f"{each.rows:,}", "bold") for each in mistakes], right=True),
        Column(Text("of that truth"), [Text(each.share) for each in mistakes], right=True),
    ]
    return table_of(columns, width=width)


def name_width(names: Sequence[Text]) -> int:
    """How wide a column of names comes where there is room."""
    return min(max(SHORTEST_NAME, *(cell_len(name.plain) for name in names)), LONGEST_NAME)


def classes_table(rows: tuple[ClassRow, ...], *, level: float, width: int) -> RenderableType:
    """A row a class, its recall drawn; bars leave first where it is narrow, then precision, then F1."""
    known = [row.recall.undefined is None for row in rows]
    names = [Text(row.name) for row in rows]
    recalls = [tabled(row.recall.value) if has else "–" for row, has in zip(rows, known, strict=True)]
    limits = [interval_text(row.recall) if has else "no rows" for row, has in zip(rows, known, strict=True)]
    before = [
        Column(Text("class"), names, least=SHORTEST_NAME, most=name_width(names)),
        Column(Text("rows"), [Text(f"{row.rows:,}") for row in rows], right=True),
        Column(Text("recall"), [Text(each, "bold") for each in recalls], right=True),
        Column(Text(f"{level_words(level)} interval"), [Text(each, "dim") for each in limits]),
    ]
    after = [
        Column(Text("precision"), [Text(row.precision) for row in rows], right=True, leaves=1),
        Column(Text("F1"), [Text(row.f1) for row in rows], right=True, leaves=2),
    ]

    def drawn(room: int) -> list[Text]:
        recall = [row.recall for row in rows]
        return [
            bar(e.low, e.value, e.high, width=room) if has else Text() for e, has in zip(recall, known, strict=True)
        ]

    return table_of(with_bar(before, drawn, after, width), width=width)
