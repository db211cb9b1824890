"""A curve as columns of equal length, ready to be drawn or written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

CurveName = Literal["reliability", "roc", "precision_recall", "threshold", "decision", "risk_coverage"]


@dataclass(frozen=True, slots=True, eq=False)
class Curve:
    """Points to be joined, one a position in every column.

    Attributes:
        name: ``reliability``, ``roc``, ``precision_recall``, ``threshold``, ``decision`` or ``risk_coverage``.
        of: class or label it is of, None for the top label of a softmax.
        columns: ``(points,)`` each, by name.
    """

    name: CurveName
    of: str | None
    columns: dict[str, NDArray[np.float64]]
