"""Scores of one outcome split by truth: exact while they are few, on one fixed grid beyond."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, Self

import numpy as np
from numpy.typing import NDArray

from logitwise.batch import Form
from logitwise.kernels.keys import coarse, keys_of
from logitwise.kernels.polynomials import log
from logitwise.kernels.sigmoid import log_odds, row_losses
from logitwise.tallies.exact_sums import ExactSums

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]
ScoreForm = Form | Literal["folded"]

EXACT_LIMIT = 65_536
COARSE_LIMIT = 2_048


@dataclass(frozen=True, slots=True, eq=False)
class BinaryScores:
    """A histogram of scores by label whose level depends on nothing but the rows.

    While there are at most `EXACT_LIMIT` distinct scores each is kept with its counts, and losses are computed from
    them when asked for. Beyond, scores are counted by the cells of `kernels.keys`, and the losses of the rows are kept
    as exact sums. Distinct scores only grow in number, so no order of merging changes which level comes out.

    Attributes:
        form: what a score is; ``folded`` is the confidence of a softmax (`kernels.sigmoid.folded`), without losses.
        exact: which level.
        values: ascending distinct scores (float64), or ascending keys of occupied cells (int64).
        positives: rows of each that have label 1.
        negatives: rows of each that have label 0.
        lowest: smallest score, in the given form.
        highest: largest score.
        sums: losses of the rows by label; None while exact, and for a confidence.
        coarse: a part of a tally (a slice, a fold of groups), which keeps up to `COARSE_LIMIT` scores, then cells 32
            times as wide.
    """

    form: ScoreForm
    exact: bool
    values: NDArray[Any]
    positives: Counts
    negatives: Counts
    lowest: float
    highest: float
    sums: ExactSums | None = None
    coarse: bool = False

    def __add__(self, other: Self) -> Self:
        if self.exact and other.exact:
            together = self._joined(other, None)
            return together.settled()
        left, right = self.cut(), other.cut()
        sums = None if left.sums is None or right.sums is None else left.sums + right.sums
        return left._joined(right, sums)

    def _joined(self, other: Self, sums: ExactSums | None) -> Self:
        values, positives, negatives = join(
            np.concatenate([self.values, other.values]),
            np.concatenate([self.positives, other.positives]),
            np.concatenate([self.negatives, other.negatives]),
        )
        low, high = min(self.lowest, other.lowest), max(self.highest, other.highest)
        return type(self)(self.form, self.exact, values, positives, negatives, low, high, sums, self.coarse)

    def settled(self) -> Self:
        """The same rows, on the grid if their distinct scores are too many."""
        return self.cut() if len(self.values) > (COARSE_LIMIT if self.coarse else EXACT_LIMIT) else self

    def cut(self) -> Self:
        """The same rows on the grid."""
        if not self.exact:
            return self
        scores = grid_scores(self.values, form=self.form)
        cells = coarse(keys_of(scores)) if self.coarse else keys_of(scores)
        keys, positives, negatives = join(cells, self.positives, self.negatives)
        sums = None if self.form == "folded" else sums_of_counts(scores, self.negatives, self.positives)
        return type(self)(self.form, False, keys, positives, negatives, self.lowest, self.highest, sums, self.coarse)


def grid_scores(scores: NDArray[np.floating], *, form: ScoreForm) -> Floats:
    """What the grid cuts: log-odds, or the folded confidence itself."""
    wide = np.asarray(scores, np.float64)
    if form == "probability":
        return log_odds(wide)
    return log(wide) if form == "odds" else wide


def join(values: NDArray[Any], positives: Counts, negatives: Counts) -> tuple[NDArray[Any], Counts, Counts]:
    """Ascending distinct values with their counts added up."""
    order = np.argsort(values, kind="stable")
    values = values[order]
    starts = np.flatnonzero(np.concatenate([[True], values[1:] != values[:-1]]))
    if len(values) == 0:
        return values, positives, negatives
    return values[starts], np.add.reduceat(positives[order], starts), np.add.reduceat(negatives[order], starts)


def sums_of_counts(logits: Floats, negatives: Counts, positives: Counts) -> ExactSums:
    """Losses of scores that so many rows of either label share: each row's fixed-point loss times the count."""
    parts = [
        sums_of_repeated(logits, np.full(len(logits), label, np.int64), counts)
        for label, counts in enumerate((negatives, positives))
    ]
    return parts[0] + parts[1]


def sums_of_repeated(logits: Floats, labels: NDArray[np.int64], counts: Counts) -> ExactSums:
    """Losses by label ``(2,)`` of logits that occur `counts` times each."""
    row = row_losses(logits, labels)
    total = ExactSums.zeros((2,))
    for label in (0, 1):
        times = np.where(labels == label, counts, 0)
        total.rows[label] = times.sum()
        for which, fixed in enumerate(row[:4]):
            total.sums[label, which] = dot(fixed, times)
    large = np.flatnonzero(row.large & (counts > 0))
    return total.with_large(labels[large], np.abs(logits[large]), counts[large])


def dot(fixed: NDArray[np.int64], counts: Counts) -> int:
    """Exact sum of fixed-point numbers times counts.

    In halves, and of counts 18 bits at a time, which 131,072 of them cannot overflow.
    """
    high, low = fixed >> 26, fixed & 0x3FFFFFF
    total, shift = 0, 0
    while counts.any():
        some = counts & 0x3FFFF
        total += ((int((high * some).sum()) << 26) + int((low * some).sum())) << shift
        counts, shift = counts >> 18, shift + 18
    return total
