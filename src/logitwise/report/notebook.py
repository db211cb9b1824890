"""The report in a notebook: plain HTML, self-contained, without scripts."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING

from logitwise.metrics.wording import counted, level_words, tabled
from logitwise.report.key_numbers import KeyNumber, interval_text
from logitwise.report.safe_text import html_safe
from logitwise.report.theme.palette import DARK, LIGHT

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from logitwise.metrics import Estimate
    from logitwise.report.report import Report
    from logitwise.report.summary import Summary


def _either(name: str) -> str:
    """A colour of the theme: the light one, and where the front end says that it is dark the dark one."""
    light, dark = (palette.variables()[name] for palette in (LIGHT, DARK))
    return f"{{0}}:{light};{{0}}:light-dark({light},{dark})"


# As styles with the property left open. Text inherits the notebook's colour; only accents are ours.
RIGHT, WRONG, WARN, NOTE = map(_either, ("right", "wrong", "warn", "accent"))
COLOURS = {"ready": RIGHT, "not ready": WRONG, "not enough data": WARN}
SEVERITIES = {"error": WRONG, "warning": WARN, "note": NOTE}
OUTCOMES = {"pass": RIGHT, "fail": WRONG, "undecided": WARN, "not applicable": "{0}:inherit"}
VALUE, RIVAL = map(_either, ("series-1", "series-2"))
INTERVAL = f"{VALUE};opacity:.45"

FRAME = "font-family:system-ui,sans-serif;line-height:1.45;max-width:60em"
CELL = "padding:.15em .8em;text-align:{align};border:0;white-space:{wrap};vertical-align:middle"


def html(report: Report) -> str:
    """The whole report as one ``div``."""
    said, level = report.summary, f"{level_words(report.level)} interval"
    parts = [*_verdict(said), *_asked(said), *_numbers(said, level), *_findings(said), *_confusion(said)]
    parts += [*_classes(said, level), *_slices(said, level), *_how(said)]
    return f'<div style="{FRAME}">{"".join(parts)}</div>'


def _verdict(said: Summary) -> Iterable[str]:
    colour = COLOURS[said.outcome]
    edge = colour.format("border-left-color")
    yield f'<div style="border-left:.4em solid;{edge};padding:.4em 1em;margin:.5em 0">'
    yield f'<div style="font-size:1.4em;font-weight:700;{colour.format("color")}">{said.outcome.capitalize()}</div>'
    yield f'<div style="opacity:.7">{html_safe(said.subject)}</div><ul style="margin:.5em 0 .5em 1.2em;padding:0">'
    yield from (f"<li>{html_safe(reason)}</li>" for reason in said.reasons)
    yield "</ul>"
    yield from (f"<div><b>Next:</b> {html_safe(each)}</div>" for each in said.advice)
    yield "</div>"


def _asked(said: Summary) -> Iterable[str]:
    if said.asked is None:
        return
    yield _heading(html_safe(said.asked.heading))
    rows = [[html_safe(row.name), f"<b>{html_safe(row.value)}</b>", html_safe(row.limit),
             f'<span style="{OUTCOMES[row.outcome].format("color")}">{html_safe(row.marked)}</span>']
            for row in said.asked.rows]  # fmt: skip
    yield _table(("requirement", "value", "verdict limit", "outcome"), rows, right=(1, 2))
    if said.asked.said:
        yield f"<div>{html_safe(' '.join(said.asked.said))}</div>"


def _numbers(said: Summary, level: str) -> Iterable[str]:
    yield _heading("How good it is")
    rows = [[html_safe(n.title), f"<b>{html_safe(n.value)}</b>", html_safe(n.interval), _drawn(n), html_safe(n.without)]
            for n in said.numbers]  # fmt: skip
    yield _table(("", "value", level, "0 to 1", "without a model"), rows, right=(1,))


def _findings(said: Summary) -> Iterable[str]:
    if said.findings is None:
        return
    yield _heading("Findings")
    for row in said.findings.rows:
        colour = (SEVERITIES[row.severity] if row.waiver is None else "{0}:inherit").format("color")
        yield f'<div style="margin:.4em 0"><b style="{colour}">{html_safe(row.heading)}</b><br>'
        todo = row.remedy if row.waiver is None else f"Waived: {row.waiver}"
        yield f"{html_safe(row.text)}<br>{html_safe(todo)}"
        yield f"<br><code>{html_safe(row.command)}</code></div>" if row.command and row.waiver is None else "</div>"
    yield f'<div style="opacity:.7">{html_safe(said.findings.said)}</div>'


def _confusion(said: Summary) -> Iterable[str]:
    if said.grid is not None:
        yield _heading("Truth against decision")
        rows = [[html_safe(name), *(f"<b>{c:,}</b>" if i == j else f"{c:,}" for j, c in enumerate(row))]
                for i, (name, row) in enumerate(zip(said.grid.names, said.grid.counts, strict=True))]  # fmt: skip
        yield _table(("truth ↓ decided →", *said.grid.names), rows, right=range(1, len(said.grid.names) + 1))
    if said.mistakes:
        yield _heading("Commonest mistakes")
        found = [[html_safe(m.truth), html_safe(m.decision), f"{m.rows:,}", m.share] for m in said.mistakes]
        yield _table(("truth", "taken for", "rows", "of that truth"), found, right=(2, 3))


def _classes(said: Summary, level: str) -> Iterable[str]:
    if not said.classes:
        return
    yield _heading("Class by class")
    rows = [[html_safe(c.name), f"{c.rows:,}", f"<b>{tabled(c.recall.value)}</b>", html_safe(interval_text(c.recall)),
             _bar(c.recall), c.precision, c.f1] for c in said.classes]  # fmt: skip
    yield _table(("class", "rows", "recall", level, "0 to 1", "precision", "F1"), rows, right=(1, 2, 5, 6))
    if said.classes_left:
        yield f"<div>The worst; {counted(said.classes_left, 'more class', 'more classes')} not shown.</div>"


def _slices(said: Summary, level: str) -> Iterable[str]:
    if said.slices is None:
        return
    yield _heading("Slices, worst first")
    rows = [[html_safe(s.name), f"{s.rows:,}", f"<b>{tabled(s.estimate.value)}</b>",
             html_safe(interval_text(s.estimate)), _bar(s.estimate, rival=s.rest), html_safe(s.against)]
            for s in said.slices.rows]  # fmt: skip
    header = ("slice", "rows", said.slices.metric, level, "0 to 1", "the rest")
    yield _table(header, rows, right=(1, 2))
    if said.slices.left:
        yield f"<div>The worst; {counted(said.slices.left, 'more slice')} not shown.</div>"
    yield f"<div>{html_safe(' '.join(said.slices.said))}</div>"


def _how(said: Summary) -> Iterable[str]:
    if said.calibration:
        yield _heading("Calibration") + f"<div>{html_safe(' '.join(said.calibration))}</div>"
    yield "<details style='margin-top:1em;opacity:.8'><summary>How it was computed</summary>"
    yield _table(("", ""), [[f"<b>{html_safe(name)}</b>", html_safe(text)] for name, text in said.how], right=())
    yield _table(("metric", "method"), [[html_safe(a), html_safe(b)] for a, b in said.interval_methods], right=())
    yield "</details>"


def _heading(text: str) -> str:
    return f'<div style="font-weight:700;margin:1em 0 .2em">{text}</div>'


def _drawn(one: KeyNumber) -> str:
    return _bar(one.estimate, rival=one.baseline) if one.drawn else ""


def _bar(estimate: Estimate, *, rival: float = float("nan")) -> str:
    """The interval as a strip of 12 em; positions are numbers of ours, never text from the data."""
    if not (isfinite(estimate.low) and isfinite(estimate.high) and isfinite(estimate.value)):
        return ""
    marks = [
        (estimate.low, estimate.high - estimate.low, INTERVAL, ".35em"),
        (estimate.value, 0.012, VALUE, ".8em"),
    ]
    if isfinite(rival):
        marks.insert(1, (rival, 0.008, RIVAL, ".8em"))
    strips = "".join(
        f'<span style="position:absolute;left:{100 * left:.2f}%;width:{100 * wide:.2f}%;min-width:2px;height:{tall};'
        f'top:calc(50% - {tall} / 2);{colour.format("background-color")}"></span>'
        for left, wide, colour, tall in marks
    )
    return (
        '<span style="position:relative;display:inline-block;width:12em;height:1em;'
        f'background:linear-gradient(#8883,#8883) center/100% 1px no-repeat">{strips}</span>'
    )


def _table(header: Sequence[str], rows: Iterable[Sequence[str]], *, right: Iterable[int]) -> str:
    """Header text is escaped here; cells come as HTML."""
    to_the_right = set(right)
    styles = [CELL.format(align="right" if i in to_the_right else "left", wrap="normal") for i in range(len(header))]
    head = "".join(
        f'<th style="{style};opacity:.7">{html_safe(text)}</th>' for style, text in zip(styles, header, strict=True)
    )
    body = "".join(
        "<tr>" + "".join(f'<td style="{style}">{cell}</td>' for style, cell in zip(styles, row, strict=True)) + "</tr>"
        for row in rows
    )
    return (
        f'<table style="border-collapse:collapse;border:0"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'
    )
