"""Every threshold that tells the scores of some cells apart, with what each decides."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from logitwise.metrics.coarse import occupied
from logitwise.remedies.reached import Reached
from logitwise.remedies.scores import log_odds_of

if TYPE_CHECKING:
    from logitwise.tallies.cells import Cells

Floats = NDArray[np.float64]
BELOW_ONE: Final = float(np.nextafter(1.0, 0.0))
"""The largest probability that a threshold can have; its log-odds are 36.7."""


@dataclass(frozen=True, slots=True, eq=False)
class Cuts:
    """Thresholds from the lowest, which decides most rows positive, to the highest.

    Attributes:
        cells: ascending scores; none is without rows.
        first: ``(cuts,)`` index of the lowest cell that is decided positive; the number of cells where none is.
        score: ``(cuts,)`` log-odds of that cell, infinite where there is none.
        tp: ``(cuts,)`` positive rows decided positive.
        fp: ``(cuts,)`` negative rows decided positive.
        positives: all positive rows.
        negatives: all negative rows.
    """

    cells: Cells
    first: NDArray[np.int64]
    score: Floats
    tp: Floats
    fp: Floats
    positives: float
    negatives: float

    @property
    def rows(self) -> float:
        """All rows."""
        return self.positives + self.negatives

    @property
    def alerts(self) -> Floats:
        """``(cuts,)`` rows decided positive."""
        return self.tp + self.fp

    @property
    def reached(self) -> Reached:
        """What each reaches."""
        return Reached(self.tp, self.fp, self.positives - self.tp, self.negatives - self.fp)

    def at(self, i: int) -> Reached:
        """What one reaches."""
        tp, fp = float(self.tp[i]), float(self.fp[i])
        return Reached(tp, fp, self.positives - tp, self.negatives - fp)

    def __len__(self) -> int:
        """How many there are."""
        return len(self.first)


def cuts_of(cells: Cells) -> Cuts:
    """All thresholds between the scores, below the lowest and above the highest.

    Left out are those that no threshold written as a probability can tell apart: log-odds above 36.7 are all the same
    double precision probability of 1, and to decide rows of probability 0 positive would take a threshold of 0.
    """
    cells = occupied(cells)
    z = log_odds_of(cells)
    low, high = np.concatenate([[-np.inf], z]), np.concatenate([z, [np.inf]])
    apart = _tells_apart(_middle(low, high), low, high) | _tells_apart(np.append(cells.edge, 1.0), low, high)
    first = np.flatnonzero(apart)
    tp, fp = (_from_above(counts)[first] for counts in (cells.positives, cells.negatives))
    return Cuts(cells, first, high[first], tp, fp, float(cells.positives.sum()), float(cells.negatives.sum()))


def decided(cells: Cells, log_odds: float) -> Reached:
    """What a threshold, in log-odds, reaches on any cells."""
    above = log_odds_of(cells) >= log_odds
    tp, fp = float(cells.positives[above].sum()), float(cells.negatives[above].sum())
    return Reached(tp, fp, float(cells.positives.sum()) - tp, float(cells.negatives.sum()) - fp)


def log_odds(p: Floats | float) -> Floats:
    """Log-odds of a threshold as a rule computes them."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.log(p) - np.log1p(-np.asarray(p)))


def _from_above(counts: NDArray[np.int64]) -> Floats:
    """Sum of each cell and those above it, and 0 for none."""
    return np.append(np.cumsum(np.asarray(counts, np.float64)[::-1])[::-1], 0.0)


def halfway(low: Floats, high: Floats) -> Floats:
    """Log-odds between two; 0 where neither is finite, 1 from the only one that is.

    >>> halfway(np.array([-np.inf, -np.inf, 1.0]), np.array([np.inf, 3.0, 2.0])).tolist()
    [0.0, 2.0, 1.5]
    """
    with np.errstate(invalid="ignore"):
        middle = np.where(np.isfinite(low), np.where(np.isfinite(high), (low + high) / 2, low + 1), high - 1)
    return np.asarray(np.where(np.isfinite(middle), middle, 0.0))


def _middle(low: Floats, high: Floats) -> Floats:
    """A probability between two log-odds, halfway where both are finite."""
    return np.asarray(np.minimum(expit(halfway(low, high)), BELOW_ONE))


def _tells_apart(threshold: Floats, low: Floats, high: Floats) -> NDArray[np.bool_]:
    back = log_odds(threshold)
    return (threshold > 0) & (threshold < 1) & (low < back) & (back <= high)
