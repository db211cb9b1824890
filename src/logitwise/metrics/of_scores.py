"""Measurements of ranking and calibration, from cells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from logitwise.metrics import auc, average_precision, calibration
from logitwise.metrics.auc import Auc, AucSums
from logitwise.metrics.average_precision import ENOUGH_POSITIVES, ApSums, AveragePrecision
from logitwise.metrics.calibration import LEAST_OUTCOMES, LEAST_ROWS, calibration_gap
from logitwise.metrics.measurement import Measurement
from logitwise.metrics.of_confusion import undefined

if TYPE_CHECKING:
    from logitwise.metrics.ranking import Ranking
    from logitwise.tallies.cells import Cells, FoldCells


def roc_auc(ranking: Ranking, k: int, of: str) -> Measurement:
    """Area under the ROC curve of one class against the rest, 0 to 1; undefined where it, or the rest, has no rows."""
    sums = AucSums(*(column[k] for column in ranking.auc))
    rows = int(sums.positives + sums.negatives)
    if not sums.positives or not sums.negatives:
        return undefined("roc_auc", rows, _one_sided(float(sums.positives), of), of=of)
    return Measurement(
        "roc_auc", of, None, float(sums.value), rows, float(sums.certificate), method=auc.METHOD, law=Auc(sums)
    )


def precision_averaged(ranking: Ranking, k: int, of: str) -> Measurement:
    """Average precision of one class against the rest, 0 to 1; undefined where it has no rows."""
    sums = ApSums(*(column[k] for column in ranking.ap))
    rows = int(sums.positives + sums.negatives)
    if not sums.positives:
        return undefined("average_precision", rows, _one_sided(0.0, of), of=of)
    law = ap_law(sums)
    return Measurement(
        "average_precision", of, None, law.value, rows, float(sums.certificate), method=_ap_method(law), law=law
    )


def ap_law(sums: ApSums) -> AveragePrecision:
    """The law of one class's average precision."""
    return AveragePrecision(float(sums.value), float(sums.se), float(sums.positives), float(sums.negatives))


def gap(cells: Cells, by_id: FoldCells | None, of: str | None) -> Measurement:
    """Average calibration gap, 0 to 1; undefined below 100 rows or 10 rows of either outcome. Negative shows as 0."""
    rows, rarer = cells.rows, int(min(cells.positives.sum(), cells.negatives.sum()))
    if rows < LEAST_ROWS:
        return undefined("calibration_gap", rows, f"{rows} rows are too few: at least {LEAST_ROWS} are needed", of=of)
    if rarer < LEAST_OUTCOMES:
        reason = f"{rarer} rows of the rarer outcome are too few: at least {LEAST_OUTCOMES} are needed"
        return undefined("calibration_gap", rows, reason, of=of)
    law = calibration_gap(cells, by_id)
    certificate = float(cells.width @ (cells.positives + cells.negatives)) / rows
    value = max(0.0, law.gap)
    return Measurement("calibration_gap", of, None, value, rows, certificate, method=calibration.METHOD, law=law)


def _ap_method(law: AveragePrecision) -> str:
    if law.negatives == 0:
        return average_precision.METHOD_ALL
    if law.positives >= ENOUGH_POSITIVES:
        return average_precision.METHOD
    return average_precision.METHOD_FEW if law.positives >= 10 else average_precision.METHOD_FLAGGED


def _one_sided(positives: float, of: str) -> str:
    return f"every row is truly {of}" if positives else f"no row is truly {of}"
