"""Floors of recall and of specificity that are kept with stated confidence (Neyman and Pearson's problem)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from scipy.special import betainc

from logitwise.errors import LogitwiseError, NoGuaranteeError, RemedyError
from logitwise.metrics.wording import confidence, counted, number, quoted
from logitwise.remedies.choosing import chosen
from logitwise.remedies.guarantee import DELTA, approximate, assured, check_floor, rows_needed
from logitwise.remedies.plan import Highest, Lowest, Plan

if TYPE_CHECKING:
    from logitwise.remedies.choice import Choice
    from logitwise.remedies.cuts import Cuts
    from logitwise.remedies.splits import Split
    from logitwise.tallies.cells import Cells


def recall_floor(  # noqa: PLR0913  a goal and what it is judged by
    cells: Cells,
    *,
    floor: float,
    delta: float = DELTA,
    pairs: Sequence[Split] = (),
    of: str = "yes",
    design_effect: float = 1.0,
) -> Choice:
    """The highest threshold whose recall is at least `floor`, with confidence 1 - delta.

    The highest one whose m missed positive rows out of P satisfy P(Bin(P, 1 - floor) <= m) <= delta, which is the one
    whose one-sided Clopper-Pearson lower limit of recall keeps the floor. Recall only falls as the threshold rises, so
    this holds although the rows chose the threshold, and for every lower threshold with it. It rests on the order of
    the scores alone: a recalibration that keeps the order, fitted on the same rows or not, does not touch it. Choosing
    by the observed recall instead breaks the floor in about half of all samples, at every size. Source: Tong, Feng and
    Li (2018), doi:10.1126/sciadv.aao1659.

    Args:
        cells: scores on the scale on which the threshold will be compared.
        floor: above 0, below 1.
        delta: chance that the floor is broken.
        pairs: splits for what is told cross-fitted.
        of: name of the positive class.
        design_effect: how many grouped rows stand for one independent row; the guarantee is then approximate, as it is
            for weighted rows, whose counts are to be those that they are worth.

    Raises:
        OptionError: a floor or delta outside its range.
        RemedyError: one class, constant or inverted scores.
        NoGuaranteeError: fewer positive rows than ln(delta) / ln(floor); the message says how many are needed.

    >>> import numpy as np
    >>> from logitwise.tallies.cells import Cells
    >>> p = np.linspace(0.005, 0.995, 100)
    >>> cells = Cells(p, 1 - p, p, 0 * p, np.repeat([0, 1], [30, 70]), np.repeat([1, 0], [30, 70]), exact=True)
    >>> recall_floor(cells, floor=0.9).threshold  # 2 of 70 may be missed
    0.32
    """
    bound = RateFloor("recall", floor, delta=delta, of=of, design_effect=design_effect)
    return chosen(cells, Plan(Highest(), (bound,), design_effect=design_effect), pairs=pairs, of=of)


def specificity_floor(  # noqa: PLR0913  a goal and what it is judged by
    cells: Cells,
    *,
    floor: float,
    delta: float = DELTA,
    pairs: Sequence[Split] = (),
    of: str = "yes",
    design_effect: float = 1.0,
) -> Choice:
    """The lowest threshold whose specificity is at least `floor`, with confidence 1 - delta: the same of the negatives.

    A ceiling c on the false positive rate is the floor 1 - c. See `recall_floor`.
    """
    bound = RateFloor("specificity", floor, delta=delta, of=of, design_effect=design_effect)
    return chosen(cells, Plan(Lowest(), (bound,), design_effect=design_effect), pairs=pairs, of=of)


@dataclass(frozen=True, slots=True)
class RateFloor:
    """A floor of recall or of specificity.

    Attributes:
        metric: ``recall`` or ``specificity``.
        floor: above 0, below 1.
        delta: chance that it is broken.
        of: name of the positive class.
        design_effect: grouped rows to one independent row, at least 1.
        ceiling: whether it was asked for as a ceiling on the false positive rate.
    """

    metric: str
    floor: float
    delta: float = DELTA
    of: str = "yes"
    design_effect: float = 1.0
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
            kept[: _passing(cuts.positives - cuts.tp, rows, self)] = True
        else:
            kept[len(cuts) - _passing(cuts.fp[::-1], rows, self) :] = True
        return kept

    def guarantee(self, cuts: Cuts) -> str:
        """The floor with its confidence, and what it rests on."""
        rows = counted(round(self._rows(cuts)), f"row of {self._kind}", f"rows of {self._kind}")
        return assured(self.goal, self.delta, why=approximate(cuts, self.design_effect), basis=f"binomial, {rows}")

    def refusal(self, cuts: Cuts) -> LogitwiseError:
        """How many rows are needed and how many there are."""
        needed, there = rows_needed(self.floor, self.delta), self._rows(cuts) / max(self.design_effect, 1.0)
        if there < needed:
            least = ceil(needed * max(self.design_effect, 1.0))
            worth = f", worth {floor(there):,} independent ones" if self.design_effect > 1 else ""
            return NoGuaranteeError(
                f"{self.goal} cannot be guaranteed with {confidence(self.delta)} confidence: that needs at least "
                f"{least:,} rows of {self._kind}, all of them on the right side, and there are "
                f"{round(self._rows(cuts)):,}{worth}; add rows or ask for less"
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


def _passing(misses: NDArray[np.float64], rows: float, bound: RateFloor) -> int:
    """How many of the thresholds pass, from the most lenient on, whose misses only grow: found by bisection."""
    worth = max(bound.design_effect, 1.0)
    low, high = 0, len(misses)
    while low < high:
        middle = (low + high) // 2
        if _at_most(float(misses[middle]) / worth, rows / worth, bound.floor) <= bound.delta:
            low = middle + 1
        else:
            high = middle
    return low


def _at_most(misses: float, rows: float, share: float) -> float:
    """P(so many misses or fewer) where each row is right with chance `share`; counts may be fractional."""
    return 1.0 if misses >= rows else float(betainc(rows - misses, misses + 1, share))
