"""Metrics of decisions by their names, read from what a threshold reaches."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from logitwise.remedies.reached import Reached

OF_DECISIONS: Final = frozenset({
    "recall", "precision", "specificity", "npv", "f1", "fbeta", "accuracy", "balanced_accuracy", "mcc", "kappa",
})  # fmt: skip
"""Those that are made of four counts and that a threshold moves."""


def decided_metric(reached: Reached, name: str, beta: float) -> NDArray[np.float64]:
    """One of `OF_DECISIONS`; `beta` is that of F-beta."""
    value: NDArray[np.float64] = reached.fbeta(beta) if name == "fbeta" else getattr(reached, name)
    return value
