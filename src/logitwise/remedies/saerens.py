"""The prior of rows without labels by maximum likelihood on recalibrated probabilities."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from logitwise.remedies.bbse import PriorEstimate
from logitwise.remedies.mixture import covariance

if TYPE_CHECKING:
    from logitwise.remedies.chances_by_class import Chances
    from logitwise.remedies.grouped_chances import GroupedChances

Floats = NDArray[np.float64]
_STEPS: Final = 20_000
_STILL: Final = 1e-10


def saerens(
    evaluated: Chances, found: Chances, old: Floats, rows: Floats, *, grouped: GroupedChances | None = None
) -> PriorEstimate:
    """Expectation maximisation for the prior: the likelihood is concave, so there is one best.

    Right where probabilities are calibrated to the prior `old`; so recalibrate them first. Interval: inverse
    information, with the noise of the rows without labels and, as if each class' mean score were estimated from its
    labelled rows, theirs [own].

    Source: Saerens, Latinne & Decaestecker (2002), doi:10.1162/089976602753284446; Alexandari, Kundaje & Shrikumar
    (2020), arXiv:1901.06852, for recalibrating first.

    Args:
        evaluated: labelled rows.
        found: rows without labels.
        old: ``(classes,)`` prior to which probabilities are calibrated.
        rows: ``(classes,)`` labelled rows of each class, or what they are worth.
        grouped: the labelled rows by fold of groups, from which their noise is then taken; None: independent rows.
    """
    prior = prior_of(found.p, found.counts, old)
    return PriorEstimate(
        prior,
        _covariance(evaluated, found, old, prior=prior, rows=rows, grouped=grouped),
        float("nan"),
        projected=False,
    )


def prior_of(p: Floats, counts: Floats, old: Floats) -> Floats:
    """The prior under which rows ``(rows, classes)`` of probabilities calibrated to `old` are most likely.

    >>> p = np.array([[0.9, 0.1], [0.2, 0.8]])
    >>> prior_of(p, np.array([70.0, 30.0]), np.array([0.5, 0.5])).round(4).tolist()  # 43 / 48
    [0.8958, 0.1042]
    """
    ratio, share, prior = p / old, counts / counts.sum(), np.array(old, np.float64)
    for _ in range(_STEPS):
        following = prior * (share / (ratio @ prior) @ ratio)
        moved = float(np.abs(following - prior).max())
        prior = following / following.sum()
        if moved < _STILL:
            break
    return prior


def _covariance(  # noqa: PLR0913  both samples, and how they were drawn
    evaluated: Chances,
    found: Chances,
    old: Floats,
    *,
    prior: Floats,
    rows: Floats,
    grouped: GroupedChances | None,
) -> Floats:
    """Of the estimate, on the plane where shares sum to 1."""
    classes = len(prior)
    prior = np.maximum(prior, 1 / (2 * found.rows))  # so that no pull is larger than twice the rows
    prior = prior / prior.sum()

    def pulls(p: Floats) -> Floats:
        """Derivatives of a row's log likelihood by each share."""
        ratio = p / old
        return np.asarray(ratio / (ratio @ prior)[:, None])

    mine, theirs = pulls(found.p), pulls(evaluated.p)
    information = (mine * found.counts[:, None]).T @ mine / found.rows
    noise = covariance(mine, found.counts) / found.rows
    for k in range(classes) if grouped is None else ():
        noise += prior[k] ** 2 * covariance(theirs, evaluated.of_class(k)) / rows[k]
    if grouped is not None:
        noise += grouped.noise(pulls, prior)
    plane = np.linalg.qr(np.column_stack([np.ones(classes), np.eye(classes)[:, 1:]]))[0][:, 1:]
    inverse = plane @ np.linalg.pinv(plane.T @ information @ plane) @ plane.T
    return np.asarray(inverse @ noise @ inverse)
