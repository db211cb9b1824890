"""What another threshold would reach: chosen on four parts of the rows, counted on the fifth."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from logitwise.findings.cause.counts_at import Counts
from logitwise.remedies.scores import log_odds_of

if TYPE_CHECKING:
    from logitwise.remedies.splits import Split
    from logitwise.tallies.cells import Cells

Floats = NDArray[np.float64]
Chooser = Callable[[Counts], "int | None"]


@dataclass(frozen=True, slots=True)
class Other:
    """A threshold with what it reaches.

    Attributes:
        threshold: probability from which on it decides positive, chosen on all rows.
        reached: counts on rows that did not choose it, of the five parts together.
    """

    threshold: float
    reached: Counts


def other_threshold(cells: Cells, pairs: Sequence[Split], choose: Chooser) -> Other | None:
    """What the rule of choice reaches cross-fitted; None where it finds no threshold."""
    cut = choose(Counts.at_every_cut(cells))
    if cut is None or not pairs:
        return None
    total = Counts(*(np.zeros(()) for _ in range(4)))
    for pair in pairs:
        at = choose(Counts.at_every_cut(pair.fit))
        start = np.inf if at is None else _halfway(pair.fit, at)
        total = total.plus(Counts.of(pair.held, log_odds_of(pair.held) >= start))
    return Other(float(expit(_halfway(cells, cut))), total)


def largest(score: Callable[[Counts], Floats]) -> Chooser:
    """The threshold at which a score is largest."""

    def choose(counts: Counts) -> int | None:
        values = score(counts)
        return None if np.isnan(values).all() else int(np.nanargmax(values))

    return choose


def highest_with(score: Callable[[Counts], Floats], least: float) -> Chooser:
    """The highest threshold at which a score that falls with the threshold, as recall does, is at least so much."""

    def choose(counts: Counts) -> int | None:
        keeps = np.flatnonzero(score(counts) >= least)
        return int(keeps[-1]) if len(keeps) else None

    return choose


def lowest_with(score: Callable[[Counts], Floats], least: float) -> Chooser:
    """The lowest threshold at which a score, as precision, is at least so much."""

    def choose(counts: Counts) -> int | None:
        keeps = np.flatnonzero(score(counts) >= least)
        return int(keeps[0]) if len(keeps) else None

    return choose


def _halfway(cells: Cells, cut: int) -> float:
    """Log-odds halfway between the last score below a cut and the first above; on a grid its edge."""
    z = log_odds_of(cells)
    if cells.exact:
        start = float((z[cut - 1] + z[cut]) / 2) if cut else float(z[0])
    else:
        with np.errstate(divide="ignore"):
            start = float(np.log(cells.edge[cut]) - np.log1p(-cells.edge[cut]))
    return start if np.isfinite(start) else float(z[cut])
