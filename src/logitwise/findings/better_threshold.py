"""What another threshold would bring: chosen on some of the rows, judged on the others, compared row by row."""

from __future__ import annotations

from dataclasses import dataclass
from math import nan, sqrt
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri, stdtrit

from logitwise.metrics.coarse import occupied
from logitwise.remedies.cuts import Cuts, cuts_of
from logitwise.remedies.plan import Best
from logitwise.remedies.reached import Measure, Reached
from logitwise.remedies.scores import joined
from logitwise.remedies.splits import held_out, of_cells
from logitwise.remedies.threshold_of import threshold_of
from logitwise.remedies.treat_score import Prior
from logitwise.tallies.cells import Cells

if TYPE_CHECKING:
    from logitwise.policy import Costs

Floats = NDArray[np.float64]
MOST_CELLS: Final = 512
"""Cells that thresholds are looked for between: neighbours are put together beyond."""


@dataclass(frozen=True, slots=True)
class Better:
    """The threshold in use against the one that was chosen.

    Attributes:
        threshold: the better one, chosen on all rows.
        now: what the threshold in use reaches on the rows.
        there: the same of thresholds chosen without the rows that they are judged on.
        gain: how much more F1, or how much less cost a row, the latter reach.
        se: paired standard error of the gain.
        freedom: degrees of freedom of Student's t where rows come in groups, else None.
    """

    threshold: float
    now: Reached
    there: Reached
    gain: float
    se: float
    freedom: float | None

    def low(self, alpha: float) -> float:
        """One-sided lower limit of the gain."""
        t = ndtri(1 - alpha) if self.freedom is None else stdtrit(self.freedom, 1 - alpha)
        return self.gain - float(t) * self.se


def better_threshold(
    cells: Cells, at: float, *, groups: list[Cells] | None, costs: Costs | None, prevalence: float | None = None
) -> Better:
    """The threshold of largest F1, or of least cost where costs are known, against the one in use.

    The one of least cost is where isotonic recalibration meets c_FP / (c_FP + c_FN), the threshold of least expected
    cost on probabilities that are right (Elkan 2001).

    Args:
        cells: scores by outcome.
        at: the threshold in use.
        groups: the same of each fold of groups, None where rows stand alone.
        costs: of false decisions, or None.
        prevalence: share of positives where decisions will be made: thresholds are chosen and judged there, each
            row counting as often as its outcome comes there; None: as among these rows.
    """
    cells = fewer(occupied(cells), at)
    prior = Prior(float(cells.positives.sum()) / cells.rows, prevalence) if prevalence is not None else None
    if groups is None:
        parts = [(split.fit, [split.held]) for split in of_cells(cells)]
    else:
        parts = [(joined(rest), held) for rest, held in held_out(groups)]
    tables = [
        _table(held, at, z) for fit, some in parts for z in [_best(_weighed(fit, prior), costs)] for held in some
    ]  # (outcome, now, there) each
    if not tables:  # all rows are of one fold of groups: nothing can be told without them
        nothing = Reached(0.0, 0.0, 0.0, 0.0)
        return Better(_written(_weighed(cells, prior), costs), nothing, nothing, nan, nan, None)
    stacked = np.array(tables)
    all_of_them = stacked.sum(axis=0)
    weights = np.ones(2) if prior is None else np.array(prior.weights)
    weighed = all_of_them * weights[:, None, None]
    now, there = _reached(weighed.sum(axis=2)), _reached(weighed.sum(axis=1))
    influence = _influence(now, there, costs) * weights[:, None, None]
    if prior is not None:  # how many rows of either outcome there are tells nothing where their shares are stated
        influence = influence - _mean_by_outcome(all_of_them, influence)
    n = all_of_them.sum()
    if groups is None:
        mean = float((all_of_them * influence).sum() / n)
        spread = float((all_of_them * (influence - mean) ** 2).sum()) / n
        se, freedom = sqrt(spread / n), None
    else:
        sums = (stacked * influence).sum(axis=(1, 2, 3))
        g = len(sums)
        se = sqrt(g / (g - 1) * float(((sums - sums.mean()) ** 2).sum())) / n if g > 1 else nan
        freedom = float(g - 1)
    gain = _gain(now, there, costs)
    return Better(_written(_weighed(cells, prior), costs), now, there, gain, se, freedom)


