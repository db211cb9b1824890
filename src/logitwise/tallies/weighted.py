"""Rows that count more or less than once: the same statistics, with each row's weight in place of one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

import numpy as np
from numpy.typing import NDArray

from logitwise.errors import MergeError
from logitwise.tallies.confusion import Confusion, LabelConfusion

if TYPE_CHECKING:
    from logitwise.tallies.tally import Tally

MOST = 1 << 62
"""Units that all weights of a tally may add up to, so that no sum of some of them overflows."""


@dataclass(frozen=True, slots=True, eq=False)
class Weighted:
    """Weighted counts beside the plain ones of a tally.

    Attributes:
        counts: the tally of the same rows in which each count is a sum of weights, in units of 2^-28; without sample
            and ids. Its `rows` are the rows themselves.
        squares: truth against decision with sums of squared weights, Python integers in units of 2^-56: what the
            effective number of rows is made of.
        total: sum of all weights in units of 2^-28.
    """

    counts: Tally
    squares: Confusion | LabelConfusion
    total: int

    def __post_init__(self) -> None:
        if self.total >= MOST:
            raise MergeError(
                "weights add up to more than 1.7e10, beyond which sums are not exact: divide them by their mean"
            )

    def __add__(self, other: Self) -> Self:
        squares: Any = self.squares + other.squares  # type: ignore[operator]  # of one head, so of one kind
        return type(self)(self.counts + other.counts, squares, self.total + other.total)


def square_sums(index: NDArray[np.integer], weights: NDArray[np.int64], size: int) -> NDArray[Any]:
    """``(size,)`` sums of squared weights as Python integers."""
    table = np.zeros(size, object)
    wide = weights.astype(object)
    np.add.at(table, index, wide * wide)
    return table


def weight_sums(index: NDArray[np.integer], weights: NDArray[np.int64], size: int) -> NDArray[np.int64]:
    """``(size,)`` sums of weights."""
    table = np.zeros(size, np.int64)
    np.add.at(table, index, weights)
    return table


def weighted_confusion(
    truth: NDArray[np.integer], decision: NDArray[np.integer], weights: NDArray[np.int64], *, classes: int
) -> tuple[Confusion, Confusion]:
    """Truth against decision by weights, and by their squares."""
    keys, where = np.unique(truth.astype(np.int64) * classes + decision, return_inverse=True)
    return (
        Confusion(classes, keys, weight_sums(where, weights, len(keys))),
        Confusion(classes, keys, square_sums(where, weights, len(keys))),
    )


def weighted_labels(
    truth: NDArray[np.integer], decision: NDArray[np.integer], weights: NDArray[np.int64]
) -> tuple[LabelConfusion, LabelConfusion]:
    """The same of labels ``(rows, labels)``."""
    labels = truth.shape[1]
    flat = np.arange(labels) * 4 + truth.astype(np.int64) * 2 + decision
    each = np.repeat(weights, labels)
    return (
        LabelConfusion(weight_sums(flat.ravel(), each, labels * 4).reshape(-1, 2, 2)),
        LabelConfusion(square_sums(flat.ravel(), each, labels * 4).reshape(-1, 2, 2)),
    )
