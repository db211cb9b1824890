"""Sums of log loss and Brier score by true class, as report-time numbers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class LossSums:
    """What the losses of all rows left behind, by true class.

    Shapes are ``(classes,)`` by class code; of a binary head ``(2,)``, index 1 the positive class; of a multilabel head
    ``(labels, 2)`` by label and truth. The sums of log loss are over rows whose loss is finite.

    Attributes:
        rows: rows of each true class.
        infinite: rows whose log loss is infinite (probability 0 given to the truth).
        log_loss: sum of -ln p(truth), nats.
        log_loss_squared: sum of its square.
        brier: sum of the Brier score (binary and per label (p - y)^2; softmax summed over classes, 0 to 2).
        brier_squared: sum of its square.
        worst_log_loss: the largest log loss that any row could have had under another label; may be infinite. Of a
            multilabel head ``(labels,)``.
        quantum: bound on the error of each mean that fixed-point rounding makes, 0 where computed from exact values.
    """

    rows: Counts
    infinite: Counts
    log_loss: Floats
    log_loss_squared: Floats
    brier: Floats
    brier_squared: Floats
    worst_log_loss: Floats
    quantum: float
