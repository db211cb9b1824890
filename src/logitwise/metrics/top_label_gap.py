"""Top-label gap: calibration of the confidence, one decided class at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from logitwise.metrics.of_scores import gap

if TYPE_CHECKING:
    from logitwise.metrics.measurement import Measurement
    from logitwise.tallies.cells import Cells


def top_label_gap(confidence: Cells, of: str) -> Measurement:
    """Calibration gap of the confidence among the rows that are decided to be of one class.

    Formula: E |E[right | c] - c| over rows decided to be of the class, c their confidence, cross-validated as
    calibration_gap is.

    Undefined: there are fewer than 100 rows decided to be of the class, or fewer than 10 of the
    rarer of right and wrong.

    Interval: its two verdict limits, each at the level. Verdict: as of calibration_gap.

    Trap: with many classes some gap is large by chance alone; look at how far its lower limit is from 0. The gap of all
    rows can be 0 while one class is overconfident and another timid: that is what this one is for.

    Related: calibration_gap, ece15, confident_errors, precision.

    Source: Gupta and Ramdas (2022), arXiv:2107.08353; Berta et al. (2026), arXiv:2602.24230.

    Args:
        confidence: of the rows decided to be of the class, by whether they are.
        of: class.

    >>> import numpy as np
    >>> from logitwise.tallies.cells import Cells
    >>> p = np.array([0.9])
    >>> said_too_much = Cells(p, 1 - p, p, 0 * p, np.array([800]), np.array([200]), exact=True)
    >>> round(top_label_gap(said_too_much, "cat").value, 3)
    0.1
    """
    return gap(confidence, None, of, name="top_label_gap")
