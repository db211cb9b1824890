"""Thresholds that have a name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from logitwise.metrics.selective import coverage_at_error, error_at_coverage
from logitwise.remedies.threshold_of import threshold_of

if TYPE_CHECKING:
    import numpy as np

    from logitwise.report.panel.scored import Scored
    from logitwise.report.report import Report

Key = Literal["default", "judged", "tuned", "all", "most", "certified", "least", "implied"]


@dataclass(frozen=True, slots=True)
class Marker:
    """A threshold with a name.

    Attributes:
        key: what it is, for the script.
        label: its name.
        threshold: probability.
        first: the lowest cell that it takes.
    """

    key: Key
    label: str
    threshold: float
    first: int


def of_decisions(report: Report, scored: Scored, *, name: str, at: float) -> tuple[Marker, ...]:
    """0.5, the threshold that was judged where it is another, and a better one where the findings know one.

    Args:
        report: whose findings.
        scored: scores of the outcome.
        name: of its class or label, as the findings say it.
        at: the threshold that was judged.
    """
    found = [Marker("default", "default", 0.5, scored.first(0.5))]
    if at != 0.5:
        whose = "of the rule" if report.facts.rule is not None else "judged"
        found.append(Marker("judged", whose, at, scored.first(at)))
    better = _better(report, name)
    if better is not None and better not in (0.5, at):
        found.append(Marker("tuned", "suggested by LW301", better, scored.first(better)))
    return tuple(found)


def of_confidence(scored: Scored) -> tuple[Marker, ...]:
    """Every row answered, four fifths of them, and as many as keep errors at 1 %, certified, if any."""
    found = [_at(scored, "all", "every row answered", 0)]
    most, sure = error_at_coverage(scored.cells), coverage_at_error(scored.cells)
    if most is not None:
        found.append(_at(scored, "most", f"{100 * most.coverage:.0f} % answered", _cell(scored, most.confidence)))
    if sure is not None:
        found.append(_at(scored, "certified", "at most 1 % wrong, certified", _cell(scored, sure.confidence)))
    return tuple(found)


def at_cell(scored: Scored, key: Key, label: str, first: int) -> Marker:
    """The threshold that takes the cells from one on."""
    return _at(scored, key, label, first)


def _at(scored: Scored, key: Key, label: str, first: int) -> Marker:
    return Marker(key, label, threshold_of(scored.cells, first).value if first < len(scored.at) else 1.0, first)


def _cell(scored: Scored, edge: float) -> int:
    edges: np.ndarray = scored.cells.edge
    return int(edges.searchsorted(edge))


def _better(report: Report, name: str) -> float | None:
    for finding in report.findings:
        if finding.code == "LW301" and finding.outcome == "found" and finding.evidence.get("of") == name:
            value = finding.evidence.get("better_threshold")
            return float(value) if isinstance(value, float) and 0 < value < 1 else None
    return None
