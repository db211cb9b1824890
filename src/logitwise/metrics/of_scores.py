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
    """Chance that a row of the class scores above another row, ties counting half: the area under the ROC curve.

    Formula: sum over cells b of the scores, ascending, of P_b (N_<b + N_b / 2) / (P N). 1 ranks perfectly, 0.5 not at
    all.

    Undefined: the class, or the rest, has no rows.

    Interval: DeLong's on the logit scale. Verdict: below, the better of an adjusted logit limit, in which each class
    has one more row of placement 1/2, and a Chernoff limit, which is guaranteed [own]; above, DeLong's on the logit
    scale. Both are widened by the certificate where scores were put into cells.

    Trap: it knows no threshold and no prevalence. 0.95 where one row in a thousand is positive may still mean that nine
    alarms of ten are false; read average_precision or ppv_at_prevalence. It does not see miscalibration at all: any
    increasing change of the scores leaves it as it is.

    Related: average_precision, partial_auc, hand_till, calibration_gap.

    Source: DeLong, DeLong and Clarke-Pearson (1988), doi:10.2307/2531595; own lower limit.

    >>> import logitwise as lw
    >>> tally = lw.tally([0, 0, 1, 1], probabilities=[0.1, 0.4, 0.4, 0.8])
    >>> lw.evaluate(tally, policy="baseline").metric("roc_auc").value  # three pairs of four, and a tie
    0.875
    """
    sums = AucSums(*(column[k] for column in ranking.auc))
    rows = int(sums.positives + sums.negatives)
    if not sums.positives or not sums.negatives:
        return undefined("roc_auc", rows, _one_sided(float(sums.positives), of), of=of)
    return Measurement(
        "roc_auc", of, None, float(sums.value), rows, float(sums.certificate), method=auc.METHOD, law=Auc(sums)
    )


def precision_averaged(ranking: Ranking, k: int, of: str) -> Measurement:
    """Mean over the rows of the class of the precision when all rows scoring as high are called.

    Formula: sum over distinct scores k, descending, of (R_k - R_(k-1)) precision_k: the step form. Never the trapezoid,
    which is optimistic.

    Undefined: the class has no rows.

    Interval: influence function on the logit scale. Verdict: the same, and none below 100 rows of the class, where it
    missed .05 to .09 of the time. Both are widened by the certificate where scores were put into cells.

    Trap: a model that knows nothing has the prevalence, not 0.5, so do not compare it across prevalences.

    Related: roc_auc, precision, recall, ppv_at_prevalence.

    Source: Davis and Goadrich (2006), doi:10.1145/1143844.1143874; Boyd, Eng and Page (2013),
    doi:10.1007/978-3-642-40994-3_29; own certificate.

    >>> import logitwise as lw
    >>> tally = lw.tally([0, 1, 0, 1], probabilities=[0.1, 0.3, 0.4, 0.8])
    >>> round(lw.evaluate(tally, policy="baseline").metric("average_precision").value, 6)  # (1/1 + 2/3) / 2
    0.833333
    """
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


def gap(cells: Cells, by_id: FoldCells | None, of: str | None, *, name: str = "calibration_gap") -> Measurement:
    """Mean distance of the stated probability from what happens to such rows.

    It is of the positive class, of a label, or of a softmax's top class and each of its classes.

    Formula: E |E[y | p] - p|, cross-validated: on four of five folds isotonic regression g of the outcome on p is
    fitted, and each row of the fifth adds sign(g - p) (y - p). So a perfect model shows 0 on average, where binned
    errors show the noise of their bins. A negative mean is shown as 0.

    Undefined: there are fewer than 100 rows, or 10 of the rarer outcome.

    Interval: its two verdict limits, each at the level. Verdict: below, the gap less 1.4 z standard errors (the 1.4 is
    empirical); above, the gap over about 4 n^(1/3) bins of equal mass plus z standard errors, for gaps smooth at the
    scale of the bins.

    Trap: it is an average. A small gap allows a large one among the few rows where it matters; look at the reliability
    curve. And a model that gives everybody the prevalence is perfectly calibrated.

    Related: ece15, calibration_intercept, calibration_slope, observed_over_expected, brier.

    Source: Berta et al. (2026), arXiv:2602.24230.

    >>> import logitwise as lw
    >>> tally = lw.tally([0, 1, 1, 1, 1] * 400, probabilities=[0.9] * 2000)  # says 0.9, happens in 0.8
    >>> round(lw.evaluate(tally, policy="baseline").metric("calibration_gap").value, 3)
    0.1
    """
    rows, rarer = cells.rows, min(cells.positives.sum(), cells.negatives.sum())
    if rows < LEAST_ROWS:
        return undefined(name, rows, f"{rows} rows are too few: at least {LEAST_ROWS} are needed", of=of)
    if rarer < LEAST_OUTCOMES:
        reason = f"{rarer:.10g} rows of the rarer outcome are too few: at least {LEAST_OUTCOMES} are needed"
        return undefined(name, rows, reason, of=of)
    law = calibration_gap(cells, by_id)
    certificate = float(cells.width @ (cells.positives + cells.negatives)) / rows
    value = max(0.0, law.gap)
    return Measurement(name, of, None, value, rows, certificate, method=calibration.METHOD, law=law)


def _ap_method(law: AveragePrecision) -> str:
    if law.negatives == 0:
        return average_precision.METHOD_ALL
    if law.positives >= ENOUGH_POSITIVES:
        return average_precision.METHOD
    return average_precision.METHOD_FEW if law.positives >= 10 else average_precision.METHOD_FLAGGED


def _one_sided(positives: float, of: str) -> str:
    return f"every row is truly {of}" if positives else f"no row is truly {of}"
