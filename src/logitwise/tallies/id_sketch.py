"""How often ids repeat, and how many there are, from the smallest hashes: mergeable, and exact while there are few."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

SIZE = 4_096


@dataclass(frozen=True, slots=True, eq=False)
class IdSketch:
    """The `SIZE` smallest distinct hashes of row ids with their multiplicities.

    Attributes:
        hashes: ascending distinct hashes.
        counts: rows of each.
    """

    hashes: NDArray[np.uint64]
    counts: NDArray[np.int64]

    @classmethod
    def of(cls, hashes: NDArray[np.uint64], counts: NDArray[np.int64] | None = None) -> Self:
        """From the hash of each row's id."""
        distinct, where = np.unique(hashes, return_inverse=True)
        total = np.zeros(len(distinct), np.int64)
        np.add.at(total, where, 1 if counts is None else counts)
        return cls(distinct[:SIZE], total[:SIZE])

    def __add__(self, other: Self) -> Self:
        return self.of(np.concatenate([self.hashes, other.hashes]), np.concatenate([self.counts, other.counts]))

    @property
    def exact(self) -> bool:
        """Whether every id is held, so that nothing is estimated."""
        return len(self.hashes) < SIZE

    @property
    def distinct(self) -> int:
        """Number of different ids; beyond `SIZE` estimated from how close together the smallest hashes lie.

        Source: Bar-Yossef et al. (2002), doi:10.1007/3-540-45726-7_1; the relative standard error is 1.6 %.

        >>> IdSketch.of(np.array([7, 7, 9], np.uint64)).distinct
        2
        """
        if self.exact:
            return len(self.hashes)
        return round((SIZE - 1) * 2.0**64 / (float(self.hashes[-1]) + 1.0))

    @property
    def duplicate_share(self) -> float:
        """Share of rows whose id an earlier row had, estimated from ids drawn by their hash."""
        rows = int(self.counts.sum())
        return (rows - len(self.hashes)) / rows if rows else 0.0
