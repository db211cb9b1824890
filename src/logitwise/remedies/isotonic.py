"""Isotonic recalibration of one score: any curve that never falls."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from logitwise.activations import sigmoid
from logitwise.metrics.pav import isotonic as pooled
from logitwise.remedies.fit_rows import fit_rows
from logitwise.rule import Isotonic

if TYPE_CHECKING:
    from logitwise.tallies.cells import Cells


def isotonic(cells: Cells) -> Isotonic:
    """The non-decreasing curve of probabilities that fits the outcomes best, kept off 0 and 1.

    Formula: pooling of adjacent violators over ascending scores gives p, of which p' = (n p + prior) / (n + 1) is kept,
    n the rows and prior the share that holds the outcome: as if one more row were known at the prior. Without it a
    block of one outcome alone would claim certainty, and one row against it cost infinite loss. Knots stand at both
    ends of every block; between blocks the curve is linear in the probability.

    The curve makes scores of one block equal, so that ranks are kept up to ties only.

    Source: Zadrozny and Elkan (2002), DOI 10.1145/775047.775151.

    Raises:
        RemedyError: infinite log-odds, or one outcome alone.

    >>> from logitwise.tallies.cells import Cells
    >>> p = np.array([0.2, 0.4, 0.8])
    >>> cells = Cells(p, 1 - p, p, 0 * p, np.array([0, 0, 3]), np.array([3, 3, 0]), exact=True)
    >>> found = isotonic(cells)
    >>> found.scores, [round(v, 4) for v in found.values]  # 1/3 / 10 and (9 + 1/3) / 10
    ((0.2, 0.4, 0.8), [0.0333, 0.0333, 0.9333])
    """
    rows = fit_rows(cells)
    p = np.asarray(sigmoid(rows.z), np.float64)  # as the rule will compute it
    starts = np.flatnonzero(np.concatenate([[True], p[1:] > p[:-1]]))  # near 1 log-odds may share a probability
    hits, n = np.add.reduceat(rows.positives, starts), np.add.reduceat(rows.rows, starts)
    total, value = float(n.sum()), pooled(hits, n)
    mixed = (total * value + float(hits.sum()) / total) / (total + 1)
    change = value[1:] != value[:-1]
    knots = np.concatenate([[True], change]) | np.concatenate([change, [True]])
    return Isotonic(tuple(p[starts][knots].tolist()), tuple(mixed[knots].tolist()))
