"""AUC and average precision averaged over classes or labels, with intervals from folds."""

from __future__ import annotations

from functools import partial
from math import isnan
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from logitwise.metrics.auc import Auc, AucSums, auc_lower, auc_sums
from logitwise.metrics.average_precision import ENOUGH_POSITIVES, ApSums, ap_sums
from logitwise.metrics.jackknife import Composition, Jackknife
from logitwise.metrics.measurement import Measurement
from logitwise.metrics.of_confusion import classes_left_out, undefined
from logitwise.metrics.of_scores import ap_law

if TYPE_CHECKING:
    from logitwise.metrics.law import Law
    from logitwise.metrics.ranking import LeftOut
    from logitwise.metrics.reading import Reading

Floats = NDArray[np.float64]
FOLDS = "delete-a-group jackknife over folds on the logit scale; verdicts: no better than the classes' own limits allow"
NO_FOLDS = "composed of the classes' own limits (no folds are kept)"


def average_of_scores(reading: Reading, name: str, how: str) -> Measurement:
    """Macro, weighted (by true rows) or micro (all classes' rows pooled) AUC or average precision, 0 to 1.

    Classes without a value are left out and counted. The interval leaves out each of the folds in turn, since one row
    stands in every class's histogram.
    """
    if reading.ranking is None:
        return undefined(name, reading.rows, "one-vs-rest scores are not kept for so many classes", average=how)
    return _micro(reading, name) if how == "micro" else _over_classes(reading, name, how)


def _over_classes(reading: Reading, name: str, how: str) -> Measurement:
    ranking, left_out = reading.ranking, reading.left_out
    assert ranking is not None  # noqa: S101  # the caller looked
    sums: AucSums | ApSums = ranking.auc if name == "roc_auc" else ranking.ap
    kept = ~np.isnan(sums.value)
    if not kept.any():
        return undefined(name, reading.rows, "no class has a value", average=how)
    raw = sums.positives[kept] if how == "weighted" else np.ones(int(kept.sum()))
    weights = raw / raw.sum()
    thetas = np.empty(0) if left_out is None else _without_folds(left_out, name, kept, weighted=how == "weighted")
    law = _law(sums, kept, weights, thetas)
    value, certificate = float(weights @ sums.value[kept]), float(weights @ sums.certificate[kept])
    skipped = len(kept) - int(kept.sum())
    method = FOLDS if left_out is not None else NO_FOLDS
    method = f"{method}; {classes_left_out(skipped)}" if skipped else method
    method = method if _decides(sums, kept) else f"{method}; no verdict while a class has fewer than 100 rows"
    return Measurement(name, None, how, value, reading.rows, certificate, method=method, law=law)


def _without_folds(left_out: LeftOut, name: str, kept: NDArray[np.bool_], *, weighted: bool) -> Floats:
    """``(folds,)`` averages; a class that one fold alone holds drops out of that average."""
    values = (left_out.auc if name == "roc_auc" else left_out.ap)[kept]
    there = ~np.isnan(values)
    weights = np.where(there, left_out.positives[kept] if weighted else 1.0, 0.0)
    with np.errstate(invalid="ignore"):
        return np.asarray((np.where(there, values, 0.0) * weights).sum(axis=0) / weights.sum(axis=0))


def _law(sums: AucSums | ApSums, kept: NDArray[np.bool_], weights: Floats, thetas: Floats) -> Law:
    if isinstance(sums, AucSums):
        mine = AucSums(*(column[kept] for column in sums))
        parts = Composition(mine.value, weights, partial(auc_lower, mine), partial(_auc_uppers, mine))
        return Jackknife(float(weights @ mine.value), thetas, parts.lower, parts.upper)
    laws = [ap_law(ApSums(*(column[k] for column in sums))) for k in np.flatnonzero(kept)]
    parts = Composition(
        sums.value[kept],
        weights,
        lambda alpha: np.array([_low(law, alpha) for law in laws]),
        lambda alpha: np.array([_high(law, alpha) for law in laws]),
    )
    return Jackknife(parts.mean, thetas, parts.lower, parts.upper, decides=_decides(sums, kept))


def _decides(sums: AucSums | ApSums, kept: NDArray[np.bool_]) -> bool:
    """An AUC always; an average precision only with enough rows of every class."""
    return isinstance(sums, AucSums) or bool((sums.positives[kept] >= ENOUGH_POSITIVES).all())


def _auc_uppers(sums: AucSums, alpha: float) -> Floats:
    return np.array([Auc(AucSums(*column)).upper(alpha) for column in zip(*sums, strict=True)])


def _micro(reading: Reading, name: str) -> Measurement:
    pooled, left_out = reading.pooled, reading.pooled_left_out
    assert pooled is not None  # noqa: S101  # as many cells as the ranking has
    thetas = np.empty(0)
    if left_out is not None:
        thetas = (left_out.auc if name == "roc_auc" else left_out.ap)[0]
    decides = True
    if name == "roc_auc":
        sums = auc_sums(pooled.positives, pooled.negatives)
        law: Law = Auc(sums)
        value, certificate = float(sums.value), float(sums.certificate)
    else:
        areas = ap_sums(pooled.positives, pooled.negatives, exact=pooled.exact)
        own = ap_law(areas)
        law, value, certificate = own, own.value, float(areas.certificate)
        decides = own.positives >= ENOUGH_POSITIVES
    if isnan(value):
        return undefined(name, reading.rows, "no row, or every row, holds a class", average="micro")
    lower, upper = (law.lower, law.upper) if decides else (partial(_low, law), partial(_high, law))
    jackknife = Jackknife(value, thetas, lower, upper, decides=decides)
    certificate = 0.0 if pooled.exact else certificate
    method = FOLDS if left_out is not None else NO_FOLDS
    return Measurement(name, None, "micro", value, reading.rows, certificate, method=method, law=jackknife)


def _low(law: Law, alpha: float) -> float:
    """One end of the interval for display, which also exists where no verdict may rest on it."""
    return law.interval(1 - 2 * alpha)[0]


def _high(law: Law, alpha: float) -> float:
    return law.interval(1 - 2 * alpha)[1]
