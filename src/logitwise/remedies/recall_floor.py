"""Floors of recall and of specificity that are kept with stated confidence (Neyman and Pearson's problem)."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import betainc

from logitwise.errors import LogitwiseError, NoGuaranteeError, RemedyError
from logitwise.metrics.wording import confidence, counted, number, quoted
from logitwise.remedies.clustering import FEWEST_FOLDS, Clustering
from logitwise.remedies.group_effect import GroupEffect, too_few_groups
from logitwise.remedies.guarantee import DELTA, approximate, assured, check_floor, rows_needed

if TYPE_CHECKING:
    from logitwise.remedies.cuts import Cuts

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class RateFloor:
    """A floor of recall or of specificity, with confidence 1 - delta.

    Of recall it is kept up to the highest threshold whose m missed positive rows out of P satisfy P(Bin(P, 1 - floor)
    <= m) <= delta, which is the one whose one-sided Clopper-Pearson lower limit of recall keeps the floor; of
    specificity from the lowest such one of the negatives. Recall only falls as the threshold rises, so this holds
    although the rows chose the threshold, and for every lower threshold with it. It rests on the order of the scores
    alone: a recalibration that keeps the order, fitted on the same rows or not, does not touch it. Choosing by the
    observed recall instead breaks the floor in about half of all samples, at every size. Source: Tong, Feng and Li
    (2018), doi:10.1126/sciadv.aao1659.

    Rows in groups count at each threshold as the independent ones that they are worth there (see `Clustering`), and
    thresholds are tried from the most lenient on until one fails at which that is known. It is then approximate, as it
    is for weighted rows, whose counts are to be those that they are worth. Rows in fewer than 20 folds of groups
    promise nothing. Floors of recall .5 to .9 and of specificity .9 were broken in at most .04 of 200 runs each (60 to
    1,000 groups, equal or of log-normal sizes, alike a little, much or wholly; as if rows were independent in up to
    .46), except where 3 in 100 groups are missed as a whole and the others hardly ever: .05 to .08 (as if independent
    .10 to .25).

    Attributes:
        metric: ``recall`` or ``specificity``.
        floor: above 0, below 1.
        delta: chance that it is broken.
        of: name of the positive class.
        effect: of groups, None where rows are independent.
        ceiling: whether it was asked for as a ceiling on the false positive rate.

    >>> from logitwise.remedies.cuts import cuts_of
    >>> from logitwise.tallies.cells import Cells
    >>> p = np.linspace(0.005, 0.995, 100)
    >>> cells = Cells(p, 1 - p, p, 0 * p, np.repeat([0, 1], [30, 70]), np.repeat([1, 0], [30, 70]), exact=True)
    >>> kept = RateFloor("recall", 0.9).kept(cuts_of(cells))
    >>> float(p[kept.sum() - 1].round(3))  # 2 of 70 may be missed
    0.325
    """

    metric: str
    floor: float
    delta: float = DELTA
    of: str = "yes"
    effect: GroupEffect | None = None
    ceiling: bool = False

    def __post_init__(self) -> None:
        check_floor(self.metric, self.floor, self.delta)

    @property
    def goal(self) -> str:
        """What was asked, in words."""
        if self.ceiling:
            return f"false positive rate of {quoted(self.of)} <= {number(1 - self.floor)}"
        return f"{self.metric} of {quoted(self.of)} >= {number(self.floor)}"

    def kept(self, cuts: Cuts) -> NDArray[np.bool_]:
        """Those up to (recall) or from (specificity) the last one that passes."""
        kept = np.zeros(len(cuts), np.bool_)
        rows = self._rows(cuts)
        if self.metric == "recall":
            kept[: _passing(cuts.positives - cuts.tp, rows, self, clustering=self._clustering(cuts))] = True
        else:
            clustering = self._clustering(cuts)
            passing = _passing(
                cuts.fp[::-1],
                rows,
                self,
                clustering=None if clustering is None else clustering.at(slice(None, None, -1)),
            )
            kept[len(cuts) - passing :] = True
        return kept

    def guarantee(self, cuts: Cuts) -> str:
        """The floor with its confidence, and what it rests on."""
        rows = counted(round(self._rows(cuts)), f"row of {self._kind}", f"rows of {self._kind}")
        basis = f"binomial, {rows}{self._worth(cuts)}"
        return assured(self.goal, self.delta, why=approximate(cuts, self.effect), basis=basis)

    def refusal(self, cuts: Cuts) -> LogitwiseError:
        """How many rows are needed and how many there are."""
        rows, clustering = self._rows(cuts), self._clustering(cuts)
        worth = 1.0 if clustering is None else float(clustering.worth(self.delta).min())
        if clustering is not None:
            few = too_few_groups(self.goal, int(clustering.folds[0]), rows=rows, kind=f"of {self._kind}")
            if few is not None:
                return few
        needed, there = rows_needed(self.floor, self.delta), rows / worth
        if there < needed or clustering is not None:
            least = ceil(needed * worth)
            worth_words = f", in groups that make them worth {floor(there):,} independent ones at most"
            return NoGuaranteeError(
                f"{self.goal} cannot be guaranteed with {confidence(self.delta)} confidence: that needs at least "
                f"{least:,} rows of {self._kind}, all of them on the right side, and there are "
                f"{round(rows):,}{'' if clustering is None else worth_words}; add rows or ask for less"
            )
        return RemedyError(
            f"{self.goal} cannot be kept: too many rows of {self._kind} have infinite logits on the wrong side, "
            "beyond every threshold"
        )

    @property
    def _kind(self) -> str:
        return quoted(self.of) if self.metric == "recall" else f"not {quoted(self.of)}"

    def _rows(self, cuts: Cuts) -> float:
        return cuts.positives if self.metric == "recall" else cuts.negatives

    def _clustering(self, cuts: Cuts) -> Clustering | None:
        if self.effect is None:
            return None
        known = self.effect.recall if self.metric == "recall" else self.effect.specificity
        return known.at(self.effect.places(cuts.score))

    def _worth(self, cuts: Cuts) -> str:
        """What grouped rows are worth at the last threshold that passes, as a clause."""
        clustering = self._clustering(cuts)
        if clustering is None:
            return ""
        kept = np.flatnonzero(self.kept(cuts))
        last = kept[-1 if self.metric == "recall" else 0]
        return f" in groups, worth {self._rows(cuts) / float(clustering.worth(self.delta)[last]):,.0f} independent ones"


def _passing(misses: Floats, rows: float, bound: RateFloor, *, clustering: Clustering | None) -> int:
    """How many of the thresholds pass, from the most lenient on, whose misses only grow.

    Of independent rows that is found by bisection. Of grouped ones the effect changes from one threshold to the next;
    where it is known surely the first that fails ends them.
    """
    if clustering is not None:
        if clustering.folds.min() < FEWEST_FOLDS:
            return 0
        worth = clustering.worth(bound.delta)
        passed = _at_most(misses / worth, rows / worth, bound.floor) <= bound.delta
        failed = np.flatnonzero(~passed & clustering.surely)
        left = np.flatnonzero(passed[: failed[0] if len(failed) else len(passed)])
        return int(left[-1]) + 1 if len(left) else 0
    low, high = 0, len(misses)
    while low < high:
        middle = (low + high) // 2
        if _at_most(misses[middle], rows, bound.floor) <= bound.delta:
            low = middle + 1
        else:
            high = middle
    return low


def _at_most(misses: Any, rows: Any, share: float) -> Any:
    """P(so many misses or fewer) where each row is right with chance `share`; counts may be fractional."""
    return np.where(misses >= rows, 1.0, betainc(np.maximum(rows - misses, 1e-300), misses + 1, share))
