"""Sums over rows of their log loss and its derivatives at fifteen temperatures, as integers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from logitwise.kernels.fixed_point import BITS, large_to_fixed, to_fixed
from logitwise.kernels.temperature import BETAS, FIGURES, NODES, OWN, NodeRows
from logitwise.tallies.exact_sums import as_float

TEMPERATURE_CLASSES = 64  # beyond, temperatures are measured on the sample
BETA_BITS = 56  # a beta times 2^56 is a whole number
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class TemperatureCurve:
    """How the log loss of all rows goes with temperature, as report-time numbers.

    A row with logits z and truth y costs f(beta) = log sum exp(beta z) - beta z_y nats at beta = 1/T. Sums are over the
    rows whose loss is finite (at every temperature, or at none), ``(nodes,)`` each.

    Attributes:
        betas: the nodes, 1/16 to 8 by half octaves, ascending.
        rows: rows, or the sum of their weights.
        infinite: those of them that gave their truth a probability of 0, in no sum.
        loss: sum of f, convex in beta.
        slope: sum of f' = E_q[z] - z_y, where q are the probabilities at beta.
        curvature: sum of f'' = Var_q(z).
        slope_squared: sum of f'^2.
        loss_squared: sum of f^2.
        loss_by_own: sum of f(beta) f(1).
    """

    betas: Floats
    rows: float
    infinite: float
    loss: Floats
    slope: Floats
    curvature: Floats
    slope_squared: Floats
    loss_squared: Floats
    loss_by_own: Floats


@dataclass(frozen=True, slots=True, eq=False)
class TemperatureSums:
    """Fixed-point sums at every node of beta = 1/T.

    Each row's figures are rounded to a multiple of 2^-32 before they are added.

    Attributes:
        rows: rows.
        infinite: rows whose log loss is infinite; they are in no sum.
        sums: ``(nodes, 6)`` Python integers in units of 2^-32, in the order of `TemperatureCurve`.
    """

    rows: int
    infinite: int
    sums: NDArray[Any]

    @classmethod
    def zeros(cls) -> Self:
        """No rows."""
        return cls(0, 0, np.zeros((NODES, FIGURES), object))

    @classmethod
    def of_halves(cls, rows: int, halves: NDArray[np.int64]) -> Self:
        """From the high and low halves ``(nodes, 6, 2)`` that the kernel keeps."""
        return cls(rows, 0, (halves[..., 0].astype(object) << BITS) + halves[..., 1].astype(object))

    def with_large(self, rows: NodeRows, weights: NDArray[np.int64] | None = None) -> Self:
        """Add rows that were counted, but stand in `sums` as 0 so far since the kernel cannot hold their figures.

        With a = -z_y they are log sum exp + beta a, E_q[z] + a and Var_q(z): all but a is small, so the rest is done in
        whole numbers of any size.
        """
        each = np.ones(len(rows.gap), np.int64) if weights is None else weights
        finite = np.isfinite(rows.gap)
        n = each[finite].astype(object)
        gap = np.array(large_to_fixed(rows.gap[finite]), object)
        betas = np.array([int(beta * 2.0**BETA_BITS) for beta in BETAS.tolist()], object)[:, None]
        log_sum, mean, curve = (to_fixed(figure[:, finite]).astype(object) for figure in rows[:3])
        loss, slope = log_sum + (betas * gap >> BETA_BITS), mean + gap
        figures = (loss, slope, curve, slope * slope >> BITS, loss * loss >> BITS, loss * loss[OWN] >> BITS)
        more = np.stack([(figure * n).sum(axis=1) for figure in figures], axis=1)
        return type(self)(self.rows, self.infinite + int(each[~finite].sum()), self.sums + more)

    def __add__(self, other: Self) -> Self:
        return type(self)(self.rows + other.rows, self.infinite + other.infinite, self.sums + other.sums)

    def numbers(self) -> TemperatureCurve:
        """As floats, rounded once."""
        values = np.array([as_float(x) for x in self.sums.ravel()]).reshape(self.sums.shape)
        return TemperatureCurve(BETAS.copy(), self.rows, self.infinite, *values.T)