def fewer(cells: Cells, at: float) -> Cells:
    """At most about `MOST_CELLS` cells with like shares of both outcomes, one of them beginning at a threshold.

    A cell that was put together spans its scores and is no longer exact, so that a threshold lies outside it.
    """
    if len(cells.p) <= MOST_CELLS:
        return cells
    positives, negatives = (np.asarray(c, np.float64) for c in (cells.positives, cells.negatives))
    mass = positives / max(positives.sum(), 1) + negatives / max(negatives.sum(), 1)
    bins = np.floor((np.cumsum(mass) - mass / 2) / mass.sum() * MOST_CELLS)
    starts = np.flatnonzero((np.diff(bins, prepend=-1.0) > 0) | (np.diff(cells.edge >= at, prepend=False)))
    starts = np.unique(np.concatenate([[0], starts]))
    last = np.append(starts[1:], len(mass)) - 1
    return Cells(
        cells.p[starts], cells.q[starts], cells.edge[starts], cells.p[last] + cells.width[last] - cells.p[starts],
        np.add.reduceat(cells.positives, starts), np.add.reduceat(cells.negatives, starts), exact=False,
    )  # fmt: skip


def _weighed(cells: Cells, prior: Prior | None) -> Cells:
    return cells if prior is None else prior.reweighted(cells)


def _mean_by_outcome(tables: Floats, influence: Floats) -> Floats:
    return np.asarray((tables * influence).sum(axis=(1, 2)) / tables.sum(axis=(1, 2)))[:, None, None]


def _best(cells: Cells, costs: Costs | None) -> float:
    """Probability from which on rows are decided positive."""
    cuts = cuts_of(cells)
    first = int(cuts.first[_pick(cuts, costs)])
    return float(cuts.cells.edge[first]) if first < len(cuts.cells.edge) else 2.0


def _pick(cuts: Cuts, costs: Costs | None) -> int:
    """Largest F1, as `tune` picks it, or least cost."""
    if costs is None:
        return Best(Measure("f1")).pick(cuts, np.ones(len(cuts), np.bool_))
    return int(np.argmin(cuts.reached.cost(costs)))


def _written(cells: Cells, costs: Costs | None) -> float:
    cuts = cuts_of(cells)
    return threshold_of(cuts.cells, int(cuts.first[_pick(cuts, costs)])).value


def _table(cells: Cells, at: float, there: float) -> Floats:
    """``(2, 2, 2)`` rows by outcome, decision now and decision there."""
    now = cells.edge >= at
    then = cells.edge >= there
    table = np.zeros((2, 2, 2))
    for outcome, counts in enumerate((cells.negatives, cells.positives)):
        np.add.at(table[outcome], (now.astype(int), then.astype(int)), counts)
    return table


def _reached(table: Floats) -> Reached:
    """From rows by outcome and decision."""
    (tn, fp), (fn, tp) = table.tolist()
    return Reached(tp, fp, fn, tn)


def _gain(now: Reached, there: Reached, costs: Costs | None) -> float:
    if costs is not None:
        return float(now.cost(costs) - there.cost(costs))
    return float(np.nan_to_num(there.f1) - np.nan_to_num(now.f1))


def _influence(now: Reached, there: Reached, costs: Costs | None) -> Floats:
    """``(2, 2, 2)`` what a row adds to the gain: its cost, or to first order what it moves F1 by."""
    outcome, before, after = np.indices((2, 2, 2))
    if costs is not None:
        return np.asarray(_cost(outcome, before, costs) - _cost(outcome, after, costs))
    return _f1_moved(outcome, after, there) - _f1_moved(outcome, before, now)


def _cost(outcome: NDArray[np.int64], decision: NDArray[np.int64], costs: Costs) -> Floats:
    wrong_alarm, missed = (outcome == 0) & (decision == 1), (outcome == 1) & (decision == 0)
    return np.asarray(costs.false_positive * wrong_alarm + costs.false_negative * missed)


def _f1_moved(outcome: NDArray[np.int64], decision: NDArray[np.int64], reached: Reached) -> Floats:
    """F1 = 2 TP / (decided + positive): (2 tp - F1 (decided + positive)) over the mean of the denominator."""
    denominator = (2 * reached.tp + reached.fp + reached.fn) / reached.rows
    if not denominator > 0:
        return np.zeros(outcome.shape)
    f1 = float(np.nan_to_num(reached.f1))
    return np.asarray((2.0 * outcome * decision - f1 * (decision + outcome)) / denominator)
