"""What a recalibration is fitted to: rows by their log-odds, checked to allow one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np

from logitwise.errors import RemedyError
from logitwise.metrics.calibration_intercept import why_no_logit_fit
from logitwise.metrics.logistic import Logits, logits
from logitwise.remedies.grouped import grouped

if TYPE_CHECKING:
    from logitwise.tallies.cells import Cells

Separation = Literal["right", "inverted"]
_KEEP_LOGITS = (
    "keep logits, or probabilities in float64, so that they are not rounded to 0 and 1; thresholds can be chosen all "
    "the same with calibrate = none (--calibrate none)"
)


def fit_rows(cells: Cells) -> Logits:
    """Rows by their log-odds, in few enough cells to fit them many times.

    Raises:
        RemedyError: there is no row, or one outcome alone, or a log-odds is infinite.
    """
    return logits(fit_cells(cells))


def fit_cells(cells: Cells) -> Cells:
    """The same as cells.

    Raises:
        RemedyError: there is no row, or one outcome alone, or a log-odds is infinite.
    """
    rows = logits(cells)
    reason = why_no_logit_fit(rows)
    if reason is not None:
        next_step = _KEEP_LOGITS if np.isinf(rows.z).any() else "rows of both outcomes are needed"
        raise RemedyError(f"cannot be recalibrated: {reason}; {next_step}")
    return grouped(cells)


def is_constant(rows: Logits) -> bool:
    """Every row has the same score."""
    return bool(rows.z.min() == rows.z.max())


def separation(rows: Logits) -> Separation | None:
    """Whether a threshold separates the outcomes, the right way round or inverted; None where they overlap.

    Of constant scores there is none.
    """
    with_it, without = rows.z[rows.positives > 0], rows.z[rows.negatives > 0]
    if is_constant(rows):
        return None
    if without.max() <= with_it.min():
        return "right"
    return "inverted" if with_it.max() <= without.min() else None
