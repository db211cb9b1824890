"""ROC, precision-recall and threshold curves: counts at every score that occurs."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from logitwise.metrics.curves.curve import Curve
from logitwise.metrics.curves.thinning import thin

if TYPE_CHECKING:
    from logitwise.tallies.cells import Cells

Floats = NDArray[np.float64]


class Taken(NamedTuple):
    """Rows taken when every score from a threshold up is, by falling threshold.

    Attributes:
        threshold: ``(cells,)`` smallest probability that is taken.
        tp: ``(cells,)`` positive rows taken.
        fp: ``(cells,)`` negative rows taken.
        positives: all positive rows.
        negatives: all negative rows.
    """

    threshold: Floats
    tp: Floats
    fp: Floats
    positives: float
    negatives: float


def taken(cells: Cells) -> Taken:
    """Counts at every threshold; exact at the edges of cells."""
    tp = np.cumsum(cells.positives[::-1]).astype(np.float64)
    fp = np.cumsum(cells.negatives[::-1]).astype(np.float64)
    return Taken(cells.edge[::-1], tp, fp, float(tp[-1]), float(fp[-1]))


def roc(counts: Taken, of: str) -> Curve | None:
    """True against false positive rate, from (0, 0) at an infinite threshold; None where a class is absent."""
    if not counts.positives or not counts.negatives:
        return None
    threshold = np.concatenate(([np.inf], counts.threshold))
    fpr = np.concatenate(([0.0], counts.fp / counts.negatives))
    tpr = np.concatenate(([0.0], counts.tp / counts.positives))
    at = thin(fpr, tpr)
    columns = {"threshold": threshold[at], "false_positive_rate": fpr[at], "true_positive_rate": tpr[at]}
    return Curve("roc", of, columns)


def precision_recall(counts: Taken, of: str) -> Curve | None:
    """Precision against recall at every score; None without positives.

    Join two points by counts (Davis and Goadrich), not by a straight line; the prevalence is where chance runs.
    """
    if not counts.positives:
        return None
    recall, precision = counts.tp / counts.positives, counts.tp / (counts.tp + counts.fp)
    at = thin(recall, precision)
    return Curve(
        "precision_recall", of, {"threshold": counts.threshold[at], "recall": recall[at], "precision": precision[at]}
    )


def by_threshold(counts: Taken, of: str) -> Curve | None:
    """What every threshold would give, by rising threshold; None where a class is absent."""
    if not counts.positives or not counts.negatives:
        return None
    threshold, tp, fp = counts.threshold[::-1], counts.tp[::-1], counts.fp[::-1]
    recall, false_alarms = tp / counts.positives, fp / counts.negatives
    at = thin(threshold, recall, false_alarms)
    columns = {
        "threshold": threshold,
        "precision": tp / (tp + fp),
        "recall": recall,
        "specificity": 1 - false_alarms,
        "f1": 2 * tp / (tp + fp + counts.positives),
        "decided_positive": (tp + fp) / (counts.positives + counts.negatives),
    }
    return Curve("threshold", of, {name: column[at] for name, column in columns.items()})
