"""A floor of precision that is kept with stated confidence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from logitwise.errors import LogitwiseError, NoGuaranteeError
from logitwise.metrics.wording import confidence, counted, number, percent, quoted
from logitwise.remedies.choosing import chosen
from logitwise.remedies.depths import at_least, certified, depths
from logitwise.remedies.guarantee import DELTA, approximate, assured, check_floor, rows_needed
from logitwise.remedies.plan import Lowest, Plan

if TYPE_CHECKING:
    from logitwise.remedies.choice import Choice
    from logitwise.remedies.cuts import Cuts
    from logitwise.remedies.splits import Split
    from logitwise.tallies.cells import Cells


def precision_floor(  # noqa: PLR0913  a goal and what it is judged by
    cells: Cells,
    *,
    floor: float,
    delta: float = DELTA,
    pairs: Sequence[Split] = (),
    of: str = "yes",
    design_effect: float = 1.0,
) -> Choice:
    """The lowest threshold whose precision is shown to be at least `floor`, with confidence 1 - delta.

    Precision does not fall steadily with the threshold, so not every threshold is tried: at depths of the ranking
    that are fixed without the labels an exact binomial test asks whether the rows above have the precision; the deepest
    that passes is taken (see `depths.certified`). Choosing by the observed precision instead breaks the
    floor in about half of all samples. It rests on the order of the scores, and on the rows that share a score: a
    recalibration that keeps the order does not touch it, but an isotonic one, fitted on the same rows, makes scores
    equal by the labels; then choose on the scores before it. Source: Angelopoulos et al. (2021), arXiv:2110.01052.

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
        NoGuaranteeError: no depth passes.
    """
    bound = PrecisionFloor(floor, delta=delta, of=of, design_effect=design_effect)
    return chosen(cells, Plan(Lowest(), (bound,), design_effect=design_effect), pairs=pairs, of=of)


@dataclass(frozen=True, slots=True)
class PrecisionFloor:
    """A floor of precision.

    Attributes:
        floor: above 0, below 1.
        delta: chance that it is broken.
        of: name of the positive class.
        design_effect: grouped rows to one independent row, at least 1.
    """

    floor: float
    delta: float = DELTA
    of: str = "yes"
    design_effect: float = 1.0

    def __post_init__(self) -> None:
        check_floor("precision", self.floor, self.delta)

    @property
    def goal(self) -> str:
        """What was asked, in words."""
        return f"precision of {quoted(self.of)} >= {number(self.floor)}"

    def kept(self, cuts: Cuts) -> NDArray[np.bool_]:
        """The certified depths."""
        kept = np.zeros(len(cuts), np.bool_)
        tried = self._tried(cuts)
        worth = max(self.design_effect, 1.0)
        passed = certified(cuts.tp[tried] / worth, cuts.alerts[tried] / worth, floor=self.floor, delta=self.delta)
        kept[tried[passed]] = True
        return kept

    def guarantee(self, cuts: Cuts) -> str:
        """The floor with its confidence, and what it rests on."""
        why, tests = approximate(cuts, self.design_effect), counted(len(self._tried(cuts)), "depth")
        basis = f"binomial tests at {tests} of the ranking, fixed beforehand"
        return assured(self.goal, self.delta, why=why, basis=basis)

    def refusal(self, cuts: Cuts) -> LogitwiseError:
        """The depth that came nearest, and how many rows a perfect one would need."""
        tried = self._tried(cuts)
        worth = max(self.design_effect, 1.0)
        values = at_least(cuts.tp[tried] / worth, cuts.alerts[tried] / worth, self.floor)
        nearest = int(tried[np.argmin(values)])
        alerts = float(cuts.alerts[nearest])
        least = ceil(worth * rows_needed(self.floor, self.delta / 10))
        return NoGuaranteeError(
            f"{self.goal} cannot be guaranteed with {confidence(self.delta)} confidence on {cuts.rows:,.0f} rows: the "
            f"nearest are the {alerts:,.0f} highest scores, of which {percent(float(cuts.tp[nearest]) / alerts)} are "
            f"{quoted(self.of)}; even without a single false alarm {least:,} rows are needed above the threshold; add "
            "rows or ask for less"
        )

    def _tried(self, cuts: Cuts) -> NDArray[np.intp]:
        """One cut a depth: the highest that takes at least so many rows; scores that are shared are never parted."""
        alerts = cuts.alerts[::-1]
        some = int(np.searchsorted(alerts, 1e-300))  # the threshold that takes no row has no precision
        wanted = np.searchsorted(alerts, np.minimum(depths(cuts.rows), alerts[-1]) * (1 - 1e-12))
        return np.asarray(len(alerts) - 1 - np.maximum(wanted, some))
