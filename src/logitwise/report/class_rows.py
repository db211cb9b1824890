"""A row a class: how many rows it has and how well they are found."""

from __future__ import annotations

from dataclasses import dataclass
from math import isnan
from typing import TYPE_CHECKING

import numpy as np

from logitwise.metrics import Estimate, measure
from logitwise.metrics.wording import class_name, tabled

if TYPE_CHECKING:
    from logitwise.report.report import Report

MOST_CLASSES = 12


@dataclass(frozen=True, slots=True)
class ClassRow:
    """One class or label.

    Attributes:
        name: visible.
        rows: that truly are of it.
        recall: with its interval.
        precision: as text.
        f1: as text.
    """

    name: str
    rows: int
    recall: Estimate
    precision: str
    f1: str


def class_rows(report: Report) -> tuple[tuple[ClassRow, ...], int]:
    """Rows in class order, or the worst by recall where there are more than twelve; and how many were left out.

    Classes without rows have no recall and come last. A binary head has none: its key numbers say it all.
    """
    if report.tally.head.binary:
        return (), 0
    hits, support = report.confusion.hits, report.confusion.support
    order = np.arange(len(support))
    if len(order) > MOST_CLASSES:
        recall = np.where(support > 0, hits / np.maximum(support, 1), 2.0)
        # Equally bad classes: the one with more rows first, it is the surer.
        order = np.lexsort((-support, recall))[:MOST_CLASSES]
    rows = tuple(_class_row(report, int(k), int(support[k])) for k in order)
    return rows, len(support) - len(rows)


def _class_row(report: Report, k: int, rows: int) -> ClassRow:
    name = report.classes[k]
    recall, precision, f1 = (measure(report.tally, metric, of=name) for metric in ("recall", "precision", "f1"))
    return ClassRow(
        class_name(name), rows, recall.estimate(report.level), *(_share(m.value) for m in (precision, f1))
    )  # fmt: skip


def _share(value: float) -> str:
    return "–" if isnan(value) else tabled(value)
