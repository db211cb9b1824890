"""AUC and average precision of many classes at once, whole and without each fold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from logitwise.metrics.auc import AucSums, auc_sums
from logitwise.metrics.average_precision import ApSums, ap_sums

if TYPE_CHECKING:
    from collections.abc import Sequence

    from logitwise.tallies.cells import Cells, FoldCells

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]
_AT_ONCE: Final = 1_000_000  # counts in one padded block of classes


@dataclass(frozen=True, slots=True, eq=False)
class Ranking:
    """Areas of several classes, one position a class in every array.

    Attributes:
        auc: AUC with certificate (0 for exact cells) and spread.
        ap: average precision with bounds and spread.
    """

    auc: AucSums
    ap: ApSums


def rank(classes: Sequence[Cells]) -> Ranking:
    """AUC and average precision of each class, in blocks of classes padded to the same number of cells."""
    width = max((len(c.p) for c in classes), default=1)
    step = max(1, _AT_ONCE // max(width, 1))
    blocks = [_rank_block(classes[start : start + step]) for start in range(0, len(classes), step)]
    return Ranking(
        AucSums(*(np.concatenate(column) for column in zip(*(b.auc for b in blocks), strict=True))),
        ApSums(*(np.concatenate(column) for column in zip(*(b.ap for b in blocks), strict=True))),
    )


def _rank_block(classes: Sequence[Cells]) -> Ranking:
    positives, negatives = _padded([c.positives for c in classes]), _padded([c.negatives for c in classes])
    exact = np.array([c.exact for c in classes])
    auc = auc_sums(positives, negatives)
    ap = ap_sums(positives, negatives, exact=bool(exact.all()))
    return Ranking(
        auc._replace(certificate=np.where(exact, 0.0, auc.certificate)),
        ap._replace(lowest=np.where(exact, ap.value, ap.lowest), highest=np.where(exact, ap.value, ap.highest)),
    )


def _padded(rows: Sequence[Counts]) -> Counts:
    table = np.zeros(
        (len(rows), max(1, *(len(r) for r in rows))), np.result_type(rows[0], np.int64) if rows else np.int64
    )
    for line, row in zip(table, rows, strict=True):
        line[: len(row)] = row
    return table


@dataclass(frozen=True, slots=True, eq=False)
class LeftOut:
    """Areas without each fold that holds rows, ``(classes, folds)``.

    Attributes:
        auc: AUC.
        ap: average precision.
        positives: rows left in which each outcome holds.
    """

    auc: Floats
    ap: Floats
    positives: Floats


def rank_without_folds(classes: Sequence[FoldCells]) -> LeftOut:
    """AUC and average precision of each class on coarse cells, without each occupied fold in turn."""
    rows = np.zeros(0)
    auc, ap, positives = [], [], []
    for cells in classes:
        if not len(rows):  # every class counts the same rows
            rows = (cells.positives + cells.negatives).sum(axis=1)
        used = rows > 0
        p, n = without_each(cells.positives)[used], without_each(cells.negatives)[used]
        auc.append(auc_values(p, n))
        ap.append(ap_values(p, n))
        positives.append(p.sum(axis=1))
    return LeftOut(np.array(auc), np.array(ap), np.array(positives, np.float64))


def without_each(folds: NDArray[np.integer]) -> NDArray[np.integer]:
    """``(folds, ...)`` sums over all folds but one."""
    return np.asarray(folds.sum(axis=0) - folds)


def auc_values(positives: NDArray[np.integer], negatives: NDArray[np.integer]) -> Floats:
    """AUC along the last axis and nothing else; NaN where a class is absent."""
    p, n = positives.astype(np.float64), negatives.astype(np.float64)
    wins = np.einsum("...b,...b->...", p, np.cumsum(n, axis=-1) - n / 2)
    with np.errstate(invalid="ignore"):
        return np.asarray(wins / (p.sum(axis=-1) * n.sum(axis=-1)))


def ap_values(positives: NDArray[np.integer], negatives: NDArray[np.integer]) -> Floats:
    """Average precision along the last axis and nothing else; NaN without positives."""
    p = positives[..., ::-1].astype(np.float64)
    t, taken = np.cumsum(p, axis=-1), np.cumsum((positives + negatives)[..., ::-1], axis=-1)
    with np.errstate(invalid="ignore"):
        return np.asarray(np.einsum("...b,...b->...", p, t / np.where(taken > 0, taken, 1)) / p.sum(axis=-1))
