"""Rows with all their labels: subset accuracy and Hamming loss."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from logitwise.metrics.law import Law
from logitwise.metrics.of_confusion import NO_ROWS, share, undefined
from logitwise.metrics.proportion import Binomial

if TYPE_CHECKING:
    from logitwise.metrics.measurement import Measurement


def subset_accuracy(whole: float | None, rows: float) -> Measurement:
    """Share of rows in which every label is rightly decided.

    Formula: rows without a wrong label / all rows.

    Undefined: there are no rows.

    Interval: Wilson's. Verdict: Clopper and Pearson's exact limits.

    Trap: it falls with the number of labels: of 20 labels each right in 95 % of the rows, independently, 36 % of the
    rows are right.

    Related: hamming_loss, accuracy.

    Source: Brown, Cai and DasGupta (2001), doi:10.1214/ss/1009213286.

    Args:
        whole: such rows; None: not kept.
        rows: all rows.

    >>> subset_accuracy(36, 100).value
    0.36
    """
    if whole is None:
        return undefined("subset_accuracy", rows, "rows right in every label are not kept" if rows else NO_ROWS)
    return share("subset_accuracy", None, Binomial(whole, rows), undefined=NO_ROWS, unit="rows")


def hamming_loss(accuracy: Measurement) -> Measurement:
    """Share of labels of rows that are wrongly decided.

    Formula: wrong labels / (rows x labels): 1 - the mean of the labels' accuracies.

    Undefined: there are no rows.

    Interval: that of the macro accuracy, mirrored: labels share rows, so that folds are left out in turn. Verdict: the
    macro accuracy's limits, mirrored.

    Trap: where few labels hold in a row, deciding none at all has a small loss: the share of labels that hold.

    Related: subset_accuracy, accuracy, f1.

    Source: Schapire and Singer (1999), doi:10.1023/A:1007614523901.

    Args:
        accuracy: macro average over the labels.

    >>> import logitwise as lw
    >>> tally = lw.tally([[1, 0], [0, 1]], decisions=[[1, 0], [1, 1]], head="multilabel")
    >>> lw.evaluate(tally, policy="baseline").metric("hamming_loss").value  # one of four labels
    0.25
    """
    law = Mirrored(accuracy.law)
    return replace(accuracy, name="hamming_loss", average=None, value=1 - accuracy.value, law=law)


@dataclass(frozen=True, slots=True, eq=False)
class Mirrored(Law):
    """The law of 1 - x.

    Attributes:
        inner: the law of x.
    """

    inner: Law

    def interval(self, level: float) -> tuple[float, float]:
        """Mirrored."""
        low, high = self.inner.interval(level)
        return 1 - high, 1 - low

    def lower(self, alpha: float) -> float:
        """From the upper limit of x."""
        return 1 - self.inner.upper(alpha)

    def upper(self, alpha: float) -> float:
        """From the lower limit of x."""
        return 1 - self.inner.lower(alpha)
