"""Error rates at fixed depths of a ranking, tested all together: learn, then test."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.special import betainc

from logitwise.remedies.clustering import FEWEST_FOLDS, Clustering

Floats = NDArray[np.float64]
SHALLOWEST: Final = 20
_STARTS: Final = 10
_BETWEEN: Final = 10
_DEEPEST_START: Final = 0.4
_BEYOND: Final = 30


def depths(rows: float) -> Floats:
    """Rows from the top at which a rate is tested, ascending.

    Ten starts from 20 rows to .4 of all in geometric steps, nine depths between each two of them, and thirty beyond in
    equal steps to all rows. They know the number of rows, not the labels, so that each test is one of a rate fixed
    beforehand.

    >>> depths(1000).round().tolist()[:4], depths(1000).tolist()[-2:]
    ([20.0, 21.0, 21.0, 22.0], [980.0, 1000.0])
    """
    last = max(_DEEPEST_START * rows, SHALLOWEST)
    inner = np.geomspace(SHALLOWEST, last, (_STARTS - 1) * _BETWEEN + 1)
    return np.concatenate([inner, np.linspace(last, max(rows, last), _BEYOND + 1)[1:]])


def certified(right: Floats, taken: Floats, *, floor: float, delta: float) -> NDArray[np.bool_]:
    """``(depths,)`` at which the share of right rows is shown to be at least `floor`, all of them at once.

    Each of the ten starts gets delta / 10, and a binomial test, exact for whole counts; a depth that passes hands its
    level on to the next deeper one, and those that are no starts have only what they are handed (the fallback
    procedure). That keeps the chance of any false claim at delta whatever the dependence, and claims all that
    Bonferroni's correction of the ten starts would. Source: Angelopoulos et al. (2021), arXiv:2110.01052; Wiens and
    Dmitrienko (2005), doi:10.1080/10543400500265660.

    Args:
        right: rows that are right among those taken at each of `depths`.
        taken: rows taken.
        floor: of the share.
        delta: chance of any false claim.

    >>> taken = depths(1000)
    >>> int(taken[certified(np.minimum(taken, 600.0), taken, floor=0.9, delta=0.05)][-1])  # all of 600 right, then none
    640
    """
    passed, handed = np.zeros(len(taken), np.bool_), 0.0
    for i, p_value in enumerate(at_least(right, taken, floor).tolist()):
        start = i % _BETWEEN == 0 and i < _STARTS * _BETWEEN
        level = handed + (delta / _STARTS if start else 0.0)
        passed[i] = p_value <= level and level > 0
        handed = level if passed[i] else 0.0
    return passed


def at_least(right: Floats, taken: Floats, share: float) -> Floats:
    """P(so many right rows or more) where each is right with chance `share`; counts may be fractional.

    >>> at_least(np.array([485.0]), np.array([500.0]), 0.95).round(4).tolist()  # SciPy: binom.cdf(15, 500, 0.05)
    [0.0199]
    """
    wrong = taken - right
    return np.where(right > 0, betainc(np.maximum(right, 1e-300), np.maximum(wrong, 0.0) + 1, share), 1.0)


def worth_of(right: Floats, taken: Floats, clustering: Clustering | None, *, delta: float) -> tuple[Floats, Floats]:
    """Right and taken rows at depths as the independent ones that they are worth; none in too few folds of groups."""
    if clustering is None:
        return right, taken
    worth = clustering.worth(delta / _STARTS)
    enough = clustering.folds >= FEWEST_FOLDS
    return np.where(enough, right / worth, 0.0), taken / worth
