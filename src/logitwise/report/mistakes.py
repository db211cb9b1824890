"""Truth against decision as people read it: a grid where it is small, the commonest mistakes where it is not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from logitwise.metrics.wording import class_name, percent
from logitwise.tallies.confusion import LabelConfusion

if TYPE_CHECKING:
    from logitwise.report.report import Report

MOST_IN_GRID = 10
MOST_MISTAKES = 8


@dataclass(frozen=True, slots=True)
class Grid:
    """A small confusion.

    Attributes:
        names: class names, visible.
        counts: rows by truth and decision.
    """

    names: tuple[str, ...]
    counts: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class Mistake:
    """One kind of mistake.

    Attributes:
        truth: what the rows are.
        decision: what they were taken for.
        rows: how many.
        share: of the rows of that truth, as text.
    """

    truth: str
    decision: str
    rows: int
    share: str


def grid(report: Report) -> Grid | None:
    """The confusion of at most ten classes, each row with one class."""
    confusion = report.confusion
    if isinstance(confusion, LabelConfusion) or confusion.classes > MOST_IN_GRID:
        return None
    counts = tuple(tuple(row) for row in confusion.matrix().tolist())
    return Grid(tuple(class_name(name) for name in report.classes), counts)


def mistakes(report: Report) -> tuple[Mistake, ...]:
    """The commonest mistakes, most rows first; of a multilabel head labels missed and falsely given."""
    confusion, names = report.confusion, report.classes
    if isinstance(confusion, LabelConfusion):
        return _label_mistakes(confusion, names)
    wrong = np.flatnonzero(confusion.truth != confusion.decision)
    order = wrong[np.argsort(-confusion.counts[wrong], kind="stable")][:MOST_MISTAKES]
    support = confusion.support
    return tuple(
        Mistake(
            class_name(names[confusion.truth[i]]),
            class_name(names[confusion.decision[i]]),
            int(confusion.counts[i]),
            percent(confusion.counts[i] / support[confusion.truth[i]]),
        )
        for i in order
    )


def _label_mistakes(confusion: LabelConfusion, names: tuple[str, ...]) -> tuple[Mistake, ...]:
    found = []
    for k, name in enumerate(names):
        (absent, given), (missed, hit) = confusion.counts[k].tolist()
        shown = class_name(name)
        if missed:
            found.append(Mistake(f"{shown}: yes", "no", missed, percent(missed / (missed + hit))))
        if given:
            found.append(Mistake(f"{shown}: no", "yes", given, percent(given / (given + absent))))
    return tuple(sorted(found, key=lambda mistake: -mistake.rows)[:MOST_MISTAKES])
