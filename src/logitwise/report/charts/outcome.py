"""Which yes-or-no outcome a curve is of: the positive class, a label, or one class against the rest."""

from __future__ import annotations

from dataclasses import dataclass
from math import log, log1p
from typing import TYPE_CHECKING

import numpy as np

from logitwise.errors import OptionError
from logitwise.metrics.curves import MOST_CLASSES
from logitwise.metrics.wording import named, quoted, visible
from logitwise.policy.nearest import did_you_mean
from logitwise.report.asked_metric import class_asked

if TYPE_CHECKING:
    from logitwise.report.report import Report
    from logitwise.tallies.cells import Cells


@dataclass(frozen=True, slots=True)
class Outcome:
    """One outcome with its scores.

    Attributes:
        name: of the class or label, as the data has it.
        other: name of the other class where there are two, else None.
        rest: what the rows without the outcome are called in a sentence.
        cells: rows by probability of the outcome, of weighted rows what they are worth.
        cut: probability from which a row is decided to have it, None where the largest class is taken.
        why: how the outcome was chosen where a reader may ask, else empty.
    """

    name: str
    other: str | None
    rest: str
    cells: Cells
    cut: float | None
    why: str = ""

    @property
    def positives(self) -> float:
        """Rows with the outcome."""
        return float(self.cells.positives.sum())

    @property
    def negatives(self) -> float:
        """Rows without it."""
        return float(self.cells.negatives.sum())


def outcome(report: Report, of: str | None = None) -> Outcome | None:
    """The outcome asked for, or the one a reader would ask for first; None where its scores were not kept.

    Of two classes that is the positive one, of labels the one with most rows, of up to 20 classes the one that is told
    from the rest worst, by ROC AUC.

    Raises:
        OptionError: `of` is no class or label, or is not the positive one of two.
    """
    k, why = _asked(report, of), ""
    if k is None:
        k, why = _chosen(report)
    cells = None if k is None or report.tally.scale == "decisions" else report.counted.cells(k)
    if k is None or cells is None or not cells.rows:
        return None
    head = report.tally.head
    cut = report.threshold if head.thresholds is None else head.thresholds[k]
    rest = "rows without it" if report.head == "multilabel" else "other rows"
    if head.negative_class is not None:
        rest = f"rows of {quoted(head.negative_class)}"
    return Outcome(head.classes[k], head.negative_class, rest, cells, cut, why)


def log_odds(probability: float) -> float:
    """Of a probability; infinite at 0 and 1.

    >>> log_odds(0.5), log_odds(1.0)
    (0.0, inf)
    """
    if probability in (0.0, 1.0):
        return float("inf") if probability else float("-inf")
    return log(probability) - log1p(-probability)


def _asked(report: Report, of: str | None) -> int | None:
    """Code of the class named; of two classes none but the positive one has curves."""
    name, head = class_asked(of, report.classes), report.tally.head
    if name is None:
        return head.positive if head.binary else None
    if name not in report.classes:
        near = did_you_mean(name, report.classes)
        kind = "label" if report.head == "multilabel" else "class"
        raise OptionError(f"of = {visible(repr(name))} is no {kind} of this report{near}; "
                          f"expected {named(report.classes)}")  # fmt: skip
    if head.binary and name != head.positive_class:
        raise OptionError(f"of two classes, charts are of the positive one, {quoted(str(head.positive_class))}")
    return report.classes.index(name)


def _chosen(report: Report) -> tuple[int | None, str]:
    """Code and why, where nobody named a class."""
    if report.head == "multilabel":
        return int(np.argmax(report.confusion.support)), "the label with most rows"
    if report.tally.one_vs_rest is None or len(report.classes) > MOST_CLASSES:
        return None, ""
    known = {each.of: each.value for each in report.measurements if each.name == "roc_auc"}
    found = [known.get(name, float("nan")) for name in report.classes]
    if np.isnan(found).all():
        return None, ""
    return int(np.nanargmin(found)), "the class told worst from the rest"
