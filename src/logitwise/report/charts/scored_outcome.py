"""Which yes-or-no outcome a curve is of: the positive class, a label, or one class against the rest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from logitwise.errors import OptionError
from logitwise.metrics.curves import MOST_CLASSES
from logitwise.metrics.wording import quoted
from logitwise.report.asked_metric import class_asked, no_such_class
from logitwise.report.panel.judged import parted
from logitwise.report.panel.scored import of_binary, of_folded
from logitwise.tallies.confusion import Confusion, LabelConfusion

if TYPE_CHECKING:
    from logitwise.report.panel.scored import Scored
    from logitwise.report.report import Report
    from logitwise.tallies.cells import Cells


@dataclass(frozen=True, slots=True, eq=False)
class ScoredOutcome:
    """One outcome with its scores.

    Attributes:
        name: of the class or label, as the data has it.
        other: name of the other class where there are two, else None.
        rest: what the rows without the outcome are called in a sentence.
        scored: rows by score, as a threshold is compared with it; of weighted rows what they are worth. Cells are
            parted at the judged threshold.
        cut: probability from which a row is decided to have it, None where the largest class is taken.
        k: code of the class or label.
        why: how the outcome was chosen where a reader may ask, else empty.
    """

    name: str
    other: str | None
    rest: str
    scored: Scored
    cut: float | None
    k: int
    why: str = ""

    @property
    def cells(self) -> Cells:
        """Rows by probability of the outcome; none is without rows."""
        return self.scored.cells

    @property
    def positives(self) -> float:
        """Rows with the outcome."""
        return float(self.cells.positives.sum())

    @property
    def negatives(self) -> float:
        """Rows without it."""
        return float(self.cells.negatives.sum())


def outcome(report: Report, of: str | None = None) -> ScoredOutcome | None:
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
    scored = _scored(report, cells)
    if cut is not None:
        scored = _parted(report, k, scored, cut)
    return ScoredOutcome(head.classes[k], head.negative_class, rest, scored, cut, k, why)


def _scored(report: Report, cells: Cells) -> Scored:
    tally = report.counted
    if tally.binary is not None:
        return of_binary(tally.binary, cells)
    return of_folded(cells, logits=report.head == "multilabel" and tally.scale == "logits")


def _parted(report: Report, k: int, scored: Scored, cut: float) -> Scored:
    """With an edge at the threshold that was judged, whose rows were counted one by one."""
    counted = report.counted.confusion
    if isinstance(counted, LabelConfusion):
        table = counted.counts[k]
        return parted(scored, cut, tp=table[1, 1], fp=table[0, 1])
    if isinstance(counted, Confusion) and report.tally.head.binary:
        matrix = counted.matrix()
        return parted(scored, cut, tp=matrix[k, k], fp=matrix[1 - k, k])
    return scored


def _asked(report: Report, of: str | None) -> int | None:
    """Code of the class named; of two classes none but the positive one has curves."""
    name, head = class_asked(of, report.classes), report.tally.head
    if name is None:
        return head.positive if head.binary else None
    if name not in report.classes:
        raise no_such_class(name, report.classes, kind="label" if report.head == "multilabel" else "class")
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
