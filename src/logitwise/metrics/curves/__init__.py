"""Curves of a tally: reliability, ROC, precision-recall, threshold, decision and risk-coverage."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from logitwise.metrics.curves.areas import by_threshold, precision_recall, roc, taken
from logitwise.metrics.curves.decisions import decision_curve, risk_coverage
from logitwise.metrics.curves.net_benefit import acted_by_fold
from logitwise.metrics.curves.reliability import reliability
from logitwise.metrics.group_cells import cells_by_group
from logitwise.metrics.weighting import as_counted

if TYPE_CHECKING:
    from logitwise.metrics.curves.curve import Curve
    from logitwise.metrics.curves.net_benefit import FoldCounts
    from logitwise.tallies.cells import Cells
    from logitwise.tallies.tally import Tally

MOST_CLASSES: Final = 20  # more curves than a reader tells apart


def curves(tally: Tally) -> tuple[Curve, ...]:
    """Every curve that a tally allows, of at most 512 points each; none without probabilities.

    Two classes: all but risk-coverage, of the positive class. Labels: the same of each of the first 20. A softmax of
    more classes, and decisions given with a confidence: reliability and risk-coverage of the top label, and up to 20
    classes ROC and precision-recall of each. Curves that a missing class leaves without meaning are left out.
    """
    head, given, tally = tally.head, tally, as_counted(tally)
    if head.binary and tally.scale != "decisions":
        cells, name = tally.cells(1), head.positive_class
        return () if cells is None or name is None or not cells.rows else _of_outcome(cells, name, by_group(given, 1))
    if head.kind == "multilabel":
        found: list[Curve] = []
        for k, label in enumerate(head.classes[:MOST_CLASSES]):
            cells = tally.cells(k)
            if cells is not None and cells.rows:
                found += _of_outcome(cells, label, by_group(given, k))
        return tuple(found)
    return _of_softmax(tally)


def by_group(tally: Tally, k: int) -> FoldCounts | None:
    """What thresholds do to a class in each fold of the groups; None where rows do not come in groups."""
    clusters = tally.clusters
    folds = None if clusters is None else cells_by_group(clusters, lambda part: as_counted(part).cells(k))
    return None if folds is None or not len(folds.p) else acted_by_fold(folds)


def _of_outcome(cells: Cells, of: str, folds: FoldCounts | None) -> tuple[Curve, ...]:
    counts, decision = taken(cells), decision_curve(cells, of, folds=folds)
    drawn = (roc(counts, of), precision_recall(counts, of), by_threshold(counts, of), decision)
    return (reliability(cells, of), *(curve for curve in drawn if curve is not None))


def _of_softmax(tally: Tally) -> tuple[Curve, ...]:
    top = tally.confidence_cells()
    if top is None or not top.rows:
        return ()
    found: list[Curve | None] = [reliability(top, None), risk_coverage(top)]
    for k, name in enumerate(tally.head.classes if len(tally.head.classes) <= MOST_CLASSES else ()):
        cells = tally.cells(k)
        if cells is not None:
            counts = taken(cells)
            found += [roc(counts, name), precision_recall(counts, name)]
    return tuple(curve for curve in found if curve is not None)
