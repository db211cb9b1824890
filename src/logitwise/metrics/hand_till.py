"""Hand and Till's AUC of many classes: every pair of classes told apart by the scores of the two."""

from __future__ import annotations

from dataclasses import dataclass
from math import nan, sqrt
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, logit, stdtrit

from logitwise.activations import softmax
from logitwise.metrics.law import Law
from logitwise.metrics.measurement import Measurement
from logitwise.metrics.of_confusion import NO_ROWS, undefined
from logitwise.tallies.folds import FOLDS, fold_of

if TYPE_CHECKING:
    from logitwise.tallies.row_sample import RowSample
    from logitwise.tallies.tally import Tally

Floats = NDArray[np.float64]
METHOD = "delete-a-group jackknife over folds on the logit scale; no verdict"


@dataclass(frozen=True, slots=True, eq=False)
class OverFolds(Law):
    """The law of a number by what it is without each fold, on the logit scale with Student's t; none for verdicts.

    Attributes:
        value: the number, 0 to 1.
        left_out: ``(folds,)`` the number without each fold that holds rows.
    """

    value: float
    left_out: Floats

    def interval(self, level: float) -> tuple[float, float]:
        """Student's; the whole range where some fold holds all rows of a class, or nothing varies."""
        g, values = len(self.left_out), np.append(self.left_out, self.value)
        if g < 2 or not ((values > 0) & (values < 1)).all():  # NaN among them too
            return 0.0, 1.0
        theta = logit(self.left_out)
        half = float(stdtrit(g - 1, (1 + level) / 2)) * sqrt((g - 1) / g * float(((theta - theta.mean()) ** 2).sum()))
        centre = float(logit(self.value))
        return float(expit(centre - half)), float(expit(centre + half))

    def lower(self, alpha: float) -> float:  # noqa: ARG002  # none at any level
        """NaN."""
        return nan

    def upper(self, alpha: float) -> float:  # noqa: ARG002  # none at any level
        """NaN."""
        return nan


def hand_till(tally: Tally) -> Measurement:
    """How well every two classes are told apart by their own scores, averaged over all pairs of classes.

    It is from the sample of rows that a tally keeps (at most 20,000, fewer of many classes): exact while that holds all
    rows, else of the sample, which its method says.

    Formula: mean over ordered pairs of classes (i, j) of the chance that p_i is larger in a row of i than in one of j,
    ties half.

    Undefined: a class has no rows, or a logit of the sample is beyond float32.

    Interval: delete-a-group jackknife over 32 folds on the logit scale. Verdict: none; ask for the macro roc_auc.

    Trap: each pair counts alike, however rare its classes are, and p_i is compared between rows, which a decision never
    does.

    Related: roc_auc, balanced_accuracy.

    Source: Hand and Till (2001), doi:10.1023/A:1010920819831.

    >>> import logitwise as lw
    >>> tally = lw.tally([0, 1, 2, 2], logits=[[2, 0, 0], [0, 1, 0], [0, 0, 2], [0, 2, 0]])
    >>> round(lw.evaluate(tally, policy="baseline").metric("hand_till").value, 6)  # (1 + 1 + 1 + 1/2 + 3/4 + 1/2) / 6
    0.791667
    """
    sample = tally.sample
    if not tally.rows or sample is None:
        return undefined("hand_till", tally.rows, "no sample of rows is kept" if tally.rows else NO_ROWS)
    rows = int(sample.counts.sum())
    counts = np.bincount(sample.labels[:, 0], sample.counts, len(tally.head.classes))
    some = "" if rows == tally.rows else f"a sample of {rows:,} of {tally.rows:,} rows"
    absent = int((counts == 0).sum())
    if absent:
        have = "class has" if absent == 1 else "classes have"
        return undefined("hand_till", rows, f"{absent:,} {have} no rows" + (f" in {some}" if some else ""))
    if tally.scale == "logits" and np.isposinf(sample.scores).any():
        return undefined("hand_till", rows, "a logit is beyond float32, in which the sample of rows is kept")
    values = _with_and_without(sample, logits=tally.scale == "logits")
    law = OverFolds(float(values[0]), values[1:])
    method = f"{METHOD}; {some}" if some else METHOD
    return Measurement("hand_till", None, None, law.value, rows, method=method, law=law)


def _with_and_without(sample: RowSample, *, logits: bool) -> Floats:
    """The mean over pairs of classes, whole and then without each fold that holds rows."""
    order = np.argsort(sample.labels[:, 0], kind="stable")
    truth, fold = sample.labels[order, 0], fold_of(sample.hashes[order])
    weight = sample.counts[order].astype(np.float64)
    classes = int(truth[-1]) + 1  # every class has rows
    own = np.zeros((classes, FOLDS))
    np.add.at(own, (truth, fold), weight)
    rows = np.stack([own.sum(axis=1), *(own.sum(axis=1)[:, None] - own).T])  # (1 + folds, classes)
    total = np.zeros(1 + FOLDS)
    chances = _probabilities(sample.scores[order], logits=logits)
    for i in range(classes):
        wins = _wins(chances[:, i], i, weight, truth=truth, fold=fold)
        with np.errstate(invalid="ignore"):  # a class that one fold alone holds: NaN, and no interval
            shares = wins / (rows[:, i, None] * rows)
        total += np.delete(shares, i, axis=1).sum(axis=1)
    values = total / (classes * (classes - 1))
    return values[np.concatenate(([True], own.sum(axis=0) > 0))]


def _wins(score: Floats, i: int, weight: Floats, *, truth: NDArray[np.int32], fold: NDArray[np.int64]) -> Floats:
    """``(1 + folds, classes)`` pairs in which a row of class `i` scores above one of another, equal ones half.

    The first line counts all rows, the others leave out one fold each, on both sides: the whole, less the pairs of
    either side's fold, plus those of both.
    """
    classes, winners = int(truth[-1]) + 1, np.flatnonzero(truth == i)
    winners = winners[np.argsort(score[winners], kind="stable")]
    each = np.zeros((FOLDS, len(winners)))
    each[fold[winners], np.arange(len(winners))] = weight[winners]
    upto = np.concatenate([np.zeros((FOLDS, 1)), np.cumsum(each, axis=1)], axis=1)
    first, last = (np.searchsorted(score[winners], score, side) for side in ("left", "right"))
    whole = upto.sum(axis=0)
    above = (whole[-1] - (whole[first] + whole[last]) / 2) * weight  # winners over each row
    of_its_fold = (upto[fold, -1] - (upto[fold, first] + upto[fold, last]) / 2) * weight
    cell, cells = fold * classes + truth, FOLDS * classes
    by_loser, by_both = (np.bincount(cell, won, cells).reshape(FOLDS, classes) for won in (above, of_its_fold))
    # winner k beats the rows whose `last` is at most k, and ties with those whose `first` is, too
    size = (len(winners) + 1) * classes
    beaten = sum(np.bincount(side * classes + truth, weight, size).reshape(-1, classes) for side in (first, last)) / 2
    by_winner = each @ np.cumsum(beaten, axis=0)[:-1]
    pairs = by_winner.sum(axis=0)
    return np.concatenate([pairs[None], pairs - by_winner - by_loser + by_both])


def _probabilities(scores: NDArray[np.float32], *, logits: bool) -> Floats:
    """``(entries, classes)`` of the sampled rows."""
    wide = scores.astype(np.float64)
    return np.asarray(softmax(wide, axis=1), np.float64) if logits else wide
