"""Decisions with a bias a class, so that each is claimed as often as it occurs: cross-fitted on the row sample."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray
from scipy.special import softmax

from logitwise.tallies import Tally
from logitwise.tallies.confusion import Confusion

if TYPE_CHECKING:
    from logitwise.head import Head

Floats = NDArray[np.float64]
MOST_CLASSES: Final = 1_000
"""Beyond that the sample holds too few rows of a class for its bias."""
_ROUNDS: Final = 30


@dataclass(frozen=True, slots=True, eq=False)
class Rebalanced:
    """What was decided on the sample.

    Attributes:
        matrix: ``(classes, classes)`` rows, truth down, decision across.
    """

    matrix: NDArray[np.int64]

    @property
    def rows(self) -> int:
        """Rows of the sample."""
        return int(self.matrix.sum())

    def as_tally(self, head: Head) -> Tally:
        """For metrics of decisions."""
        return Tally(head, "confusion", rows=self.rows, confusion=Confusion.of_matrix(self.matrix))


def rebalanced(tally: Tally) -> Rebalanced | None:
    """Each half of the sample decided with the biases that the other half calls for; None where there is no sample.

    Halves are by the rows' hashes, which know nothing of the labels. A bias is the log of how often a class occurs over
    how often its probability says, found by proportional fitting.
    """
    sample, classes = tally.sample, len(tally.head.classes)
    if sample is None or tally.head.kind != "softmax" or classes > MOST_CLASSES or not len(sample.hashes):
        return None
    scores = sample.scores.astype(np.float64)
    finite = ~(np.isnan(scores).any(axis=1) | np.isposinf(scores).any(axis=1)) & np.isfinite(scores).any(axis=1)
    scores, labels, counts = scores[finite], sample.labels[finite, 0], sample.counts[finite]
    p = softmax(scores, axis=1) if tally.scale == "logits" else scores
    half = (sample.hashes[finite] & np.uint64(1)).astype(bool)
    if not half.any() or half.all():
        return None
    matrix = np.zeros((classes, classes), np.int64)
    for here in (half, ~half):
        weights = _weights(p[~here], labels[~here], counts[~here])
        np.add.at(matrix, (labels[here], (p[here] * weights).argmax(axis=1)), counts[here])
    return Rebalanced(matrix)


def _weights(p: Floats, labels: NDArray[np.int32], counts: NDArray[np.int64]) -> Floats:
    """What each class's probability is multiplied by; classes without rows keep 1."""
    occurs = np.bincount(labels, weights=counts, minlength=p.shape[1])
    weights = np.ones(p.shape[1])
    for _ in range(_ROUNDS):
        given = p * weights
        given /= np.maximum(given.sum(axis=1, keepdims=True), 1e-300)
        says = counts @ given
        weights = np.where((occurs > 0) & (says > 0), weights * occurs / np.maximum(says, 1e-300), weights)
        weights /= weights.max()
    return weights
