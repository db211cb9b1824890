"""Rows of a softmax as a remedy fits them: logits, truth, and which of them repeat."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from math import nan, sqrt
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from logitwise.errors import RemedyError
from logitwise.remedies.splits import FOLDS

if TYPE_CHECKING:
    from logitwise.tallies import Tally
    from logitwise.tallies.row_sample import RowSample

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class SoftmaxRows:
    """Sampled rows, equal ones once with their number.

    Attributes:
        z: ``(rows, classes)`` logits; of probabilities ln p. -inf where a class is masked.
        labels: ``(rows,)`` class codes.
        counts: ``(rows,)`` how many rows each stands for.
        content: ``(rows,)`` number of its hash: rows that share one stand or fall together.
        of: how many rows there are in all.
    """

    z: Floats
    labels: NDArray[np.int64]
    counts: Floats
    content: NDArray[np.int64]
    of: int

    @property
    def rows(self) -> float:
        """Rows that are here."""
        return float(self.counts.sum())

    @property
    def complete(self) -> bool:
        """Whether they are all rows."""
        return self.rows == self.of

    @cached_property
    def folds(self) -> NDArray[np.int64]:
        """``(rows,)`` 0 to 4, by the order of hashes: never by label, and equal contents together."""
        return self.content % FOLDS

    @cached_property
    def support(self) -> Floats:
        """``(classes,)`` rows of each true class."""
        return np.asarray(np.bincount(self.labels, self.counts, self.z.shape[1]), np.float64)

    @cached_property
    def contents(self) -> int:
        """How many different ones there are."""
        return len(np.unique(self.content))

    def take(self, kept: NDArray[np.bool_]) -> SoftmaxRows:
        """Some of them."""
        return SoftmaxRows(self.z[kept], self.labels[kept], self.counts[kept], self.content[kept], self.of)

    def losses(self, z: Floats | None = None) -> Floats:
        """``(rows,)`` log loss of each, in nats; of other logits `z` of the same rows."""
        return row_losses(self.z if z is None else z, self.labels)

    def mean(self, values: Floats) -> float:
        """Mean over rows."""
        return float(self.counts @ values / self.rows)

    def standard_error(self, values: Floats) -> float:
        """Of the mean over rows: rows of one content are one draw; NaN of a single content."""
        residuals = self.counts * (values - self.mean(values))
        sums = np.bincount(self.content, residuals)
        drawn = self.contents
        return sqrt(drawn / (drawn - 1) * float(sums @ sums)) / self.rows if drawn > 1 else nan

    def design_effect(self, values: Floats) -> float:
        """How many times as large the variance of a mean is as if repeated contents were independent; 1 at least."""
        if self.contents == 1:
            return self.rows
        alone = float(self.counts @ (values - self.mean(values)) ** 2) / self.rows / max(self.rows - 1, 1)
        return max(1.0, self.standard_error(values) ** 2 / alone) if alone > 0 else 1.0


def row_losses(z: Floats, labels: NDArray[np.integer]) -> Floats:
    """Log losses, log sum exp(z) - z_y, of rows ``(rows, classes)``.

    >>> row_losses(np.array([[0.0, 0.0], [-np.inf, 3.0]]), np.array([0, 1])).round(6).tolist()
    [0.693147, 0.0]
    """
    peak = z.max(axis=1)
    with np.errstate(invalid="ignore"):
        below = z - peak[:, None]
        return np.asarray(np.log(np.exp(below).sum(axis=1)) - below[np.arange(len(z)), labels])


def held_by_float32(rows: SoftmaxRows) -> SoftmaxRows:
    """The same rows.

    Raises:
        RemedyError: of some row the float32 of the sample holds no largest logit.
    """
    infinite = rows.counts[~np.isfinite(rows.z.max(axis=1))].sum()
    if infinite:
        raise RemedyError(
            f"the row sample is kept in float32, in which the logits of {infinite:,.0f} of its rows are infinite; "
            "divide all logits by one number"
        )
    return rows


def rows_of(tally: Tally) -> SoftmaxRows | None:
    """The row sample of a softmax of three or more classes; None where none is kept."""
    sample = tally.sample
    if sample is None or not len(sample.hashes):
        return None
    return SoftmaxRows(
        logits_of(sample, probabilities=tally.scale == "probabilities"),
        sample.labels[:, 0].astype(np.int64),
        sample.counts.astype(np.float64),
        np.unique(sample.hashes, return_inverse=True)[1],
        tally.rows,
    )


def logits_of(sample: RowSample, *, probabilities: bool) -> Floats:
    """``(entries, classes)`` in float64."""
    wide = sample.scores.astype(np.float64)
    if not probabilities:
        return wide
    with np.errstate(divide="ignore"):
        return np.asarray(np.log(wide))
