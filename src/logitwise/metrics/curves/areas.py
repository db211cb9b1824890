"""ROC, precision-recall and threshold curves: counts at every score that occurs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from logitwise.metrics.curves.curve import Curve
from logitwise.metrics.curves.thinning import POINTS, thin

if TYPE_CHECKING:
    from logitwise.tallies.cells import Cells

Floats = NDArray[np.float64]
_PIECES: Final = 50  # of the way from no recall to all, into which a long step is cut


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

    Between two scores far apart in recall precision does not run straight: points between them follow the counts, their
    threshold NaN since only taking a random part of the equal scores reaches them. The prevalence is where chance runs.
    Source: Davis and Goadrich (2006), doi:10.1145/1143844.1143874.
    """
    if not counts.positives:
        return None
    at = thin(counts.tp / counts.positives, counts.tp / (counts.tp + counts.fp))
    threshold, tp, fp = _between(counts.threshold[at], counts.tp[at], counts.fp[at])
    columns = {"threshold": threshold, "recall": tp / counts.positives, "precision": tp / (tp + fp)}
    return Curve("precision_recall", of, columns)


def _between(threshold: Floats, tp: Floats, fp: Floats) -> tuple[Floats, Floats, Floats]:
    """The points with others between them, evenly spaced in true positives, where a step both finds and errs."""
    steps = np.floor(np.diff(tp) / tp[-1] * _PIECES) * (np.diff(fp) > 0)
    room = POINTS - len(tp)
    if steps.sum() > room:
        steps = np.floor(steps * room / steps.sum())
    pieces = steps.astype(np.int64) + 1
    start = np.repeat(np.arange(len(pieces)), pieces)
    part = (np.arange(len(start)) - np.repeat(np.cumsum(pieces) - pieces, pieces)) / np.repeat(pieces, pieces)
    filled = [np.append(x[start] + part * np.diff(x)[start], x[-1]) for x in (tp, fp)]
    return np.append(np.where(part == 0, threshold[start], np.nan), threshold[-1]), filled[0], filled[1]


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
