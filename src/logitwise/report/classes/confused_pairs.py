"""Pairs of classes of which one is taken for the other, with how sure that is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from logitwise.findings.dependence import design_effect
from logitwise.metrics.proportion import Binomial

if TYPE_CHECKING:
    from logitwise.report.classes.confusion_view import ConfusionView
    from logitwise.report.report import Report


@dataclass(frozen=True, slots=True)
class Pair:
    """One kind of mistake.

    Attributes:
        truth: place of what the rows are (see `ConfusionView`).
        decision: place of what they are taken for.
        rows: how many.
        share: of the rows of that truth.
        low: lower end of its Wilson interval at the report's level.
        high: upper end.
    """

    truth: int
    decision: int
    rows: int
    share: float
    low: float
    high: float


def confused_pairs(report: Report, view: ConfusionView) -> tuple[Pair, ...]:
    """The kinds of mistakes that are drawn, the commonest first.

    Counts of grouped rows are divided by the design effect before they make an interval.
    """
    effect, support = design_effect(report.facts), view.support.tolist()
    cells = zip(view.truth.tolist(), view.decision.tolist(), view.rows.tolist(), strict=True)
    return tuple(_pair(cell, support[cell[0]], effect, level=report.level) for cell in cells)


def _pair(cell: tuple[int, int, int], support: int, effect: float, *, level: float) -> Pair:
    truth, decision, rows = cell
    low, high = Binomial(rows / effect, support / effect).interval(level)
    return Pair(truth, decision, rows, rows / support, low, high)
