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
    def total(self) -> float:
        """All rows."""
        rows: float = self.rows.sum().item()
        return rows


def log_loss(losses: ByClass, of: str | None = None) -> Measurement:
    """Mean over rows of the surprise at the truth, in nats: cross-entropy.

    Formula: mean of -ln p(truth).

    Undefined: there are no rows. It is infinite, and never clipped, where a row gives its truth probability 0; then the
    report says how many rows did and what the mean of the others is.

    Interval: Student's t. Verdict: above, Student's after one more row that lost as much as any row could have, since
    rare expensive rows that were not seen make the plain limit miss up to .82 of the time; none where that loss is
    infinite, as for probabilities of exactly 0 or 1 [own]. Below, Student's.

    Trap: it has no scale of its own. The loss of a model that always gives the class frequencies is their entropy, 0.69
    for two equal classes but 0.06 where one row in a hundred is positive: read log_loss_skill. A single sure mistake
    can outweigh a thousand rows.

    Related: log_loss_skill, brier, calibration_gap.

    Source: Good (1952), doi:10.1111/j.2517-6161.1952.tb00104.x; own ceiling.

    >>> import logitwise as lw
    >>> tally = lw.tally([0, 1], probabilities=[0.5, 0.25])
    >>> round(lw.evaluate(tally, policy="baseline").metric("log_loss").value, 6)  # (ln 2 + ln 4) / 2
    1.039721
    """
    infinite = losses.infinite.sum().item()
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
    """Mean squared error of the probabilities.

    Formula: of two classes and of a label the mean of (p - y)^2, 0 to 1; of more classes the mean of the sum over
    classes of (p_c - y_c)^2, 0 to 2.

    Undefined: there are no rows.

    Interval: Student's t. Verdict: above, Student's after one more row with the worst loss there is (1, of more classes
    2) [own]; below, Student's.

    Trap: always giving the class frequencies scores p (1 - p), 0.01 where one row in a hundred is positive: a small
    value proves nothing, read brier_skill. Tools differ by a factor of 2 for two classes: here it is (p - y)^2, not
    summed over both.

    Related: brier_skill, log_loss, calibration_gap.

    Source: Brier (1950), doi:10.1175/1520-0493(1950)078<0001:VOFEIT>2.0.CO;2.

    >>> import logitwise as lw
    >>> tally = lw.tally([0, 1], probabilities=[0.5, 0.25])
    >>> lw.evaluate(tally, policy="baseline").metric("brier").value  # (0.5^2 + 0.75^2) / 2
    0.40625
    """
    sums = Sums(losses.total, *losses.brier.sum(axis=1).tolist())
    law = MeanLoss(sums, worst=1.0 if losses.two else 2.0)
    reason = None if losses.total else NO_ROWS
    return Measurement(
        "brier", of, None, law.value, losses.total, losses.quantum, method=METHOD, undefined=reason, law=law
    )


def log_loss_skill(losses: ByClass, of: str | None = None) -> Measurement:
    """Share of the surprise that the model saves, against always giving the class frequencies of these rows.

    Formula: 1 - log loss / entropy of the class frequencies. 1 is perfect, 0 no better than the frequencies, below 0
    worse.

    Undefined: one class holds all rows, so that nothing is left to save. Minus infinity where the log loss is infinite.

    Interval: delta method. Verdict: the skill c at which Student's limit of the paired row differences (1 - c) prior -
    model, after one more row with the worst possible difference, is 0; none where that difference is infinite [own].

    Trap: one probability of exactly 0 for a truth makes it minus infinity whatever the other rows say; where that can
    happen, ask for brier_skill.

    Related: log_loss, brier_skill.

    Source: own limit; for skill Murphy (1973), doi:10.1175/1520-0450(1973)012<0595:ANVPOT>2.0.CO;2.

    >>> import logitwise as lw
    >>> tally = lw.tally([0, 1] * 50, probabilities=[0.25, 0.75] * 50)
    >>> round(lw.evaluate(tally, policy="baseline").metric("log_loss_skill").value, 6)  # 1 - ln(4 / 3) / ln 2
    0.584963
    """
    infinite = losses.infinite.sum().item()
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
    """Share of the squared error that the model saves, against always giving the class frequencies of these rows.

    Formula: 1 - Brier score / Brier score of the class frequencies. 1 is perfect, 0 no better than the frequencies,
    below 0 worse.

    Undefined: one class holds all rows.

    Interval: delta method. Verdict: the skill c at which Student's limit of the paired row differences (1 - c) prior -
    model, after one more row with the worst possible difference, is 0 [own]. At c = 0 this is the baseline's *beats the
    prior*.

    Trap: the prior is that of the evaluation rows. At another prevalence the same model has another skill.

    Related: brier, log_loss_skill.

    Source: own limit; for skill Murphy (1973), doi:10.1175/1520-0450(1973)012<0595:ANVPOT>2.0.CO;2.

    >>> import logitwise as lw
    >>> tally = lw.tally([0, 1] * 50, probabilities=[0.25, 0.75] * 50)
    >>> lw.evaluate(tally, policy="baseline").metric("brier_skill").value  # 1 - 0.0625 / 0.25
    0.75
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


def _infinite(rows: float, rest: Sums) -> str:
    many = f"{rows:,} rows give" if rows > 1 else "1 row gives"
    mean = f"; the mean over the other {rest.rows:,} is {rest.mean:.4g}" if rest.rows else ""
    return f"infinite: {many} probability 0 to the truth{mean}"
