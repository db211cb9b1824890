"""Maximum likelihood of logits that are scaled and shifted class by class, with a small ridge."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from logitwise.remedies.softmax_rows import SoftmaxRows

Floats = NDArray[np.float64]
RIDGE: Final = 1.0
"""Pull of scales to 1 and of biases to 0: a normal prior of variance 1, which is worth a few rows. A judgement."""
_LEAST_SCALE: Final = 1e-3  # of what temperature alone gives: below 0 a class would be scored against itself
_STEPS: Final = 50
_HALVINGS: Final = 30
_ENOUGH: Final = 1e-9  # nats of the mean loss that a further step would save


class Scaled(NamedTuple):
    """Logits become scales z + biases.

    Attributes:
        scales: ``(classes,)``, or ``(1,)`` where all classes share it.
        biases: ``(classes,)``.
    """

    scales: Floats
    biases: Floats


def maximise(rows: SoftmaxRows, *, beta: float, shared: bool, start: Scaled | None = None) -> Scaled:
    """Scales and biases by penalised maximum likelihood: a convex problem, by Newton's method with scales held above 0.

    Source of the projection: Bertsekas (1982), doi:10.1137/0320018.

    Args:
        rows: what to fit on.
        beta: 1 / T of temperature scaling; scales are pulled towards it, so that the unit of the logits is none.
        shared: one scale for all classes.
        start: where to begin.
    """
    problem = _Problem.of(rows, beta=beta, shared=shared)
    x = np.concatenate([np.ones(problem.width), np.zeros(rows.z.shape[1])])
    if start is not None:
        x = np.concatenate([np.maximum(start.scales / beta, _LEAST_SCALE), start.biases])
    loss, slope, mass = problem.at(x)
    for _ in range(_STEPS):
        free = np.ones(len(x), np.bool_)
        free[: problem.width] = (x[: problem.width] > _LEAST_SCALE) | (slope[: problem.width] < 0)
        step = np.zeros(len(x))
        step[free] = np.linalg.solve(problem.hessian(mass)[np.ix_(free, free)], -slope[free])
        if -(step @ slope) / 2 < _ENOUGH:
            break
        for _ in range(_HALVINGS):
            following = x + step
            following[: problem.width] = np.maximum(following[: problem.width], _LEAST_SCALE)
            found = problem.at(following)
            if found[0] <= loss + 1e-4 * (slope @ (following - x)):
                break
            step /= 2
        else:
            break
        x, (loss, slope, mass) = following, found
    return Scaled(x[: problem.width] * beta, x[problem.width :])


@dataclass(frozen=True, slots=True, eq=False)
class _Problem:
    """Rows with the logits that temperature alone would give.

    Attributes:
        z: ``(rows, classes)``, 0 where masked.
        masked: ``(rows, classes)``, or None where no class is.
        labels: ``(rows,)``.
        weights: ``(rows,)``, which add up to 1.
        ridge: its weight in the mean.
        width: number of scales.
    """

    z: Floats
    masked: NDArray[np.bool_] | None
    labels: NDArray[np.int64]
    weights: Floats
    ridge: float
    width: int

    @classmethod
    def of(cls, rows: SoftmaxRows, *, beta: float, shared: bool) -> _Problem:
        masked = ~np.isfinite(rows.z)
        n = rows.counts.sum()
        width = 1 if shared else rows.z.shape[1]
        z = np.where(masked, 0.0, rows.z * beta)
        return cls(z, masked if masked.any() else None, rows.labels, rows.counts / n, RIDGE / n, width)

    def at(self, x: Floats) -> tuple[float, Floats, Floats]:
        """Mean log loss with the ridge, its gradient, and ``(rows, classes)`` probabilities."""
        scales, biases = x[: self.width], x[self.width :]
        u = self.z * scales + biases
        if self.masked is not None:
            u[self.masked] = -np.inf
        u -= u.max(axis=1, keepdims=True)
        index = np.arange(len(u))
        own = u[index, self.labels]
        mass = np.exp(u, out=u)
        total = mass.sum(axis=1)
        mass /= total[:, None]
        away = np.concatenate([scales - 1, biases])
        loss = self.weights @ (np.log(total) - own) + self.ridge / 2 * (away @ away)
        off = mass * self.weights[:, None]
        off[index, self.labels] -= self.weights
        by_scale = np.einsum("rc,rc->c", off, self.z)
        slope = np.concatenate([by_scale.sum(keepdims=True) if self.width == 1 else by_scale, off.sum(axis=0)])
        return float(loss), slope + self.ridge * away, mass

    def hessian(self, mass: Floats) -> Floats:
        """Of the mean: E[Var_q] over the derivatives of the logits."""
        heavy = mass * self.weights[:, None]
        moved = mass * self.z
        if self.width == 1:
            moved = moved.sum(axis=1, keepdims=True)
        both = np.concatenate([moved, mass], axis=1)
        found = -(both * self.weights[:, None]).T @ both
        by_class = np.einsum("rc,rc->c", heavy, self.z)
        squared = np.einsum("rc,rc,rc->c", heavy, self.z, self.z)
        classes, width = mass.shape[1], self.width
        biases = np.arange(width, width + classes)
        found[biases, biases] += heavy.sum(axis=0)
        if width == 1:
            found[0, 0] += squared.sum()
            found[0, biases] += by_class
            found[biases, 0] += by_class
        else:
            scales = np.arange(classes)
            found[scales, scales] += squared
            found[scales, biases] += by_class
            found[biases, scales] += by_class
        found[np.diag_indices(width + classes)] += self.ridge
        return np.asarray(found)
