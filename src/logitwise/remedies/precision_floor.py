"""A floor of precision that is kept with stated confidence."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from logitwise.errors import LogitwiseError, NoGuaranteeError
from logitwise.metrics.wording import confidence, counted, number, percent, quoted
from logitwise.remedies.clustering import Clustering
from logitwise.remedies.depths import at_least, certified, depths, worth_of
from logitwise.remedies.group_effect import GroupEffect, too_few_groups
from logitwise.remedies.guarantee import DELTA, approximate, assured, check_floor, rows_needed

if TYPE_CHECKING:
    from logitwise.remedies.cuts import Cuts

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class PrecisionFloor:
    """A floor of precision, with confidence 1 - delta.

    Precision does not fall steadily with the threshold, so not every threshold is tried: at depths of the ranking
    that are fixed without the labels an exact binomial test asks whether the rows above have the precision; those that
    pass keep it (see `depths.certified`). Choosing by the observed precision instead breaks the floor in about half of
    all samples. It rests on the order of the scores, and on the rows that share a score: a recalibration that keeps the
    order does not touch it, but an isotonic one, fitted on the same rows, makes scores equal by the labels; then choose
    on the scores before it. Source: Angelopoulos et al. (2021), arXiv:2110.01052.

    Rows in groups count at each depth as the independent ones that they are worth there (see `Clustering`); depths
    whose rows lie in fewer than 20 folds of groups do not pass. It is then approximate, as it is for weighted rows,
    whose counts are to be those that they are worth.

    Attributes:
        floor: above 0, below 1.
        delta: chance that it is broken.
        of: name of the positive class.
        effect: of groups, None where rows are independent.
    """

    floor: float
    delta: float = DELTA
    of: str = "yes"
    effect: GroupEffect | None = None

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
        right, taken = self._worth(cuts, tried)
        passed = certified(right, taken, floor=self.floor, delta=self.delta)
        kept[tried[passed]] = True
        return kept

    def guarantee(self, cuts: Cuts) -> str:
        """The floor with its confidence, and what it rests on."""
        why, tests = approximate(cuts, self.effect), counted(len(self._tried(cuts)), "depth")
        basis = f"binomial tests at {tests} of the ranking, fixed beforehand"
        return assured(self.goal, self.delta, why=why, basis=basis)

    def refusal(self, cuts: Cuts) -> LogitwiseError:
        """The depth that came nearest, and how many rows a perfect one would need."""
        tried = self._tried(cuts)
        right, taken = self._worth(cuts, tried)
        best = int(np.argmin(at_least(right, taken, self.floor)))
        nearest = int(tried[best])
        alerts, worth = float(cuts.alerts[nearest]), 1.0
        clustering = self._clustering(cuts, tried)
        if clustering is not None:
            few = too_few_groups(self.goal, int(clustering.folds.max()), rows=cuts.rows, kind="")
            if few is not None:
                return few
            worth = float(clustering.worth(self.delta / 10)[best])
        least = ceil(worth * rows_needed(self.floor, self.delta / 10))
        return NoGuaranteeError(
            f"{self.goal} cannot be guaranteed with {confidence(self.delta)} confidence on {cuts.rows:,.0f} rows: the "
            f"nearest are the {alerts:,.0f} highest scores, of which {percent(float(cuts.tp[nearest]) / alerts)} are "
            f"{quoted(self.of)}; even without a single false alarm {least:,} rows are needed above the threshold; add "
            "rows or ask for less"
        )

    def _clustering(self, cuts: Cuts, tried: NDArray[np.intp]) -> Clustering | None:
        if self.effect is None:
            return None
        return self.effect.precision.at(self.effect.places(cuts.score[tried]))

    def _worth(self, cuts: Cuts, tried: NDArray[np.intp]) -> tuple[Floats, Floats]:
        """Positive and all rows above each depth, as independent ones."""
        return worth_of(cuts.tp[tried], cuts.alerts[tried], self._clustering(cuts, tried), delta=self.delta)

    def _tried(self, cuts: Cuts) -> NDArray[np.intp]:
        """One cut a depth: the highest that takes at least so many rows; scores that are shared are never parted."""
        alerts = cuts.alerts[::-1]
        some = int(np.searchsorted(alerts, 1e-300))  # the threshold that takes no row has no precision
        wanted = np.searchsorted(alerts, np.minimum(depths(cuts.rows), alerts[-1]) * (1 - 1e-12))
        return np.asarray(len(alerts) - 1 - np.maximum(wanted, some))
