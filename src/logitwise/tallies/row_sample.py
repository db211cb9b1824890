"""A uniform sample of rows that does not depend on their order: those with the smallest hashes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

Hashes = NDArray[np.uint64]


def sample_size(classes: int) -> int:
    """How many distinct hashes are kept: 20,000, fewer where rows are wide."""
    return max(1, min(20_000, 4_000_000 // classes))


@dataclass(frozen=True, slots=True, eq=False)
class RowSample:
    """Bottom-k sample: equal rows (same hash, label and scores) are one entry with its multiplicity.

    Attributes:
        size: distinct hashes kept at most.
        hashes: ``(entries,)`` ascending.
        labels: ``(entries, 1)`` class codes, or ``(entries, labels)``.
        scores: ``(entries, classes)`` as given, in float32.
        counts: ``(entries,)`` multiplicities.
    """

    size: int
    hashes: Hashes
    labels: NDArray[np.int32]
    scores: NDArray[np.float32]
    counts: NDArray[np.int64]

    @classmethod
    def of_rows(cls, hashes: Hashes, labels: NDArray[np.integer], scores: NDArray[np.floating]) -> Self:
        """From all rows of a batch."""
        size = sample_size(scores.shape[1])
        kept = np.arange(len(hashes))
        if len(hashes) > 4 * size:
            bound = np.partition(hashes, 2 * size)[2 * size]
            low = np.flatnonzero(hashes <= bound)
            if len(np.unique(hashes[low])) >= size:
                kept = low
        labels = labels.reshape(len(labels), -1)
        with np.errstate(over="ignore"):  # a float64 logit beyond float32 is kept as infinite
            parts = [
                (hashes[i], labels[i].astype(np.int32), scores[i].astype(np.float32), np.ones(len(i), np.int64))
                for i in np.array_split(kept, max(1, -(-len(kept) // 65_536)))
            ]
        sample = cls._bottom(size, *parts[0])
        for part in parts[1:]:
            sample = sample + cls._bottom(size, *part)
        return sample

    def __add__(self, other: Self) -> Self:
        return self._bottom(
            self.size,
            np.concatenate([self.hashes, other.hashes]),
            np.concatenate([self.labels, other.labels]),
            np.concatenate([self.scores, other.scores]),
            np.concatenate([self.counts, other.counts]),
        )

    @classmethod
    def _bottom(
        cls,
        size: int,
        hashes: Hashes,
        labels: NDArray[np.int32],
        scores: NDArray[np.float32],
        counts: NDArray[np.int64],
    ) -> Self:
        distinct = np.unique(hashes)
        if len(distinct) > size:
            kept = hashes <= distinct[size - 1]
            hashes, labels, scores, counts = hashes[kept], labels[kept], scores[kept], counts[kept]
        if len(hashes) == 0:
            return cls(size, hashes, labels, scores, counts)
        rows = np.concatenate(
            [
                hashes.astype(">u8")[:, None].view(np.uint8),
                as_bytes(labels.astype(">i4")),
                as_bytes(scores.astype(">f4")),
            ],
            axis=1,
        )
        whole = np.ascontiguousarray(rows).view(f"V{rows.shape[1]}").ravel()
        _, first, entry = np.unique(whole, return_index=True, return_inverse=True)
        total = np.zeros(len(first), np.int64)
        np.add.at(total, entry, counts)
        return cls(size, hashes[first], labels[first], scores[first], total)

    @property
    def rows_per_content(self) -> float:
        """Rows that share a hash, on average: 1 where no row repeats."""
        return float(self.counts.sum() / len(np.unique(self.hashes))) if len(self.hashes) else float("nan")


def as_bytes(array: NDArray[np.generic]) -> NDArray[np.uint8]:
    """Rows of a two-dimensional array as rows of bytes."""
    flat = np.ascontiguousarray(array)
    return flat.view(np.uint8).reshape(len(flat), -1)
