"""Bucket bootstrap of confusion cells, for classes too rare for the delta method."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from logitwise.tallies.confusion import Confusion

REPLICATES: Final = 1000
RARE: Final = 10  # rows of a class, true or decided, below which normal approximations are not trusted
_MOST_CELLS: Final = 400
_MOST_CLASSES: Final = 2_000
_SEED: Final = 0


class Margins(NamedTuple):
    """Per class, the last axis: rows rightly decided, truly of it, and decided to be of it."""

    hits: NDArray[np.float64]
    support: NDArray[np.float64]
    predicted: NDArray[np.float64]


def percentiles(replicates: NDArray[np.float64], tail: float) -> tuple[float, float]:
    """Percentile interval of those replicates that have a value; no width where none has."""
    known = replicates[~np.isnan(replicates)]
    if not len(known):
        return 0.0, 0.0
    low, high = np.quantile(known, (tail, 1 - tail)).tolist()
    return low, high


def margins_of(confusion: Confusion) -> Margins:
    """The margins of one confusion, ``(classes,)`` each."""
    return Margins(
        confusion.hits.astype(np.float64), confusion.support.astype(np.float64), confusion.predicted.astype(np.float64)
    )


class Replicates:
    """Resampled margins of a confusion, drawn once when first asked for, from the cells and a fixed seed only.

    As many rows are drawn as there are; of weighted rows, whose number is fractional, the nearest whole number.
    """

    def __init__(self, confusion: Confusion) -> None:
        self._confusion = confusion

    @property
    def affordable(self) -> bool:
        """Few enough occupied cells, and classes, to resample them within milliseconds."""
        return len(self._confusion.counts) <= _MOST_CELLS and self._confusion.classes <= _MOST_CLASSES

    @cached_property
    def margins(self) -> Margins:
        """``(replicates, classes)`` each."""
        cells = self._confusion
        draws = np.random.default_rng(_SEED).multinomial(
            max(round(cells.rows), 1), cells.counts / cells.rows, REPLICATES
        )
        right = cells.truth == cells.decision
        return Margins(
            _sum_by(draws[:, right], cells.truth[right], cells.classes),
            _sum_by(draws, cells.truth, cells.classes),
            _sum_by(draws, cells.decision, cells.classes),
        )


def has_rare_class(confusion: Confusion) -> bool:
    """A class that occurs, or is decided, in some rows but in fewer than ten."""
    support, predicted = confusion.support, confusion.predicted
    present = (support > 0) | (predicted > 0)
    return bool((present & ((support < RARE) | (predicted < RARE))).any())


def _sum_by(draws: NDArray[np.int64], index: NDArray[np.int64], classes: int) -> NDArray[np.float64]:
    member = np.zeros((len(index), classes))
    member[np.arange(len(index)), index] = 1
    return draws.astype(np.float64) @ member
