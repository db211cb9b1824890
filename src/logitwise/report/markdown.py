"""The report as Markdown, for pull requests and logs: verdict first, tables, no picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

from logitwise.metrics.wording import counted, level_words, tabled
from logitwise.report.key_numbers import interval_text
from logitwise.report.safe_text import markdown_safe

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from logitwise.report.finding_rows import FindingRow
    from logitwise.report.report import Report
    from logitwise.report.summary import Summary


def markdown(report: Report) -> str:
    """The whole report."""
    said, level = report.summary, f"{level_words(report.level)} interval"
    parts = [*_verdict(said), *_asked(said), *_numbers(said, level), *_findings(said), *_confusion(said)]
    parts += [*_classes(said, level), *_slices(said, level), *_how(said)]
    return "\n".join(parts).rstrip("\n") + "\n"


def _verdict(said: Summary) -> Iterable[str]:
    yield f"# {said.outcome.capitalize()}"
    yield f"\n{markdown_safe(said.subject)}\n"
    yield from (f"- {markdown_safe(reason)}" for reason in said.reasons)
    yield from (f"\n**Next:** {markdown_safe(each)}" for each in said.advice)


def _asked(said: Summary) -> Iterable[str]:
    if said.asked is None:
        return
    yield f"\n## {said.asked.heading}\n"
    rows = [(row.name, row.value, row.limit, row.marked) for row in said.asked.rows]
    yield from _table(("requirement", "value", "verdict limit", "outcome"), rows, right=(1, 2))
    if said.asked.said:
        yield "\n" + markdown_safe(" ".join(said.asked.said))


def _numbers(said: Summary, level: str) -> Iterable[str]:
    yield "\n## How good it is\n"
    rows = [(n.title, n.value, n.interval, n.without) for n in said.numbers]
    yield from _table(("", "value", level, "without a model"), rows, right=(1,))


def _findings(said: Summary) -> Iterable[str]:
    if said.findings is None:
        return
    yield "\n## Findings\n"
    for row in said.findings.rows:
        yield f"- **{markdown_safe(row.heading)}**: {markdown_safe(row.text)}"
        todo = row.remedy if row.waiver is None else f"Waived: {row.waiver}"
        yield f"  {markdown_safe(todo)}" + _command(row)
    yield ("\n" if said.findings.rows else "") + markdown_safe(said.findings.said)


def _command(row: FindingRow) -> str:
    """As code, unless the name of a file would end it or begin a tag."""
    if row.command is None or row.waiver is not None:
        return ""
    return f" `{row.command}`" if not set("`<>") & set(row.command) else f" {markdown_safe(row.command)}"


def _confusion(said: Summary) -> Iterable[str]:
    if said.grid is not None:
        yield "\n## Truth against decision\n"
        rows = [(name, *(f"{c:,}" for c in row)) for name, row in zip(said.grid.names, said.grid.counts, strict=True)]
        yield from _table(("truth, decided as", *said.grid.names), rows, right=range(1, len(said.grid.names) + 1))
    if said.mistakes:
        yield "\n## Commonest mistakes\n"
        mistakes = [(m.truth, m.decision, f"{m.rows:,}", m.share) for m in said.mistakes]
        yield from _table(("truth", "taken for", "rows", "of that truth"), mistakes, right=(2, 3))


def _classes(said: Summary, level: str) -> Iterable[str]:
    if not said.classes:
        return
    yield "\n## Class by class\n"
    rows = [
        (c.name, f"{c.rows:,}", tabled(c.recall.value), interval_text(c.recall), c.precision, c.f1)
        for c in said.classes
    ]
    yield from _table(("class", "rows", "recall", level, "precision", "F1"), rows, right=(1, 2, 4, 5))
    if said.classes_left:
        yield f"\nThe worst; {counted(said.classes_left, 'more class', 'more classes')} not shown."


def _slices(said: Summary, level: str) -> Iterable[str]:
    if said.slices is None:
        return
    yield "\n## Slices, worst first\n"
    rows = [
        (s.name, f"{s.rows:,}", tabled(s.estimate.value), interval_text(s.estimate), s.against)
        for s in said.slices.rows
    ]
    yield from _table(("slice", "rows", said.slices.metric, level, "the rest"), rows, right=(1, 2))
    if said.slices.left:
        yield f"\nThe worst; {counted(said.slices.left, 'more slice')} not shown."
    yield "\n" + markdown_safe(" ".join(said.slices.said))


def _how(said: Summary) -> Iterable[str]:
    if said.calibration:
        yield f"\n## Calibration\n\n{markdown_safe(' '.join(said.calibration))}"
    yield "\n## How it was computed\n"
    yield from (f"- **{name}**: {markdown_safe(sentence)}" for name, sentence in said.how)
    yield "\n## How intervals were made\n"
    yield from _table(("metric", "method"), said.interval_methods, right=())


def _table(header: Sequence[str], rows: Iterable[Sequence[str]], *, right: Iterable[int]) -> Iterable[str]:
    to_the_right = set(right)
    yield _line(header)
    yield "|" + "|".join("---:" if i in to_the_right else "---" for i in range(len(header))) + "|"
    yield from (_line(row) for row in rows)


def _line(cells: Sequence[str]) -> str:
    return "| " + " | ".join(markdown_safe(cell) for cell in cells) + " |"
