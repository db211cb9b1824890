"""Write the tables of metrics and of findings in `docs/reference.md`: what the code says of each, shortest form."""

from __future__ import annotations

import re
from html import escape
from pathlib import Path

from make_metric_pages import averages_of, documented, of_what, range_text, said

from logitwise.findings.registry import PITFALLS
from logitwise.metrics.names import METRICS

REFERENCE = Path(__file__).resolve().parent / "reference.md"
COLUMNS = (
    "metric", "estimates", "of", "range", "better",
    "undefined", "interval shown", "verdict limit", "source", "averages",
)  # fmt: skip
TABLE = re.compile(r"(?<=\n)\| metric \|.*\n(?:\|.*\n)+")
FINDINGS = re.compile(r"(?<=\n)\| code \| finds \|.*\n(?:\|.*\n)+")
REFERENCES = re.compile(r"doi:\S+?(?=[;,.]*(?:\s|$))|arXiv:\d+\.\d+|\bown\b[^;.,]*|ISBN [\d-]+")


def table() -> str:
    """Every metric a line."""
    lines = [f"| {' | '.join(COLUMNS)} |", f"|{'---|' * len(COLUMNS)}"]
    for name, metric in METRICS.items():
        told = said(documented(name))
        parts = told.parts
        cells = (
            f"[`{name}`](metrics/{name}.md)",
            first(told.summary),
            of_what(metric),
            range_text(metric),
            metric.better,
            first(parts["Undefined"]),
            first(parts["Interval"]),
            first(parts["Verdict"]),
            ", ".join(escape(each) for each in REFERENCES.findall(parts["Source"])),
            averages_of(metric),
        )
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def findings() -> str:
    """Every pitfall a line."""
    lines = ["| code | finds | level | why it hurts |", "|---|---|---|---|"]
    for pitfall in PITFALLS:
        link = f"[`{pitfall.code}`](../src/logitwise/findings/{pitfall.code}.md)"
        lines.append(f"| {link} | {pitfall.title} | {pitfall.severity} | {first(pitfall.why)} |")
    return "\n".join(lines) + "\n"


def first(text: str) -> str:
    """The first sentence, without its full stop."""
    sentence = re.split(r"(?<=[\w)\]])\.(?:\s|$)", text, maxsplit=1)[0]
    return sentence.replace("|", "\\|").replace(" [own]", " (our own)")


def main() -> None:
    """Put the tables in the place of the old ones."""
    text = REFERENCE.read_text(encoding="utf-8")
    text = TABLE.sub(lambda _: table(), text, count=1)
    REFERENCE.write_text(FINDINGS.sub(lambda _: findings(), text, count=1), encoding="utf-8")


if __name__ == "__main__":
    main()
