"""Why rows of probabilities do not sum to one, judged by evidence over the data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

NEAR = 1e-3


def cause_of_sums(scores: NDArray[Any], sums: NDArray[np.float64]) -> str:
    """The likely cause, as a sentence. Only worded: nothing is mended on its strength.

    >>> cause_of_sums(np.array([[60.0, 40.0], [90.0, 10.0]]), np.array([100.0, 100.0]))
    'They look like percent: divide by 100.'
    """
    with np.errstate(invalid="ignore", over="ignore"):  # infinities of either sign may stand in one column
        columns = scores.sum(axis=0, dtype=np.float64)
    if len(scores) > 1 and np.all(np.abs(columns - 1) <= NEAR):
        square = " or transposed" if len(scores) == scores.shape[1] else ""
        return f"The columns sum to 1 instead: the softmax was taken over the wrong axis{square}; take it over axis -1."
    if abs(float(np.median(sums)) - 100) <= 1:
        return "They look like percent: divide by 100."
    if float(scores.max()) > 1.5:
        return "There are values above 1: if these are logits, pass them as logits; if percent, divide by 100."
    if float(np.ptp(sums)) > NEAR:
        return (
            "All lie in 0 to 1 and the sums vary, as one sigmoid a class gives: if rows may hold several labels, say "
            "head='multilabel' (--head multilabel) and give a label matrix; else normalise upstream."
        )
    return "Find out upstream why, or pass the logits."


def cause_of_range(low: float, high: float) -> str:
    """The likely cause of probabilities outside 0 to 1."""
    if low < -NEAR:
        return "These look like logits: pass them as logits."
    if low < 0:
        return "Nothing is clipped: mend the rounding or subtraction that made it."
    if 1.5 < high <= 100:
        return "If these are percent, divide by 100; if logits, pass them as logits."
    return "If these are logits, pass them as logits."
