"""Selective prediction: what is right among the rows that a model is most confident of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from logitwise.metrics.proportion import Binomial, clopper_pearson_lower

if TYPE_CHECKING:
    from logitwise.tallies.cells import Cells

Floats = NDArray[np.float64]
COVERAGE: Final = 0.8
ERROR: Final = 0.01
DEPTHS: Final = 10


@dataclass(frozen=True, slots=True)
class Accepted:
    """Rows that are accepted because their confidence is at least a threshold.

    Attributes:
        confidence: the threshold.
        coverage: share of all rows that are accepted.
        error: share of these that are wrong.
        low: lower end of the interval of `error`, Clopper and Pearson's.
        high: upper end.
        level: of the interval; one-sided at `high` where a ceiling on the error was asked for.
    """

    confidence: float
    coverage: float
    error: float
    low: float
    high: float
    level: float


def taken_by_confidence(confidence: Cells) -> tuple[Floats, Floats, Floats]:
    """Threshold, rows accepted and wrong rows among them, by falling confidence; equal confidences go together."""
    rows = (confidence.positives + confidence.negatives)[::-1]
    used = rows > 0
    accepted = np.cumsum(rows[used]).astype(np.float64)
    wrong = np.cumsum(confidence.negatives[::-1][used]).astype(np.float64)
    return confidence.edge[::-1][used], accepted, wrong


def error_at_coverage(confidence: Cells, coverage: float = COVERAGE, *, level: float = 0.95) -> Accepted | None:
    """Error rate if the most confident rows are accepted, as near to a share of all as equal confidences allow.

    How deep to go does not depend on what is right, so that the interval keeps its level. None without rows.

    Args:
        confidence: probability of the top label, by whether it is right.
        coverage: share to be accepted, above 0, at most 1.
        level: of the interval.

    >>> from logitwise.tallies.cells import Cells
    >>> p = np.array([0.5, 0.7, 0.9])
    >>> some = Cells(p, 1 - p, p, 0 * p, np.array([10, 38, 40]), np.array([10, 2, 0]), exact=True)
    >>> found = error_at_coverage(some)
    >>> found.confidence, found.coverage, found.error
    (0.7, 0.8, 0.025)
    """
    edge, accepted, wrong = taken_by_confidence(confidence)
    if not len(edge):
        return None
    at = int(np.argmin(np.abs(accepted / accepted[-1] - coverage)))
    tail = (1 - level) / 2
    share = Binomial(float(wrong[at]), float(accepted[at]))
    return Accepted(
        float(edge[at]), float(accepted[at] / accepted[-1]), share.value, share.lower(tail), share.upper(tail), level
    )


def coverage_at_error(confidence: Cells, error: float = ERROR, *, alpha: float = 0.05) -> Accepted | None:
    """The largest share of rows that can be accepted with an error rate of at most `error`, certified.

    Ten depths, a tenth of the rows apart and so chosen without looking at what is right, are tested by the exact
    binomial, each at a tenth of `alpha`; the deepest that passes is taken. None where none does. Source: Angelopoulos
    et al. (2021), arXiv:2110.01052.

    Args:
        confidence: probability of the top label, by whether it is right.
        error: ceiling on the error rate, above 0, below 1.
        alpha: chance that the true error rate of what is accepted lies above the ceiling.

    >>> from logitwise.tallies.cells import Cells
    >>> p = np.array([0.5, 0.7, 0.9])
    >>> some = Cells(p, 1 - p, p, 0 * p, np.array([100, 395, 400]), np.array([100, 5, 0]), exact=True)
    >>> found = coverage_at_error(some, 0.05)
    >>> found.coverage, found.error, round(found.high, 4)
    (0.8, 0.00625, 0.0176)
    """
    edge, accepted, wrong = taken_by_confidence(confidence)
    if not len(edge):
        return None
    share = np.arange(1, DEPTHS + 1) / DEPTHS
    at = np.unique(np.abs(accepted[:, None] / accepted[-1] - share).argmin(axis=0))
    tail = alpha / DEPTHS
    highest = 1 - clopper_pearson_lower(accepted[at] - wrong[at], accepted[at], tail)
    passing = np.flatnonzero(highest <= error)
    if not len(passing):
        return None
    deepest = at[passing[-1]]
    rate = Binomial(float(wrong[deepest]), float(accepted[deepest]))
    return Accepted(
        float(edge[deepest]),
        float(accepted[deepest] / accepted[-1]),
        rate.value,
        0.0,
        float(highest[passing[-1]]),
        1 - alpha,
    )
