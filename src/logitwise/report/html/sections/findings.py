"""Findings: what was found, the gravest first, with evidence, cause and remedy; then what was looked for in vain."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from logitwise.findings import page
from logitwise.findings.lesson import ADDRESS, PLACES
from logitwise.metrics.names import METRICS
from logitwise.metrics.wording import class_name, counted, metric_words, sentence, tabled, visible
from logitwise.report.finding_rows import ORDER
from logitwise.report.html.markdown_page import mentioned, page_html
from logitwise.report.html.section import Section
from logitwise.report.signs import KINDS, SIGNS

if TYPE_CHECKING:
    from logitwise.findings import Finding
    from logitwise.report.report import Report

MOST_NAMED: Final = 24
"""Classes of a finding that are named; the rest are counted."""


OF_PROBABILITIES: Final = ("LW304", "LW401", "LW402", "LW403", "LW404", "LW405", "LW406")
"""Codes whose pages other sections lead to, whatever was found, where probabilities are stated."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One finding. Strings are visible, not yet safe for a format.

    Attributes:
        code: ``LW202``.
        title: in a few words.
        severity: in a word.
        sign: of the severity.
        kind: the class of style that colours it.
        sentence: what was seen.
        evidence: name and number, as text.
        of: classes or labels that it is about.
        more: how many of them are not named.
        why: why it hurts.
        cause: what is to blame, or empty.
        remedy: what to do, or empty.
        command: what to run, or empty.
        waiver: why it may stand, None where it is not waived.
        page: the text of its page, as HTML of ours.
        place: in the lesson.
    """

    code: str
    title: str
    severity: str
    sign: str
    kind: str
    sentence: str
    evidence: tuple[tuple[str, str], ...]
    of: tuple[str, ...]
    more: int
    why: str
    cause: str
    remedy: str
    command: str
    waiver: str | None
    page: Any
    place: str


def section(report: Report) -> Section:
    """Also where nothing was looked for: that is told."""
    shown = [each for each in report.findings if each.outcome in ("found", "waived")]
    shown.sort(key=lambda each: (each.outcome == "waived", ORDER.index(each.severity)))
    own = [each.code for each in shown]
    spoken_of = OF_PROBABILITIES if _stated(report) else ()
    further = sorted({*spoken_of, *(code for each in own for code in mentioned(each))} - set(own))
    linked = {*own, *further}
    values = {
        "rows": [_shown(each, linked) for each in shown],
        "further": [(code, _title(code), page_html(code, linked), PLACES[code]) for code in further],
        "counts": _counts(report),
        "clear": _rest(report, "clear"),
        "not_applicable": _rest(report, "not applicable"),
        "address": ADDRESS,
        "tunes": any("logitwise tune" in (each.command or "") for each in shown if each.outcome == "found"),
        "any": bool(report.findings),
        "looked": counted(len(report.findings), "pitfall"),
    }
    return Section("findings", "Findings", values)


def _shown(found: Finding, linked: set[str]) -> Shown:
    return Shown(
        found.code,
        sentence(found.title),
        found.severity,
        SIGNS[found.severity],
        KINDS[found.severity] if found.waiver is None else "plain",
        visible(found.sentence),
        tuple((_name(name), _value(value)) for name, value in found.evidence.items()),
        tuple(class_name(name) for name in found.of[:MOST_NAMED]),
        max(0, len(found.of) - MOST_NAMED),
        found.why,
        visible(sentence(found.cause or "")),
        visible(found.remedy),
        visible(found.command or ""),
        None if found.waiver is None else visible(found.waiver),
        page_html(found.code, linked),
        PLACES[found.code],
    )


def _stated(report: Report) -> bool:
    """Whether there are probabilities, or a confidence beside decisions."""
    return report.facts.with_scores or report.tally.confidence is not None


def _name(name: str) -> str:
    """A metric at the front is called as tables call it.

    >>> _name("f1_there"), _name("gain_low")
    ('F1 there', 'gain low')
    """
    fronts = [each for each in METRICS if name == each or name.startswith(f"{each}_")]
    front = max(fronts, key=len, default="")
    return visible(f"{metric_words(front)}{name[len(front) :].replace('_', ' ')}" if front else name.replace("_", " "))


def _value(value: float | str | None) -> str:
    """A number as reports write it; what is not known is a dash.

    >>> _value(8542.0), _value(0.28735), _value(None), _value("calibration")
    ('8,542', '0.287', '–', 'calibration')
    """
    if value is None:
        return "–"
    if isinstance(value, str):
        return class_name(value)
    if isinstance(value, int) or (value.is_integer() and abs(value) >= 2):
        return f"{int(value):,}"
    return tabled(value)


def _title(code: str) -> str:
    """As the page's first line has it."""
    return sentence(page(code).partition("\n")[0].partition(": ")[2])


def _rest(report: Report, outcome: str) -> list[tuple[str, str, str]]:
    return [
        (each.code, sentence(each.title), visible(each.sentence)) for each in report.findings if each.outcome == outcome
    ]


def _counts(report: Report) -> list[tuple[str, str]]:
    """How many of each outcome, found ones by severity."""
    found = [each for each in report.findings if each.outcome == "found"]
    by_severity = [(severity, sum(each.severity == severity for each in found)) for severity in ORDER]
    counts = [(f"{SIGNS[name]} {counted(many, name)}", KINDS[name]) for name, many in by_severity if many]
    rest = [(outcome, sum(each.outcome == outcome for each in report.findings))
            for outcome in ("waived", "clear", "not applicable")]  # fmt: skip
    return [
        *counts,
        *((f"{many:,} {outcome}", "right" if outcome == "clear" else "plain") for outcome, many in rest if many),
    ]
