"""Scores of 0 to 1 read in two ways, as logits and as probabilities: which the labels speak for."""

from __future__ import annotations

from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, logsumexp, xlog1py, xlogy

Floats = NDArray[np.float64]

TIMES_LIKELIER: Final = 100.0
"""How much likelier the labels must be under the reading as probabilities. Derived: under logits that tell the truth
this ratio has expectation one, so that it reaches 100 in at most 1 % of data sets (Markov's inequality)."""
NEARER: Final = 4.0
"""How many times nearer the mean probability must be to the share of positives. A judgement: a net at its beginning
has small logits, but its mean is right first."""


class Readings(NamedTuple):
    """Labels of some rows under both readings of their scores; ``(labels,)``, ``(1,)`` where there are two classes.

    Attributes:
        rows: how many rows.
        positives: share of positives.
        as_logits: log likelihood where the scores are logits.
        as_probabilities: the same where they are probabilities.
        mean_as_logits: mean probability where they are logits.
        mean_as_probabilities: mean score.
    """

    rows: float
    positives: Floats
    as_logits: Floats
    as_probabilities: Floats
    mean_as_logits: Floats
    mean_as_probabilities: Floats

    @property
    def speak_for_probabilities(self) -> bool:
        """Whether the labels contradict the logits, and fit the probabilities better than their own share does."""
        # A mean of likelihood ratios has expectation one too, however the labels of a row hang together.
        likelier = float(logsumexp(self.as_probabilities - self.as_logits)) - np.log(len(self.positives))
        share = self.positives
        prior = self.rows * (xlogy(share, share) + xlog1py(1 - share, -share)).sum()
        off = np.abs(self.mean_as_logits - share).sum()
        nearer = NEARER * np.abs(self.mean_as_probabilities - share).sum() <= off
        return bool(likelier >= np.log(TIMES_LIKELIER) and nearer and self.as_probabilities.sum() > prior)

    @property
    def evidence(self) -> dict[str, float | int | str | None]:
        """The numbers, averaged over labels; None where a loss is infinite."""
        return {
            "share_of_positives": float(self.positives.mean()),
            "mean_as_probabilities": float(self.mean_as_probabilities.mean()),
            "mean_as_logits": float(self.mean_as_logits.mean()),
            "log_loss_as_probabilities": finite(-self.as_probabilities.mean() / self.rows),
            "log_loss_as_logits": finite(-self.as_logits.mean() / self.rows),
        }


def readings(z: Floats, p: Floats, *, positives: NDArray[Any], negatives: NDArray[Any]) -> Readings:
    """Both readings of scores ``(values, labels)`` with how many rows of either truth have them."""
    rows = positives + negatives
    n = rows.sum(axis=0)
    return Readings(
        float(n[0]),
        positives.sum(axis=0) / n,
        -(positives * np.logaddexp(0, -z) + negatives * np.logaddexp(0, z)).sum(axis=0),
        (xlogy(positives, p) + xlog1py(negatives, -p)).sum(axis=0),
        (rows * expit(z)).sum(axis=0) / n,
        (rows * p).sum(axis=0) / n,
    )


def finite(value: float) -> float | None:
    """The value, None where it is infinite or NaN."""
    return float(value) if np.isfinite(value) else None
