"""A rule as a person reads it in a terminal: what it does, what it reaches before and after, what was tried."""

from __future__ import annotations

import io
import shutil
import sys
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from logitwise.metrics.wording import class_name, counted, metric_words, quoted, tabled, visible
from logitwise.report.terminal.columns import Column, table_of
from logitwise.report.terminal.page import NARROWEST, WIDEST, drawable

if TYPE_CHECKING:
    from logitwise.rule import Rule

MOST_OUTPUTS = 10
"""Labels that get a row in tables; the rule file has all."""
TOLD = ("recall", "precision", "f1", "specificity", "accuracy", "alerts", "cost")
TITLES = {
    "alerts": "decided positive",
    "cost": "cost of a row",
    "cost_at_half": "the same at a threshold of 0.5",
    "lowest_cost": "at the threshold that is cheapest on the rows",
}


def rule_text(rule: Rule, *, saved: str | None = None) -> str:
    """The page for stdout: coloured where stdout is a terminal, plain elsewhere.

    Args:
        rule: fitted.
        saved: where it was written.
    """
    if sys.stdout.isatty():
        console = Console()
    else:
        width = min(max(shutil.get_terminal_size((100, 24)).columns, NARROWEST), WIDEST)
        console = Console(file=io.StringIO(), width=width, no_color=True, force_terminal=False, legacy_windows=False)
    with console.capture() as captured:
        for part in _parts(rule, saved=saved, width=min(console.width, WIDEST)):
            console.print(part)
    lines = "\n".join(line.rstrip() for line in captured.get().splitlines())
    return drawable(lines + "\n", sys.stdout.encoding)


def _parts(rule: Rule, *, saved: str | None, width: int) -> Iterator[RenderableType]:
    yield _panel(rule, saved=saved, width=width)
    outputs = rule.evidence.get("outputs", [])
    for title, table in (
        ("What it changes", _before_after(outputs, width)),
        ("What was tried", _tried(outputs, width)),
    ):
        if table is not None:
            yield Text(f"\n  {title}", "bold")
            yield Padding(table, (0, 0, 0, 2))


def _panel(rule: Rule, *, saved: str | None, width: int) -> Panel:
    rows = rule.evidence.get("rows")
    subject = f"{_task(rule)} · {rule.head.kind}" + (f" · tuned on {counted(rows, 'row')}" if rows else "")
    said = Table.grid(padding=(0, 1))
    said.add_column(no_wrap=True)
    said.add_column()
    for each in rule.sentences:
        said.add_row(Text("•", "cyan"), Text(visible(each)))
    parts: list[RenderableType] = [Text(subject, "dim"), Text(), said]
    if saved is not None:
        shown = visible(saved)
        following = f"Judge it on rows that did not tune it: logitwise evaluate OTHER --rule {shown}"
        parts += [Text(), Text(f"→ {following}", "bold")]
    title = Text(" RULE " if saved is None else f" RULE {visible(saved)} ", "bold reverse cyan")
    return Panel(Group(*parts), title=title, title_align="left", border_style="cyan", padding=(1, 2), width=width)


def _task(rule: Rule) -> str:
    head = rule.head
    if head.binary:
        return f"{quoted(head.positive_class or '')} against {quoted(head.negative_class or '')}"
    return counted(
        len(head.classes),
        "label" if head.kind == "multilabel" else "class",
        None if head.kind == "multilabel" else "classes",
    )


def _before_after(outputs: Sequence[Mapping[str, Any]], width: int) -> RenderableType | None:
    """Numbers at the head's own threshold, and at the rule's: on these rows and cross-fitted."""
    known = [each for each in outputs if each.get("threshold")]
    if not known:
        return None
    if len(known) == 1:
        return _of_one(known[0], width)
    shown = known[:MOST_OUTPUTS]
    columns = [
        Column(Text("label"), [Text(class_name(each["of"])) for each in shown], least=8, most=30),
        Column(Text("threshold"), [Text(f"{each['threshold']['threshold']:g}", "bold") for each in shown], right=True),
    ]
    for name in ("recall", "precision", "f1"):
        cells = [
            Text(f"{_number(each['before'], name)} → {_number(each['threshold']['corrected'], name)}") for each in shown
        ]
        columns.append(Column(Text(f"{metric_words(name)}, cross-fitted"), cells, right=True))
    return table_of(columns, width=width - 4)


def _of_one(output: Mapping[str, Any], width: int) -> RenderableType:
    before, choice = output["before"], output["threshold"]
    names = [name for name in [*TOLD, *choice["apparent"]] if name in choice["apparent"]]
    names = list(dict.fromkeys(names))
    columns = [
        Column(Text(""), [Text(TITLES.get(name) or metric_words(name)) for name in names]),
        Column(Text("before"), [Text(_number(before, name), "dim") for name in names], right=True),
        Column(Text("these rows"), [Text(_number(choice["apparent"], name)) for name in names], right=True),
        Column(
            Text("other rows (cross-fitted)"),
            [Text(_number(choice["corrected"], name), "bold") for name in names],
            right=True,
        ),
    ]
    return table_of(columns, width=width - 4)


def _tried(outputs: Sequence[Mapping[str, Any]], width: int) -> RenderableType | None:
    """Methods of recalibration of a single output with their cross-fitted log loss."""
    if len(outputs) != 1:
        return None
    found = outputs[0]["recalibration"]
    tried = found["tried"]
    columns = [
        Column(
            Text("recalibration"),
            [Text(each["method"], "bold" if each["method"] == found["method"] else "") for each in tried],
        ),
        Column(Text("log loss"), [Text(_value(each["log_loss"])) for each in tried], right=True),
        Column(Text("behind the best"), [Text(_behind(each)) for each in tried], right=True),
        Column(Text(""), [Text(_why(each, found["method"]), "dim") for each in tried], least=10, most=60, wraps=True),
    ]
    return table_of(columns, width=width - 4)


def _why(each: Mapping[str, Any], chosen: str) -> str:
    if each["method"] == chosen:
        if each["behind"] is not None and each["se"] is not None and each["behind"] > each["se"]:
            return "kept: what is gained otherwise is little, and may be chance"
        return "taken: the simplest within one standard error of the best"
    return visible(each["refused"] or "")


def _behind(each: Mapping[str, Any]) -> str:
    if each["log_loss"] is None or each["behind"] is None:
        return ""
    return f"{each['behind']:.4f} ± {each['se']:.4f}" if each["behind"] else "0"


def _number(numbers: Mapping[str, Any], name: str) -> str:
    return _value(numbers.get(name))


def _value(value: float | None) -> str:
    return "–" if value is None else tabled(value)
