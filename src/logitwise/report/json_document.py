"""The report as a JSON document; `schema` says what each key holds."""

from __future__ import annotations

import json
import math
from dataclasses import asdict
from json.encoder import encode_basestring_ascii as quote
from typing import TYPE_CHECKING, Any

from logitwise.findings.lesson import PLACES
from logitwise.report.slice_metrics import estimates
from logitwise.tallies.confusion import Confusion, LabelConfusion

if TYPE_CHECKING:
    from logitwise.findings import Finding
    from logitwise.metrics import Baseline, Curve, Decomposition, Estimate
    from logitwise.metrics.slices import Slice
    from logitwise.report.report import Report
    from logitwise.verdict import RequirementResult, Verdict

SCHEMA_VERSION = 1
"""Raised when a key changes its meaning or goes; new keys do not raise it."""
MOST_DENSE = 256
"""Classes up to which the confusion is written as a full matrix; beyond, its occupied cells."""


def document(report: Report) -> dict[str, Any]:
    """Plain Python values, in the order in which the file has them."""
    return {
        "schema_version": SCHEMA_VERSION,
        "logitwise_version": report.version,
        "head": report.head,
        "classes": list(report.classes),
        "positive": report.positive,
        "threshold": report.threshold,
        "thresholds": None if report.tally.head.thresholds is None else list(report.tally.head.thresholds),
        "read_from": report.read_from,
        "notes": list(report.notes),
        "rows": {"used": report.rows.used, "rejected": dict(report.rows.rejected)},
        "policy": {"source": report.policy.source, "extends_baseline": report.policy.extends_baseline},
        "verdict": _verdict(report.verdict),
        "findings": [_finding(finding) for finding in report.findings],
        "metrics": [_estimate(estimate) for estimate in report.metrics],
        "baselines": [_baseline(baseline) for baseline in report.baselines],
        "confusion": _confusion(report.confusion, report.classes),
        "curves": [_curve(curve) for curve in report.curves],
        "slices": _slices(report),
        "decompositions": [_decomposition(parts) for parts in report.decompositions],
        "methods": list(report.methods),
    }


def json_text(report: Report) -> str:
    """The document as text: a line for each value and for each list of plain values, so that `diff` tells changes."""
    return _lines(document(report), "") + "\n"


def _lines(value: object, indent: str) -> str:
    """JSON in which a list of numbers or strings stays on its line."""
    inner = indent + " "
    if isinstance(value, dict) and value:
        parts = [f"{inner}{quote(key)}: {_lines(each, inner)}" for key, each in value.items()]
        return "{\n" + ",\n".join(parts) + f"\n{indent}}}"
    if isinstance(value, list) and any(isinstance(each, dict | list) for each in value):
        return "[\n" + ",\n".join(inner + _lines(each, inner) for each in value) + f"\n{indent}]"
    return _plain(value)


def _plain(value: object) -> str:
    """A text, number or list of them; the encoder itself costs ten times as much for each of a hundred thousand."""
    if isinstance(value, str):
        return quote(value)
    if value is None:
        return "null"
    if type(value) is int or (type(value) is float and math.isfinite(value)):
        return repr(value)
    return json.dumps(value, allow_nan=False)


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None


def _verdict(verdict: Verdict) -> dict[str, Any]:
    return {
        "outcome": verdict.outcome,
        "reasons": list(verdict.reasons),
        "stops": list(verdict.stops),
        "bottleneck": None if verdict.bottleneck is None else verdict.bottleneck.name,
        "advice": list(verdict.advice),
        "requirements": [_requirement(result) for result in verdict.requirements],
        "findings": list(verdict.findings),
    }


def _requirement(result: RequirementResult) -> dict[str, Any]:
    limits = {name: _finite(getattr(result, name)) for name in ("value", "lower", "upper")}
    return asdict(result) | limits


def _finding(finding: Finding) -> dict[str, Any]:
    plain = {name: getattr(finding, name) for name in finding.__slots__}
    evidence = {name: _finite(value) if isinstance(value, float) else value for name, value in finding.evidence.items()}
    return plain | {"evidence": evidence, "of": list(finding.of), "lesson": PLACES[finding.code]}


def _estimate(estimate: Estimate) -> dict[str, Any]:
    numbers = {name: _finite(getattr(estimate, name)) for name in ("value", "low", "high", "certificate")}
    missing = [name for name in ("value", "low", "high") if numbers[name] is None]
    words = f"no finite {' or '.join(missing)}"
    reason = None
    if missing and estimate.method.startswith("no interval"):
        reason = f"{words}: {estimate.method}"
    elif missing:
        reason = f"{words}: a loss can be infinite, or too few rows or groups bound it"
    plain = {name: getattr(estimate, name) for name in estimate.__slots__}  # `asdict` would copy each string
    numbers |= {name: _known(getattr(estimate, name)) for name in ("effective_n", "design_effect")}
    return plain | numbers | {"undefined": estimate.undefined or reason}


def _known(value: float | None) -> float | None:
    return None if value is None else _finite(value)


def _slices(report: Report) -> list[dict[str, Any]]:
    """Every slice, worst first."""
    if report.ranking is None:
        return []
    by, correction = report.ranking.by, report.ranking.correction
    told = estimates(report.ranking, report.policy.task.parameters, level=report.level)
    return [
        {
            "column": one.column,
            "value": one.value,
            "rows": one.tally.rows,
            "ranking": {"metric": by.name, "of": by.of, **_ranked(one), "correction": correction},
            "metrics": [_estimate(estimate) for estimate in found],
        }
        for one, found in told
    ]


def _ranked(one: Slice) -> dict[str, Any]:
    numbers = {"value": one.estimate, "rest": one.rest, "shrunken": one.shrunken}
    numbers |= {"p": one.p, "adjusted_p": one.adjusted}
    return {name: _finite(number) for name, number in numbers.items()} | {"worse": one.worse, "few_rows": one.few}


def _baseline(baseline: Baseline) -> dict[str, Any]:
    return asdict(baseline) | {"value": _finite(baseline.value)}


def _decomposition(parts: Decomposition) -> dict[str, Any]:
    numbers = ("score", "miscalibration", "discrimination", "uncertainty", "beyond_chance")
    return asdict(parts) | {name: _finite(getattr(parts, name)) for name in numbers}


def _confusion(confusion: Confusion | LabelConfusion, classes: tuple[str, ...]) -> dict[str, Any]:
    names = list(classes)
    if isinstance(confusion, LabelConfusion):
        return {"classes": names, "counts": confusion.counts.tolist()}
    if confusion.classes <= MOST_DENSE:
        return {"classes": names, "counts": confusion.matrix().tolist()}
    cells = zip(confusion.truth.tolist(), confusion.decision.tolist(), confusion.counts.tolist(), strict=True)
    return {"classes": names, "counts": None, "cells": [list(cell) for cell in cells]}


def _curve(curve: Curve) -> dict[str, Any]:
    columns = {name: [_finite(value) for value in column.tolist()] for name, column in curve.columns.items()}
    return {"name": curve.name, "of": curve.of, "columns": columns}
