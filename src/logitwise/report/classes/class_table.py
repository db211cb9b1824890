"""Every class or label with its numbers, the worst first: what the page's table and chart show."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from logitwise.metrics import Estimate
    from logitwise.report.report import Report

METRICS_OF_CLASSES: Final = ("recall", "precision", "f1", "roc_auc", "average_precision")
"""Columns, those of scores only where there are scores."""
WITH_INTERVAL: Final = 2
"""How many of them, from the first, stand with their interval."""
IN_CLASS_ORDER: Final = 12
"""Classes that stand in their own order at first; more stand worst first."""
MOST_CLASSES: Final = 1_000
"""Classes in a page, the worst: more would not fit it."""


@dataclass(frozen=True, slots=True)
class ClassLine:
    """One class or label.

    Attributes:
        code: its place in the head.
        rows: that truly are of it.
        predicted: rows decided to be of it.
        four: of a label, rows hit, falsely given, missed and rightly left; None of classes.
        estimates: of the table's metrics, in their order.
    """

    code: int
    rows: int
    predicted: int
    four: tuple[int, int, int, int] | None
    estimates: tuple[Estimate, ...]

    @property
    def recall(self) -> Estimate:
        """The first of its numbers."""
        return self.estimates[0]


@dataclass(frozen=True, slots=True)
class ClassTable:
    """Classes or labels.

    Attributes:
        metrics: names of the numbers of each line.
        lines: the worst by recall first, those without rows last.
        left: classes that are not among them.
    """

    metrics: tuple[str, ...]
    lines: tuple[ClassLine, ...]
    left: int


def class_table(report: Report) -> ClassTable:
    """All classes, or the thousand worst: by recall, equally bad ones by their rows, for those are surer."""
    confusion = report.confusion
    hits, support, predicted = confusion.hits, confusion.support, confusion.predicted
    recall = np.divide(hits, support, out=np.full(len(support), inf), where=support > 0)
    codes = np.lexsort((-support, recall))[:MOST_CLASSES].tolist()
    metrics = METRICS_OF_CLASSES if report.facts.with_scores else METRICS_OF_CLASSES[:3]
    names = report.classes
    lines = tuple(
        ClassLine(
            k, int(support[k]), int(predicted[k]),
            _four(report, k) if report.head == "multilabel" else None,
            tuple(report.facts.metric(name, of=names[k]).estimate(report.level) for name in metrics),
        )
        for k in codes
    )  # fmt: skip
    return ClassTable(metrics, lines, len(support) - len(lines))


def _four(report: Report, k: int) -> tuple[int, int, int, int]:
    tp, fp, fn, tn = (int(n) for n in report.confusion.of(k))
    return tp, fp, fn, tn
