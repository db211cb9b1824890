"""Log loss of rows that a calibration was not fitted to, and paired differences between calibrations."""

from __future__ import annotations

from dataclasses import dataclass
from math import nan, sqrt
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtrit

from logitwise.metrics.clusters import freedom_of
from logitwise.metrics.logistic import Logits, logits
from logitwise.metrics.mean_loss import Sums

if TYPE_CHECKING:
    from collections.abc import Sequence

    from logitwise.rule import Calibration
    from logitwise.tallies.cells import Cells

Floats = NDArray[np.float64]


class Losses(NamedTuple):
    """Log loss of a row, by cell and outcome, in nats.

    Attributes:
        positive: ``(cells,)`` of a row in which the outcome holds.
        negative: ``(cells,)`` of a row in which it does not.
    """

    positive: Floats
    negative: Floats


class Difference(NamedTuple):
    """A mean over rows with its paired standard error.

    Attributes:
        mean: in nats.
        se: standard error; NaN where there are too few rows for one.
        freedom: degrees of freedom of Student's t.
    """

    mean: float
    se: float
    freedom: float

    def within(self, level: float) -> tuple[float, float]:
        """Student's two-sided interval."""
        half = float(stdtrit(self.freedom, (1 + level) / 2)) * self.se if self.freedom > 0 else nan
        return self.mean - half, self.mean + half


def mean_loss(cells: Cells) -> float:
    """Mean log loss of the probabilities as they are, in nats; infinite where one is 0 for what happened."""
    with np.errstate(divide="ignore"):
        of_positive, of_negative = -np.log(cells.p), -np.log(cells.q)
    held, free = cells.positives > 0, cells.negatives > 0
    total = cells.positives[held] @ of_positive[held] + cells.negatives[free] @ of_negative[free]
    return float(total) / cells.rows


@dataclass(frozen=True, slots=True, eq=False)
class HeldLosses:
    """Losses of one calibration method over parts of rows, each by the calibration that was fitted without it.

    Attributes:
        rows: of each part.
        losses: of each part, by cell.
        grouped: parts are folds of whole groups, so that standard errors come from leaving out one at a time.
    """

    rows: tuple[Logits, ...]
    losses: tuple[Losses, ...]
    grouped: bool

    @classmethod
    def of(cls, held: Sequence[Cells], calibrations: Sequence[Calibration], *, grouped: bool) -> HeldLosses:
        """Each part under its calibration."""
        rows = tuple(logits(cells) for cells in held)
        return cls(rows, tuple(losses_of(r, c) for r, c in zip(rows, calibrations, strict=True)), grouped)

    @property
    def mean(self) -> float:
        """Mean log loss over all rows, in nats."""
        return sum(_sums(r, x).total for r, x in zip(self.rows, self.losses, strict=True)) / self._count

    def less(self, other: HeldLosses) -> Difference:
        """This loss less the other's, row by row."""
        parts = [
            _sums(r, Losses(a.positive - b.positive, a.negative - b.negative))
            for r, a, b in zip(self.rows, self.losses, other.losses, strict=True)
        ]
        whole = Sums(self._count, sum(p.total for p in parts), sum(p.squares for p in parts))
        if not self.grouped:
            return Difference(whole.mean, whole.se, self._count - 1)
        return Difference(whole.mean, max(whole.se, _left_out_se(parts)), freedom_of([p.rows for p in parts]))

    @property
    def _count(self) -> float:
        return float(sum(r.rows.sum() for r in self.rows))


def losses_of(rows: Logits, calibration: Calibration) -> Losses:
    """Log loss of a row of each cell after a calibration."""
    z = np.asarray(calibration(rows.z), np.float64)
    return Losses(np.logaddexp(0, -z), np.logaddexp(0, z))


def _sums(rows: Logits, each: Losses) -> Sums:
    total = float(rows.positives @ each.positive + rows.negatives @ each.negative)
    squares = float(rows.positives @ each.positive**2 + rows.negatives @ each.negative**2)
    return Sums(float(rows.rows.sum()), total, squares)


def _left_out_se(parts: Sequence[Sums]) -> float:
    """Delete-a-group jackknife of the mean (Kott 2001)."""
    totals, n = np.array([p.total for p in parts]), np.array([p.rows for p in parts])
    g = len(parts)
    if g < 2:
        return nan
    left_out = (totals.sum() - totals) / (n.sum() - n)
    return sqrt((g - 1) / g * float(((left_out - left_out.mean()) ** 2).sum()))
