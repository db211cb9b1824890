"""What a design is, and how often the limits of a metric may miss."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from .scenes import Scene

ALPHA = 0.05


class Tolerance(NamedTuple):
    """How often limits of nominal 5 % may miss, where that is documented to be more than 5 %.

    Attributes:
        above: of the lower limit: it lies above the truth, so that a false *ready* may come of it.
        below: of the upper limit: it lies below the truth, so that a false *not ready* may come of it.
        why: the reason.
        third: the share of these that is tolerated at a third of the level.
    """

    above: float = ALPHA
    below: float = ALPHA
    why: str = ""
    third: float = 1 / 3


NONE = Tolerance()
TOLERATED: dict[str, Tolerance] = {
    "roc_auc": Tolerance(0.08, 0.10, "near 1 or with few rows of a class no usable limit is exact"),
    "average_precision": Tolerance(0.064, 0.064, "the logit at 100 to 200 positives"),
    "average_precision_at_prevalence": Tolerance(0.064, 0.064, "the logit at 100 to 200 positives"),
    "accuracy_at_prevalence": Tolerance(ALPHA, 0.056, "two rates in one limit"),
    "kappa": Tolerance(ALPHA, 0.051, "the delta limit"),
    "observed_over_expected": Tolerance(ALPHA, 0.060, "few rows of the rarer outcome"),
    "calibration_intercept": Tolerance(0.053, ALPHA, "few rows of the rarer outcome"),
    "calibration_slope": Tolerance(0.059, 0.059, "a normal limit with few rows of the rarer outcome"),
    "augrc": Tolerance(0.058, 0.058, "few errors"),
}
"""By metric, in every design: what the metrics' own descriptions say of their limits, not what these runs found."""


@dataclass(frozen=True, slots=True, eq=False)
class Design:
    """A world and the metrics whose limits are tried in it.

    Attributes:
        scene: the world.
        metrics: their names, a macro average as ``macro f1``.
        tolerated: where this world is documented to be harder than others, by metric.
        share: of the runs, where a run is expensive.
    """

    scene: Scene
    metrics: tuple[str, ...]
    tolerated: dict[str, Tolerance] = field(default_factory=dict)
    share: float = 1.0

    def tolerance(self, metric: str) -> Tolerance:
        """How often the limits of a metric may miss here."""
        return self.tolerated.get(metric, TOLERATED.get(metric, NONE))
