"""Sums of losses as integers, so that adding them in any order gives the same bits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from logitwise.kernels.fixed_point import BITS, LARGEST, UNIT, large_to_fixed, squared
from logitwise.tallies.losses import LossSums

LOG_LOSS, LOG_LOSS_SQUARED, BRIER, BRIER_SQUARED = range(4)
QUANTUM = 2.0 ** -(BITS + 1)


@dataclass(frozen=True, slots=True, eq=False)
class ExactSums:
    """Fixed-point sums by true class.

    Shapes lead with ``(classes,)``, of multilabel ``(labels, 2)``, of its folds ``(folds, labels, 2)``.

    Attributes:
        rows: rows of each class.
        infinite: rows whose log loss is infinite.
        sums: ``(..., 4)`` Python integers in units of 2^-32: log loss, its square, Brier score, its square.
    """

    rows: NDArray[np.int64]
    infinite: NDArray[np.int64]
    sums: NDArray[Any]

    @classmethod
    def zeros(cls, shape: tuple[int, ...]) -> Self:
        """No rows."""
        sums = np.zeros((*shape, 4), object)
        return cls(np.zeros(shape, np.int64), np.zeros(shape, np.int64), sums)

    @classmethod
    def of_halves(cls, rows: NDArray[np.int64], halves: NDArray[np.int64]) -> Self:
        """From the high and low halves ``(..., 4, 2)`` that the kernels keep."""
        sums = (halves[..., 0].astype(object) << 32) + halves[..., 1].astype(object)
        return cls(rows, np.zeros(rows.shape, np.int64), sums)

    def with_large(
        self, classes: NDArray[np.integer], losses: NDArray[np.float64], weights: NDArray[np.int64] | None = None
    ) -> Self:
        """Add log losses that exceed `LARGEST`: rows of these classes (flat index) that stand in `sums` as 0 so far."""
        if len(losses) == 0:
            return self
        infinite, sums = self.infinite.copy(), self.sums.copy()
        endless = np.isinf(losses)
        each = np.ones(len(losses), np.int64) if weights is None else weights
        np.add.at(infinite.reshape(-1), classes[endless], each[endless])
        flat, rest = sums.reshape(-1, 4), ~endless
        for k, fixed, n in zip(classes[rest].tolist(), large_to_fixed(losses[rest]), each[rest].tolist(), strict=True):
            flat[k, LOG_LOSS] += n * fixed
            flat[k, LOG_LOSS_SQUARED] += n * squared(fixed)
        return type(self)(self.rows, infinite, sums)

    def __add__(self, other: Self) -> Self:
        return type(self)(self.rows + other.rows, self.infinite + other.infinite, self.sums + other.sums)

    def numbers(self, worst: NDArray[np.float64]) -> LossSums:
        """As floats, rounded once, with the largest possible loss beside them."""
        values = np.array([as_float(x) for x in self.sums.reshape(-1)]).reshape(self.sums.shape)
        first, first2, second, second2 = np.moveaxis(values, -1, 0)
        return LossSums(self.rows, self.infinite, first, first2, second, second2, worst, QUANTUM)


def as_float(fixed: int) -> float:
    """A fixed-point sum as the nearest float; infinite where no float holds it."""
    try:
        return fixed / int(UNIT)
    except OverflowError:
        return float("inf")


def is_large(losses: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Losses that the kernels leave to `ExactSums.with_large`."""
    return losses > LARGEST
