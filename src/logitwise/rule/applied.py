"""What a rule makes of outputs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

ABSTAINED = -1


@dataclass(frozen=True, slots=True, eq=False)
class Applied:
    """Outputs after a rule.

    Attributes:
        logits: recalibrated: of two classes ``(rows,)`` log-odds of the positive one, else ``(rows, classes)``.
        probabilities: of them: ``(rows,)`` of the positive class, ``(rows, classes)`` or ``(rows, labels)``.
        decisions: ``(rows,)`` class codes, or ``(rows, labels)`` of 0 and 1; -1 where the rule abstains.
    """

    logits: NDArray[np.float64]
    probabilities: NDArray[np.float64]
    decisions: NDArray[Any]
