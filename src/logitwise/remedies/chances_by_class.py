"""Probabilities of every class in rows, labelled or not: what estimates of a prior read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from logitwise.activations import softmax
from logitwise.errors import RemedyError
from logitwise.metrics.weighting import as_counted
from logitwise.remedies.scores import log_odds_of
from logitwise.remedies.softmax_rows import held_by_float32, rows_of
from logitwise.rule import Identity

if TYPE_CHECKING:
    from logitwise.remedies.unlabeled import Unlabeled
    from logitwise.rule import Calibration
    from logitwise.tallies import Tally
    from logitwise.tallies.cells import Cells

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Chances:
    """Rows, or cells of rows, by the probability of each class.

    Attributes:
        p: ``(rows, classes)`` recalibrated probabilities, by class code.
        counts: ``(rows,)`` how many rows each stands for.
        labels: ``(rows,)`` true class codes; None where they are not known.
    """

    p: Floats
    counts: Floats
    labels: NDArray[np.int64] | None = None

    @property
    def rows(self) -> float:
        """All rows."""
        return float(self.counts.sum())

    def of_class(self, k: int) -> Floats:
        """``(rows,)`` counts of the rows of class `k` alone."""
        return np.where(self.labels == k, self.counts, 0.0)


def labelled(tally: Tally, calibration: Calibration | None = None) -> Chances:
    """Of judged rows; of a softmax of three or more classes, those of its row sample.

    Raises:
        RemedyError: neither scores nor a row sample are kept.
    """
    known = calibration or Identity()
    if tally.head.binary:
        cells = as_counted(tally).cells()
        if cells is None:
            raise RemedyError(f"a tally of {tally.scale} keeps no scores, by which a prior could be estimated")
        p = _of_cells(cells, known, positive=tally.head.positive)
        truth = np.full(len(p), tally.head.positive, np.int64)
        counts = np.concatenate([cells.positives, cells.negatives]).astype(np.float64)
        return Chances(np.concatenate([p, p]), counts, np.concatenate([truth, 1 - truth]))
    rows = None if tally.weighted is not None else rows_of(tally)
    if rows is None:
        what = "weighted rows keep" if tally.weighted is not None else f"a tally of {tally.scale} keeps"
        raise RemedyError(f"{what} no sample of rows, by which a prior could be estimated; hard BBSE needs none")
    return Chances(np.asarray(softmax(known(held_by_float32(rows).z), axis=-1), np.float64), rows.counts, rows.labels)


def unlabelled(rows: Unlabeled, calibration: Calibration | None = None) -> Chances:
    """Of rows whose truth is not known."""
    known = calibration or Identity()
    if rows.head.binary:
        cells = rows.outputs.cells()
        assert cells is not None  # noqa: S101 - only scores are taken
        return Chances(
            _of_cells(cells, known, positive=rows.head.positive),
            (cells.positives + cells.negatives).astype(np.float64),
        )  # fmt: skip
    sample = rows_of(rows.outputs)
    assert sample is not None  # noqa: S101 - only scores are taken
    return Chances(np.asarray(softmax(known(held_by_float32(sample).z), axis=-1), np.float64), sample.counts)


def _of_cells(cells: Cells, calibration: Calibration, *, positive: int | None) -> Floats:
    """``(cells, 2)`` by class code."""
    z = np.asarray(calibration(log_odds_of(cells)), np.float64)
    pair = [expit(-z), expit(z)] if positive == 1 else [expit(z), expit(-z)]
    return np.stack(pair, axis=1)
