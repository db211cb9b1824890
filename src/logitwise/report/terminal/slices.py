"""The table of slices: the worst, each against the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group
from rich.text import Text

from logitwise.metrics.wording import level_words, tabled
from logitwise.report.key_numbers import interval_text
from logitwise.report.terminal.bars import bar
from logitwise.report.terminal.columns import Column, table_of
from logitwise.report.terminal.tables import SHORTEST_NAME, name_width, with_bar

if TYPE_CHECKING:
    from rich.console import RenderableType

    from logitwise.report.slice_rows import SliceRow, SliceTable

SHORTEST_METRIC = 8


def slices_table(slices: SliceTable, *, level: float, width: int) -> RenderableType:
    """A row a slice, its estimate drawn beside the rest's; bars leave first where it is narrow, then the rest."""
    rows = slices.rows
    names = [Text(row.name) for row in rows]
    before = [
        Column(Text("slice"), names, least=SHORTEST_NAME, most=name_width(names)),
        Column(Text("rows"), [Text(f"{row.rows:,}") for row in rows], right=True),
        Column(
            Text(slices.metric),
            [Text(_value(row), "bold") for row in rows],
            right=True,
            least=SHORTEST_METRIC,
            wraps=True,
        ),
        Column(Text(f"{level_words(level)} interval"), [Text(interval_text(row.estimate), "dim") for row in rows]),
    ]
    rest = [Text(row.against, "red" if row.worse else "yellow") for row in rows]
    after = [Column(Text("the rest", "yellow"), rest, leaves=1)]

    def drawn(room: int) -> list[Text]:
        return [_drawn(row, room) for row in rows]

    columns = with_bar(before, drawn, after, width, marked=True)
    return Group(table_of(columns, width=width), Text(" ".join(slices.said), "dim"))


def _value(row: SliceRow) -> str:
    return "–" if row.estimate.undefined is not None else tabled(row.estimate.value)


def _drawn(row: SliceRow, room: int) -> Text:
    e = row.estimate
    return Text() if e.undefined is not None else bar(e.low, e.value, e.high, width=room, rival=row.rest)
