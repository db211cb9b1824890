"""Row sums of probabilities, no more exactly than the question needs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

RUN = 64


def row_sums(scores: NDArray[Any], rounding: float) -> NDArray[np.float64] | None:
    """Sums in float64 over axis 1; None where a quicker look shows that every row is within `rounding` of one.

    The quick look adds runs of 64 in the precision of the data, and the runs in float64. Adding k numbers of one sign
    errs by at most ``k * eps / 2`` of their sum in any order, so a row that sums to one within `rounding` less
    ``64 * eps`` needs no second look.

    >>> row_sums(np.full((3, 4), 0.25), 1e-5) is None
    True
    """
    bound = RUN * float(np.finfo(scores.dtype).eps)
    ones = np.ones(RUN, scores.dtype)
    quick = np.zeros(len(scores))
    with np.errstate(invalid="ignore", over="ignore"):
        for start in range(0, scores.shape[1], RUN):
            run = scores[:, start : start + RUN]
            quick += run @ ones[: run.shape[1]]
        if quick.size and float(np.abs(quick - 1).max()) <= rounding - bound:
            return None
        return np.asarray(scores.sum(axis=1, dtype=np.float64))
