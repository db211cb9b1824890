"""Which thresholds of one outcome the page holds, each with its exact counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from logitwise.remedies.reached import Reached
from logitwise.report.panel.reachable import reachable
from logitwise.report.panel.slider import MOST, Slider, slider_of

if TYPE_CHECKING:
    from logitwise.report.panel.scored import Scored

Floats = NDArray[np.float64]
ALL: Final = 65_536
"""Thresholds that a page holds of one outcome: as many as a tally tells apart."""
_TOUCHING: Final = 2.0**-40
"""Room above a cell, relative to its top, that is but a rounding."""
FEWEST: Final = 512
"""Of each of many outcomes."""


@dataclass(frozen=True, slots=True, eq=False)
class Offered:
    """Cuts from the lowest, which takes every row, to one that takes none.

    Attributes:
        scored: all scores.
        slider: the positions.
        cuts: ``(offered,)`` the lowest cell that each takes, ascending from 0 to the number of cells.
        positives: ``(offered - 1,)`` rows from each cut to below the next.
        negatives: likewise.
        at: ``(positions,)`` which cut each position of the slider makes.
    """

    scored: Scored
    slider: Slider
    cuts: NDArray[np.int64]
    positives: Floats
    negatives: Floats
    at: NDArray[np.int64]

    @property
    def all(self) -> int:
        """Cuts that the scores allow."""
        return len(self.scored.at) + 1

    @property
    def whole(self) -> bool:
        """Whether the counts are exact at every threshold, not at those alone that are offered."""
        return self.scored.exact and len(self.cuts) == self.all

    @property
    def reached(self) -> Reached:
        """What each cut decides."""
        tp, fp = (np.append(np.cumsum(n[::-1])[::-1], 0.0) for n in (self.positives, self.negatives))
        return Reached(tp, fp, tp[0] - tp, fp[0] - fp)

    @property
    def reachable(self) -> NDArray[np.bool_]:
        """``(offered,)`` whether some threshold makes the cut."""
        return reachable(self.scored)[self.cuts]

    @property
    def gaps(self) -> tuple[NDArray[np.int64], Floats]:
        """Cuts of cells with room below them, where counts are exact at more than the edge, and where it begins.

        Of exact scores none but the last: those that are left out may be anywhere below the others.
        """
        last = len(self.cuts) - 1
        if not last:
            return np.zeros(0, np.int64), np.zeros(0)
        if self.scored.exact:
            return np.array([last]), self.scored.top[-1:]
        top, edge = self.scored.top[self.cuts[1:] - 1], np.append(self.scored.at, np.inf)[self.cuts[1:]]
        room = np.flatnonzero(edge - top > _TOUCHING * np.abs(top))
        return room + 1, top[room]

    def cut_of(self, first: int) -> int:
        """Which is made by the lowest cell taken: where that one is not offered, the next that is."""
        return int(np.searchsorted(self.cuts, first))


def offered(scored: Scored, *, named: Sequence[int] = (), outcomes: int = 1) -> Offered:
    """All cuts, or of many those of the slider, those with a name, and others evenly between.

    Counts at what is kept stay exact.

    Args:
        scored: scores of the outcome.
        named: cells whose cuts must be kept.
        outcomes: how many share the page.
    """
    most, cells = max(FEWEST, ALL // outcomes), len(scored.at)
    slider = slider_of(scored.log_odds, most=min(MOST, most - len(named) - 2) if cells + 1 > most else MOST)
    at = scored.first_at(slider.positions)
    cuts = np.arange(cells + 1)
    if len(cuts) > most:
        needed = np.unique(np.concatenate([at, np.asarray(named, np.int64), [0, cells]]))
        between = np.linspace(0, cells, max(most - len(needed), 2)).round().astype(np.int64)
        cuts = np.union1d(needed, between)
    positives, negatives = (
        np.add.reduceat(np.asarray(n, np.float64), cuts[:-1]) if cells else np.zeros(0)
        for n in (scored.cells.positives, scored.cells.negatives)
    )
    return Offered(scored, slider, cuts, positives, negatives, np.searchsorted(cuts, at))
