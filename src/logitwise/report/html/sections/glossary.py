"""What each number on the page means, in the words of the function that estimates it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from logitwise.findings.lesson import ADDRESS, METRIC_PLACES
from logitwise.metrics.definition import definition, of_what, range_text
from logitwise.metrics.names import METRICS
from logitwise.metrics.wording import metric_words, sentence
from logitwise.report.html.section import Section

if TYPE_CHECKING:
    from logitwise.report.report import Report

ALWAYS: Final = ("precision", "recall", "f1")
"""Of classes they are shown where so many are not listed among the measurements."""
_SOURCE: Final = re.compile(r"(doi:\S+?(?=[;,.]*(?:\s|$))|arXiv:\d+\.\d+)")


@dataclass(frozen=True, slots=True)
class Word:
    """One metric. Texts are pieces, each with the address that it leads to, or none.

    Attributes:
        id: name of the metric; its anchor is ``word-<id>``.
        title: as tables call it.
        summary: what it estimates.
        more: further sentences.
        lines: name and pieces of each further line.
        place: in the lesson.
    """

    id: str
    title: str
    summary: str
    more: tuple[str, ...]
    lines: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    place: str


def section(report: Report) -> Section:
    """Metrics that the page shows, in the order in which metrics are listed."""
    shown = metrics_shown(report)
    values = {"words": [_word(name, shown) for name in METRICS if name in shown], "address": ADDRESS}
    return Section("glossary", "What the numbers mean", values, short="Words")


def metrics_shown(report: Report) -> frozenset[str]:
    """Names of the metrics that the page may name."""
    asked = {result.metric for result in report.verdict.requirements}
    ranked = set() if report.ranking is None else {report.ranking.by.name}
    return frozenset({measured.name for measured in report.measurements} | asked | ranked | set(ALWAYS))


def _word(name: str, shown: frozenset[str]) -> Word:
    metric, told = METRICS[name], definition(name)
    better = {"higher": "higher is better", "lower": "lower is better"}.get(metric.better, "neither way is better")
    lines = (
        ("Range", ((f"{range_text(metric)}; {better}", ""),)),
        ("Of", ((of_what(metric), ""),)),
        *((label, _pieces(told.parts[part], shown))
          for label, part in (("Formula", "Formula"), ("Undefined when", "Undefined"), ("Interval", "Interval"),
                              ("Verdict limits", "Verdict"), ("Trap", "Trap"))
          if part in told.parts),
        *((("Related", _related(told.parts["Related"], shown)),) if "Related" in told.parts else ()),
        *((("Source", _source(told.parts["Source"])),) if "Source" in told.parts else ()),
    )  # fmt: skip
    return Word(name, sentence(metric_words(name)), told.summary, told.more, lines, METRIC_PLACES[name])


def _pieces(text: str, shown: frozenset[str]) -> tuple[tuple[str, str], ...]:
    """Names of metrics that have an underscore become words, and lead to theirs where the page has them."""
    parts = re.split(r"\b(\w+_\w+|ece15|fbeta|augrc)\b", sentence(text))
    return tuple(
        (metric_words(part), f"#word-{part}" if part in shown else "") if i % 2 and part in METRICS else (part, "")
        for i, part in enumerate(parts) if part
    )  # fmt: skip


def _related(names: str, shown: frozenset[str]) -> tuple[tuple[str, str], ...]:
    found: list[tuple[str, str]] = []
    for name in re.split(r",\s*", names.rstrip(".")):
        found += [(", ", "")] if found else []
        found.append((metric_words(name), f"#word-{name}" if name in shown else ""))
    return tuple(found)


def _source(text: str) -> tuple[tuple[str, str], ...]:
    """Identifiers lead to where they resolve.

    >>> _source("Wilson (1927), doi:10.1080/01621459.1927.10502953.")[1]
    ('doi:10.1080/01621459.1927.10502953', 'https://doi.org/10.1080/01621459.1927.10502953')
    """
    plain = text.replace("[own]", "(our own)")
    return tuple(
        (part, part.replace("doi:", "https://doi.org/").replace("arXiv:", "https://arxiv.org/abs/") if i % 2 else "")
        for i, part in enumerate(_SOURCE.split(plain)) if part
    )  # fmt: skip
