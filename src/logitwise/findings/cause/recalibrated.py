"""What recalibrated probabilities would decide, and how good they would be: cross-fitted, by slope and intercept."""

from __future__ import annotations

from math import nan
from typing import TYPE_CHECKING

import numpy as np

from logitwise.errors import RemedyError
from logitwise.remedies import methods
from logitwise.remedies.affine import RIDGE, affine
from logitwise.remedies.cuts import decided, log_odds
from logitwise.remedies.reached import Reached
from logitwise.remedies.scores import recalibrated

if TYPE_CHECKING:
    from collections.abc import Sequence

    from logitwise.remedies.splits import Split
    from logitwise.rule import Affine
    from logitwise.tallies.cells import Cells


def recalibrated_counts(pairs: Sequence[Split], threshold: float) -> Reached | None:
    """What the same threshold decides after recalibration; None where it cannot be fitted, or would turn the order."""
    total, cut = Reached(0.0, 0.0, 0.0, 0.0), float(log_odds(threshold))
    for pair in pairs:
        calibration = _affine(pair.fit)
        if calibration is None:
            return None
        total += decided(pair.held, (cut - calibration.intercept) / calibration.slope)
    return total if pairs else None


def recalibrated_brier(pairs: Sequence[Split]) -> float:
    """Mean squared error of recalibrated probabilities; of the frequency where none can be fitted."""
    loss = rows = 0.0
    for pair in pairs:
        calibration, held = _affine(pair.fit), pair.held
        if calibration is None:
            p = np.full(len(held.p), pair.fit.positives.sum() / pair.fit.rows)
            q = 1 - p
        else:
            held = recalibrated(held, calibration)
            p, q = held.p, held.q
        loss += float((held.positives * q**2 + held.negatives * p**2).sum())
        rows += held.rows
    return loss / rows if rows else nan


def _affine(cells: Cells) -> Affine | None:
    """As `tune` fits it, drawn towards the model as it is where rows are few."""
    try:
        return affine(cells, ridge=RIDGE if methods.is_few(cells) else (0.0, 0.0))
    except RemedyError:
        return None
