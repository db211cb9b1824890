"""What is asked of a threshold: what it must keep, and what is best among those that do."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from logitwise.remedies.cuts import Cuts, log_odds
from logitwise.remedies.reached import Measure

if TYPE_CHECKING:
    from logitwise.errors import LogitwiseError
    from logitwise.remedies.group_effect import GroupEffect

Mask = NDArray[np.bool_]


class Constraint(Protocol):
    """A bound that thresholds keep or break."""

    @property
    def goal(self) -> str:
        """What was asked, in words."""

    def kept(self, cuts: Cuts) -> Mask:
        """``(cuts,)`` which thresholds keep it; all of them together at the level of the guarantee."""

    def guarantee(self, cuts: Cuts) -> str | None:
        """What holds on other rows like these, as a sentence; None where nothing does."""

    def refusal(self, cuts: Cuts) -> LogitwiseError:
        """Why no threshold keeps it, and what would."""


class Objective(Protocol):
    """What makes one of the thresholds that are left the best."""

    def pick(self, cuts: Cuts, kept: Mask) -> int:
        """Its position, -1 where none is left."""


@dataclass(frozen=True, slots=True)
class Highest:
    """Fewest rows decided positive."""

    def pick(self, cuts: Cuts, kept: Mask) -> int:  # noqa: ARG002  an objective
        """The last."""
        left = np.flatnonzero(kept)
        return int(left[-1]) if len(left) else -1


@dataclass(frozen=True, slots=True)
class Lowest:
    """Most rows decided positive."""

    def pick(self, cuts: Cuts, kept: Mask) -> int:  # noqa: ARG002  an objective
        """The first."""
        left = np.flatnonzero(kept)
        return int(left[0]) if len(left) else -1


@dataclass(frozen=True, slots=True)
class Best:
    """The largest value of a metric; of equal ones the one that decides fewest rows positive.

    What it reaches there is too good, since it was chosen for it: F1 by 8 points at 20 positive rows, 5 at 50, 1 at 250
    (simulated). `Choice.corrected` is unbiased. Where probabilities are calibrated the best F1 is reached at half its
    own value (Lipton, Elkan and Naryanaswamy 2014, arXiv:1402.1892), which is a check. Nothing is guaranteed.

    Attributes:
        measure: which metric.
    """

    measure: Measure

    def pick(self, cuts: Cuts, kept: Mask) -> int:
        """The empirical maximiser; thresholds at which the metric is undefined are none."""
        value = self.measure.of(cuts.reached)
        value = np.where(kept & ~np.isnan(value), value, -np.inf)
        if not len(value) or np.isneginf(value).all():
            return -1
        return len(value) - 1 - int(np.argmax(value[::-1]))


@dataclass(frozen=True, slots=True)
class Nearest:
    """The nearest in order to a threshold that is known beforehand, which itself is taken where it keeps all bounds.

    Attributes:
        threshold: probability.
    """

    threshold: float

    def pick(self, cuts: Cuts, kept: Mask) -> int:
        """The threshold that decides like it, or the nearest one that is left."""
        left = np.flatnonzero(kept)
        if not len(left):
            return -1
        same = int(np.searchsorted(cuts.score, float(log_odds(self.threshold))))
        return int(left[np.argmin(np.abs(left - same))])


@dataclass(frozen=True, slots=True)
class Plan:
    """All of it.

    Attributes:
        objective: picks among the thresholds that keep every constraint.
        constraints: bounds, none or more.
        measure: numbers that the choice is told with.
        aim: the objective in words, empty where the constraints say it all.
        effect: of groups, for the interval of the threshold; None where rows are independent.
    """

    objective: Objective
    constraints: tuple[Constraint, ...] = ()
    measure: Measure = field(default_factory=Measure)
    aim: str = ""
    effect: GroupEffect | None = None

    @property
    def goal(self) -> str:
        """What was asked, in words."""
        return ", ".join([*(each.goal for each in self.constraints), *([self.aim] if self.aim else [])])

    def kept(self, cuts: Cuts) -> Mask:
        """Which thresholds keep every constraint."""
        kept = np.ones(len(cuts), np.bool_)
        for each in self.constraints:
            kept &= each.kept(cuts)
        return kept

    def pick(self, cuts: Cuts) -> int:
        """Position of the threshold, -1 where none will do."""
        return self.objective.pick(cuts, self.kept(cuts))
