"""A recalibration that was chosen, with everything it was chosen from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from logitwise.rule import Calibration


@dataclass(frozen=True, slots=True)
class Candidate:
    """One method that was tried.

    Attributes:
        method: its name in `logitwise.rule.METHODS`.
        calibration: fitted on all rows; None where it was not tried.
        loss: cross-fitted mean log loss in nats, NaN where it was not tried.
        behind: its loss less the best candidate's, in nats.
        se: paired standard error of that difference.
        refused: why it was not tried, else None.
    """

    method: str
    calibration: Calibration | None
    loss: float
    behind: float
    se: float
    refused: str | None = None


@dataclass(frozen=True, slots=True)
class Recalibration:
    """The simplest candidate within one standard error of the best.

    Attributes:
        calibration: fitted on all rows.
        method: its name.
        candidates: all, from the simplest on.
        before: mean log loss as given, in nats.
        after: cross-fitted mean log loss after it.
        gain: before less after.
        gain_low: lower end of the interval of the gain at 95 %.
        gain_high: upper end.
        diagnosis: what was wrong, in words: over-confident by what factor, shifted by how much.
        warnings: what a user must know: no finite optimum, constant scores, few rows.
    """

    calibration: Calibration
    method: str
    candidates: tuple[Candidate, ...]
    before: float
    after: float
    gain: float
    gain_low: float
    gain_high: float
    diagnosis: str = ""
    warnings: tuple[str, ...] = ()
