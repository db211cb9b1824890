"""Measurements of log loss and Brier score."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from logitwise.metrics.mean_loss import METHOD, METHOD_INFINITE, MeanLoss, Sums
from logitwise.metrics.measurement import Measurement
from logitwise.metrics.of_confusion import NO_ROWS, undefined
from logitwise.metrics.skill import METHOD as SKILL_METHOD
from logitwise.metrics.skill import Skill, prior_brier, prior_log_loss

if TYPE_CHECKING:
    from logitwise.tallies.losses import LossSums

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class ByClass:
    """Losses of one head or label, by true class.

    Attributes:
        rows: ``(classes,)``.
        infinite: ``(classes,)`` rows with an infinite log loss.
        log_loss: sum and sum of squares, ``(2, classes)``, over rows where it is finite.
        brier: the same of the Brier score over all rows.
        worst: largest log loss that a row could have had.
        quantum: bound on the error of each mean.
        two: the Brier score is (p - y)^2, 0 to 1; else summed over classes, 0 to 2.
    """

    rows: NDArray[np.int64]
    infinite: NDArray[np.int64]
    log_loss: Floats
    brier: Floats
    worst: float
    quantum: float
    two: bool

    @classmethod
    def of(cls, losses: LossSums, label: int | None, *, two: bool) -> ByClass:
        """All rows, or those of one label of a multilabel head."""
        at = slice(None) if label is None else label
        worst = losses.worst_log_loss if label is None else losses.worst_log_loss[label]
        return cls(
            losses.rows[at],
            losses.infinite[at],
            np.stack([losses.log_loss[at], losses.log_loss_squared[at]]),
            np.stack([losses.brier[at], losses.brier_squared[at]]),
            float(np.max(worst, initial=0.0)),
            losses.quantum,
            two,
        )

    @property
    def total(self) -> int:
        """All rows."""
        return int(self.rows.sum())


def log_loss(losses: ByClass, of: str | None = None) -> Measurement:
    """Mean of -ln p(truth), nats, 0 to infinity: infinite where a row gives its truth probability 0, never clipped.

    Undefined without rows.
    """
    infinite = int(losses.infinite.sum())
    sums = Sums(losses.total - infinite, *losses.log_loss.sum(axis=1).tolist())
    law = MeanLoss(sums, losses.worst, infinite)
    reason = None if losses.total else NO_ROWS
    if infinite:
        reason = _infinite(infinite, sums)
    method = METHOD_INFINITE if infinite else METHOD
    return Measurement(
        "log_loss", of, None, law.value, losses.total, losses.quantum, method=method, undefined=reason, law=law
    )


def brier(losses: ByClass, of: str | None = None) -> Measurement:
    """Mean Brier score: of two classes and of a label (p - y)^2, 0 to 1; of more classes summed over them, 0 to 2.

    Undefined without rows. Source: Brier (1950), doi:10.1175/1520-0493(1950)078<0001:VOFEIT>2.0.CO;2.
    """
    sums = Sums(losses.total, *losses.brier.sum(axis=1).tolist())
    law = MeanLoss(sums, worst=1.0 if losses.two else 2.0)
    reason = None if losses.total else NO_ROWS
    return Measurement(
        "brier", of, None, law.value, losses.total, losses.quantum, method=METHOD, undefined=reason, law=law
    )


def log_loss_skill(losses: ByClass, of: str | None = None) -> Measurement:
    """1 - log loss / entropy of the class frequencies: 1 perfect, 0 the prior.

    -infinity where the log loss is infinite. Undefined where one class holds all rows.
    """
    infinite = int(losses.infinite.sum())
    law = Skill(
        (losses.rows - losses.infinite).astype(np.float64),
        losses.log_loss[0],
        losses.log_loss[1],
        prior_log_loss(losses.rows),
        losses.worst,
        infinite,
    )
    reason = None
    if infinite:
        reason = _infinite(infinite, Sums(losses.total - infinite, *losses.log_loss.sum(axis=1).tolist()))
    return _skill("log_loss_skill", law, losses, of=of, reason=reason)


def brier_skill(losses: ByClass, of: str | None = None) -> Measurement:
    """1 - Brier score / that of always giving the class frequencies: 1 perfect, 0 the prior.

    Undefined where one class holds all rows.
    """
    prior = prior_brier(losses.rows, halved=losses.two)
    law = Skill(losses.rows.astype(np.float64), losses.brier[0], losses.brier[1], prior, 1.0 if losses.two else 2.0)
    return _skill("brier_skill", law, losses, of=of, reason=None)


def _skill(name: str, law: Skill, losses: ByClass, *, of: str | None, reason: str | None) -> Measurement:
    occurring = int((losses.rows > 0).sum())
    if occurring < 2:
        why = "only one class occurs, so that the prior has no loss" if occurring else NO_ROWS
        return undefined(name, losses.total, why, of=of)
    value = -inf if law.infinite else law.value
    certificate = losses.quantum / law.uncertainty if law.uncertainty > 0 else 0.0
    return Measurement(name, of, None, value, losses.total, certificate, method=SKILL_METHOD, undefined=reason, law=law)


def _infinite(rows: int, rest: Sums) -> str:
    many = f"{rows:,} rows give" if rows > 1 else "1 row gives"
    mean = f"; the mean over the other {rest.rows:,} is {rest.mean:.4g}" if rest.rows else ""
    return f"infinite: {many} probability 0 to the truth{mean}"
