"""Black-box shift estimation: the prior whose mixture of classes gives what is predicted without labels."""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from logitwise.errors import RemedyError
from logitwise.kernels.fixed_point import UNIT
from logitwise.metrics.weighting import as_counted
from logitwise.metrics.wording import number
from logitwise.remedies.chances_by_class import labelled, unlabelled
from logitwise.remedies.grouped_chances import GroupedChances
from logitwise.remedies.mixture import covariance
from logitwise.tallies.confusion import Confusion

if TYPE_CHECKING:
    from logitwise.remedies.unlabeled import Unlabeled
    from logitwise.tallies import Tally

Floats = NDArray[np.float64]
WORST_CONDITION: Final = 1e3
"""Condition number from which on the equations say too little. A judgement."""


class PriorEstimate(NamedTuple):
    """Shares of classes among rows without labels.

    Attributes:
        prior: ``(classes,)`` not below 0, summing to 1.
        covariance: ``(classes, classes)`` of the unprojected estimate.
        condition: of the equations; infinite where they have no one solution, NaN where none were solved.
        projected: whether a share came out below 0 and was moved to the nearest possible.
    """

    prior: Floats
    covariance: Floats
    condition: float
    projected: bool


def soft_bbse(tally: Tally, unlabeled: Unlabeled, *, effect: float = 1.0) -> PriorEstimate:
    """By mean predicted probabilities: sum over classes k of prior_k E[p | class k] = E[p] without labels.

    Interval: delta method, with the noise of both samples. Means by class are of all rows up to 64 classes, beyond of
    the row sample; covariances are of the row sample.

    Source: Lipton, Wang & Smola (2018), arXiv:1802.03916; Garg et al. (2020), arXiv:2003.07554, for probabilities.

    Raises:
        RemedyError: a condition number of the equations above 1,000.
    """
    known, found = labelled(tally), unlabelled(unlabeled)
    classes, support = known.p.shape[1], _support(tally)
    columns = [known.of_class(k) @ known.p / max(known.of_class(k).sum(), 1e-300) for k in range(classes)]
    matrix = np.stack(columns, axis=1)
    if tally.soft is not None:
        matrix = (tally.soft.astype(np.float64) / UNIT / support[:, None]).T
    spread = [covariance(known.p, known.of_class(k)) for k in range(classes)]
    target, target_spread = found.counts @ found.p / found.rows, covariance(found.p, found.counts)
    if unlabeled.outputs.soft is not None:
        target = unlabeled.outputs.soft[0].astype(np.float64) / UNIT / unlabeled.rows
    grouped = GroupedChances.of(tally)
    return solve(
        matrix, target, spread, target_spread, rows=support / effect, unlabeled=unlabeled.rows, grouped=grouped
    )


def hard_bbse(tally: Tally, unlabeled: Unlabeled, *, effect: float = 1.0) -> PriorEstimate:
    """By shares of decisions: the columns of the confusion matrix against the decisions without labels.

    Interval: delta method on multinomial counts. Needs no scores.

    Source: Lipton, Wang & Smola (2018), arXiv:1802.03916.

    Raises:
        RemedyError: a condition number of the equations above 1,000.
    """
    confusion, support = as_counted(tally).confusion, _support(tally)
    decisions = unlabeled.outputs.confusion
    assert isinstance(confusion, Confusion) and isinstance(decisions, Confusion)  # noqa: S101, PT018 - one class a row
    matrix = (confusion.matrix() / support[:, None]).T.astype(np.float64)
    target = decisions.predicted / unlabeled.rows
    spread = [np.diag(column) - np.outer(column, column) for column in matrix.T]
    return solve(
        matrix, target, spread, np.diag(target) - np.outer(target, target), rows=support / effect,
        unlabeled=unlabeled.rows, grouped=GroupedChances.of_decisions(tally),
    )  # fmt: skip


def _support(tally: Tally) -> Floats:
    confusion = as_counted(tally).confusion
    assert confusion is not None  # noqa: S101 - there are rows
    return np.asarray(confusion.support, np.float64)


def solve(  # noqa: PLR0913  means and covariances of both samples, and their sizes
    matrix: Floats,
    target: Floats,
    spread: list[Floats],
    target_spread: Floats,
    *,
    rows: Floats,
    unlabeled: int,
    grouped: GroupedChances | None = None,
) -> PriorEstimate:
    """The prior with ``matrix @ prior = target``.

    Args:
        matrix: ``(columns, classes)`` mean of each column in each class.
        target: ``(columns,)`` mean without labels.
        spread: covariance of the columns within each class.
        target_spread: the same without labels.
        rows: ``(classes,)`` labelled rows of each.
        unlabeled: rows without labels.
        grouped: the columns of labelled rows by fold of groups, from which their noise is then taken.
    """
    condition = float(np.linalg.cond(matrix)) if np.isfinite(matrix).all() else inf
    if not condition <= WORST_CONDITION:
        raise RemedyError(
            f"the prior cannot be estimated: the outputs hardly tell some classes apart (condition number "
            f"{number(condition)}, at most {WORST_CONDITION:,.0f} is solved); state the prevalence instead"
        )
    inverse = np.linalg.inv(matrix)
    raw = inverse @ target
    noise = target_spread / unlabeled
    if grouped is not None:
        noise = noise + grouped.noise(lambda p: p, raw)
    else:
        for share, within, n in zip(raw, spread, rows, strict=True):
            noise = noise + share**2 * within / n
    prior = on_simplex(raw)
    return PriorEstimate(prior, inverse @ noise @ inverse.T, condition, bool((raw < 0).any()))


def on_simplex(shares: Floats) -> Floats:
    """The nearest shares that are not below 0 and sum to 1 (Duchi et al. 2008, doi:10.1145/1390156.1390191).

    >>> on_simplex(np.array([0.7, 0.5, -0.2])).round(12).tolist()
    [0.6, 0.4, 0.0]
    """
    falling = np.sort(shares)[::-1]
    surplus = (np.cumsum(falling) - 1) / np.arange(1, len(shares) + 1)
    return np.asarray(np.maximum(shares - surplus[np.flatnonzero(falling > surplus)[-1]], 0.0))
