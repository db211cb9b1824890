"""The rows that a tally keeps: all of them while they are few, else a uniform sample."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from logitwise.metrics.wording import counted

if TYPE_CHECKING:
    from logitwise.tallies import Tally


@dataclass(frozen=True, slots=True, eq=False)
class Sampled:
    """Rows that were kept, each once with its multiplicity.

    Attributes:
        scores: ``(entries, classes)`` as given, float32.
        labels: ``(entries, 1)`` class codes, or ``(entries, labels)`` of 0 and 1.
        counts: ``(entries,)`` rows that each entry stands for.
        hashes: ``(entries,)`` ascending; of the row's id, else of its scores.
        rows: how many rows that are.
        of: how many rows there are.
    """

    scores: NDArray[np.float32]
    labels: NDArray[np.int32]
    counts: NDArray[np.int64]
    hashes: NDArray[np.uint64]
    rows: int
    of: int

    @property
    def whole(self) -> bool:
        """Whether no row is missing."""
        return self.rows == self.of

    def first(self, values: int) -> Sampled:
        """Fewer of the rows, still a uniform sample, with at most so many scores."""
        few = slice(max(1, values // self.scores.shape[1]))
        counts = self.counts[few]
        return Sampled(self.scores[few], self.labels[few], counts, self.hashes[few], int(counts.sum()), self.of)

    def share(self, holds: NDArray[Any]) -> float:
        """Share of the rows in which something holds, given by entry."""
        return float((self.counts * holds).sum() / self.rows)

    @property
    def words(self) -> str:
        """What was looked at: all rows, or a sample of them.

        >>> none = np.empty(0)
        >>> Sampled(none, none, none, none, 20_000, 90_000).words
        'a sample of 20,000 of the 90,000 rows'
        """
        return f"all {counted(self.of, 'row')}" if self.whole else f"a sample of {self.rows:,} of the {self.of:,} rows"


def sampled(tally: Tally) -> Sampled | None:
    """The kept rows of a softmax or multilabel head with scores; None of other tallies."""
    kept = tally.sample
    if kept is None or not len(kept.hashes):
        return None
    return Sampled(kept.scores, kept.labels, kept.counts, kept.hashes, int(kept.counts.sum()), tally.rows)
