"""The decision panel: where to draw the line, what each place costs, and what is shown without a script."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from logitwise.findings.lesson import ADDRESS, METRIC_PLACES
from logitwise.metrics.wording import counted, percent
from logitwise.report.charts.registry import figure
from logitwise.report.html.section import Section
from logitwise.report.html.sections.glossary import metrics_shown
from logitwise.report.panel import Outcome, outcomes
from logitwise.report.panel.named import named_thresholds

if TYPE_CHECKING:
    from logitwise.report.charts.figure import Figure
    from logitwise.report.report import Report

DECIDED: Final = ("scores", "threshold", "roc", "precision_recall", "decision")
WRONG_ANSWER: Final = 10.0
"""What a wrong answer costs where a row left to a person costs 1: an assumption, said beside the field."""
_METRICS: Final = ("precision", "recall", "specificity", "f1", "accuracy")
_PLACES: Final = {
    "coverage": "metrics#argmax", "error": "metrics#argmax", "alerts": "metrics#thresholds",
    "cost": "metrics#thresholds",
}  # fmt: skip
"""Of the lesson, for numbers of the panel that are no metric."""


def section(report: Report) -> Section:
    """With a slider where scores were kept, else why there is none."""
    found = outcomes(report)
    values: dict[str, Any] = {"kind": None, "why": _why(report), "title": "Where to draw the line"}
    if not found:
        return Section("decide", values["title"], values, short="Decide")
    kind, shown = found[0].kind, _shown(report, found)
    wrong, missed, known = _costs(report, kind)
    prevalence = None if kind == "confidence" else report.policy.task.prevalence
    one = found[shown]
    values |= {
        "kind": kind,
        "one": one,
        "names": [each.name for each in found],
        "shown": shown,
        "labels_left": len(report.classes) - len(found) if kind == "label" else 0,
        "assumed": not known,
        "prevalence": percent(one.prevalence) if isfinite(one.prevalence) else "–",
        "weighted": _weighted(report, one),
        "explained": _explained(report),
        "terms": _terms(kind, wrong=wrong, missed=missed, prevalence=prevalence),
        "table": named_thresholds(found, wrong=wrong, missed=missed, prevalence=prevalence),
        "command": report.facts.tune("--maximize", "f1") if kind != "confidence" else None,
        **_figures(report, one),
    }
    values["charts"] = [name for name in (*DECIDED, "risk_coverage") if name in values]
    data = {
        "kind": kind,
        "wrong": wrong,
        "missed": missed,
        "prevalence": prevalence,
        "shown": shown,
        "weighted": report.tally.weighted is not None,
        "command": values["command"],
        "outcomes": [each.document() for each in found],
    }
    return Section("decide", values["title"], values, data, short="Decide")


def _shown(report: Report, found: tuple[Outcome, ...]) -> int:
    """The label that stands in the way of *ready*, or that the first error is about; else the one with most rows."""
    offered = [each.of for each in found]
    bottleneck = report.verdict.bottleneck
    errors = [each for each in report.findings if each.outcome == "found" and each.severity == "error"]
    pressing = [] if bottleneck is None else [bottleneck.of]
    for name in (*pressing, *(name for each in errors for name in each.of)):
        if name is not None and name in offered:
            return offered.index(name)
    return int(np.argmax([each.cuts.positives.sum() for each in found]))


def _costs(report: Report, kind: str) -> tuple[float, float, bool]:
    """Of a wrong decision and of a missed row, and whether the policy says them."""
    costs = report.policy.task.costs
    if kind == "confidence":
        return WRONG_ANSWER, 1.0, False
    return (1.0, 1.0, False) if costs is None else (costs.false_positive, costs.false_negative, True)


def _weighted(report: Report, one: Outcome) -> str:
    """How many rows weights make of how many; empty where each counts once."""
    if report.tally.weighted is None:
        return ""
    worth = float(one.cuts.positives.sum() + one.cuts.negatives.sum())
    return f"{counted(report.rows.used, 'row')} count as {worth:,.1f}"


def _explained(report: Report) -> dict[str, str]:
    """Where each number of the panel is explained: in the glossary where the page has the word, else in the lesson."""
    words = metrics_shown(report)
    return {
        tile: f"#word-{tile}" if tile in words else f"{ADDRESS}/{place}"
        for tile, place in (*((name, METRIC_PLACES[name]) for name in _METRICS), *_PLACES.items())
    }


def _terms(kind: str, *, wrong: float, missed: float, prevalence: float | None) -> str:
    """At what costs and prevalence the table of named thresholds was made."""
    if kind == "confidence":
        return f"At costs of {wrong:g} for a wrong answer and {missed:g} for a row left to a person."
    mix = "the prevalence of these rows" if prevalence is None else f"a prevalence of {percent(prevalence)}"
    return f"At costs of {wrong:g} for a false alarm and {missed:g} for a miss, and {mix}."


def _figures(report: Report, one: Outcome) -> dict[str, Figure]:
    names = ("risk_coverage",) if one.kind == "confidence" else DECIDED
    found = {name: figure(report, name, of=one.of if one.kind != "confidence" else None) for name in names}
    return {name: each for name, each in found.items() if each is not None}


def _why(report: Report) -> str:
    """Why there is no slider."""
    if report.tally.scale == "confusion":
        return "A confusion matrix was given: it holds the decisions of one threshold, and no other can be tried on it."
    if report.tally.scale == "decisions":
        return (
            "Decisions were given, without scores: what another threshold would decide cannot be known from them. Give "
            "logits or probabilities, or a confidence beside the decisions."
        )
    return (
        f"No scores were kept of {counted(len(report.classes), 'class', 'classes')}, so that no threshold can be tried."
    )
