"""The best temperature of a softmax, on the curve of a tally or on rows."""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, inf, log
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Callable

    from logitwise.remedies.softmax_rows import SoftmaxRows
    from logitwise.tallies.temperature_sums import TemperatureCurve

Floats = NDArray[np.float64]
_OWN: Final = 8  # the node of beta = 1
_STEPS: Final = 200
_DOUBLINGS: Final = 60


@dataclass(frozen=True, slots=True)
class Optimum:
    """Mean log loss of logits times beta where it is smallest.

    Attributes:
        beta: 1 / T.
        rows: rows, or what they are worth.
        own: mean log loss at T = 1, in nats.
        loss: the same at the optimum.
        slope_squared: mean over rows of f'^2, f the log loss of a row by beta.
        curvature: mean of f''.
        moved_squared: mean of (f(beta) - f(1))^2.
    """

    beta: float
    rows: float
    own: float
    loss: float
    slope_squared: float
    curvature: float
    moved_squared: float


def at_nodes(curve: TemperatureCurve) -> Optimum:
    """The optimum between two nodes, the slope of which is negative at the first and positive at the second.

    A quintic in log beta that has the loss and its first two derivatives at both. On 15 nodes half an octave apart beta
    is right to 3e-5 and the loss to 4e-6 nats. What else is asked for there is interpolated by a cubic through the
    logarithms at four nodes; (f(beta) - f(1))^2 after division by (log beta)^2, which at beta = 1 leaves f'^2.

    Raises:
        ValueError: the slope does not change its sign between the first node and the last.
    """
    n, x = curve.rows, np.log(curve.betas)
    first, second = curve.slope / n * curve.betas, curve.curvature / n * curve.betas**2
    second = second + first  # by log beta
    k = int(np.searchsorted(curve.slope > 0, True)) - 1
    if k < 0 or k + 1 == len(x):
        raise ValueError("the loss is smallest beyond the nodes")
    width = float(x[k + 1] - x[k])
    ends = [(curve.loss[j] / n, first[j] * width, second[j] * width**2) for j in (k, k + 1)]
    quintic = hermite(*ends)
    t = _crossing(quintic.deriv()) if first[k] < 0 else 0.0
    at = float(x[k]) + t * width
    beta = exp(at)
    own_squared = curve.loss_squared[_OWN]
    moved = np.maximum(curve.loss_squared + own_squared - 2 * curve.loss_by_own, 0.0) / n
    away = np.where(x == 0, 1.0, x)
    ratio = np.where(x == 0, curve.slope_squared / n, moved / away**2)
    return Optimum(
        beta, n, float(curve.loss[_OWN] / n), float(quintic(t)), _between(x, curve.slope_squared / n, at=at, k=k),
        max(float(quintic.deriv(2)(t)) / width**2 / beta**2, 0.0), _between(x, ratio, at=at, k=k) * at**2,
    )  # fmt: skip


def hermite(left: tuple[float, float, float], right: tuple[float, float, float]) -> np.polynomial.Polynomial:
    """The quintic on [0, 1] with a value and two derivatives at each end.

    >>> hermite((0.0, 0.0, 0.0), (1.0, 5.0, 20.0)).coef.round(12).tolist()
    [0.0, 0.0, 0.0, 0.0, 0.0, 1.0]
    """
    (y0, d0, s0), (y1, d1, s1) = left, right
    a, b, c = y1 - y0 - d0 - s0 / 2, d1 - d0 - s0, s1 - s0
    tail = [10 * a - 4 * b + c / 2, -15 * a + 7 * b - c, 6 * a - 3 * b + c / 2]
    return np.polynomial.Polynomial([y0, d0, s0 / 2, *tail])


def _between(x: Floats, y: Floats, *, at: float, k: int) -> float:
    """A positive quantity at `at`, which lies between nodes k and k + 1."""
    four = slice(max(0, min(k - 1, len(x) - 4)), max(0, min(k - 1, len(x) - 4)) + 4)
    if (y[four] <= 0).any():
        return float(np.interp(at, x, y))
    nodes, values = x[four], np.log(y[four])
    weights = [np.prod([(at - m) / (node - m) for m in nodes if m != node]) for node in nodes]
    return exp(float(np.dot(weights, values)))


@dataclass(frozen=True, slots=True, eq=False)
class Below:
    """Scores by how far each lies below the largest of its row: all that temperature sees.

    Attributes:
        gaps: ``(rows, classes)``, 0 or less.
        known: the same, 0 where a class is masked: it adds nothing to a sum.
        truth: ``(rows,)`` that of the truth.
        counts: ``(rows,)``.
    """

    gaps: Floats
    known: Floats
    truth: Floats
    counts: Floats

    @classmethod
    def of(cls, rows: SoftmaxRows) -> Below:
        """Of sampled rows, none of which loses without bound."""
        gaps = rows.z - rows.z.max(axis=1, keepdims=True)
        masked = np.isneginf(gaps)
        known = np.where(masked, 0.0, gaps) if masked.any() else gaps
        return cls(gaps, known, gaps[np.arange(len(gaps)), rows.labels], rows.counts)

    def row_figures(self, beta: float) -> tuple[Floats, Floats, Floats]:
        """f, f' and f'' of each row."""
        mass = beta * self.gaps
        np.exp(mass, out=mass)
        total = mass.sum(axis=1)
        mass *= self.known
        first = mass.sum(axis=1) / total
        second = np.einsum("ij,ij->i", mass, self.known) / total
        return np.log(total) - beta * self.truth, first - self.truth, np.maximum(second - first * first, 0.0)

    def slope(self, beta: float) -> tuple[float, float]:
        """Mean of f' and of f''."""
        _, first, second = self.row_figures(beta)
        n = self.counts.sum()
        return float(self.counts @ first / n), float(self.counts @ second / n)

    def slope_at_zero(self) -> tuple[float, float]:
        """Mean of f' as beta falls to 0, and its standard error: above 0 the truth has the lower scores."""
        masked = np.isneginf(self.gaps)
        mean = np.where(masked, 0.0, self.gaps).sum(axis=1) / (~masked).sum(axis=1)
        first, n = mean - self.truth, self.counts.sum()
        centre = float(self.counts @ first / n)
        return centre, float(np.sqrt(self.counts @ (first - centre) ** 2)) / n

    @property
    def separated(self) -> bool:
        """Whether the truth has the largest score in every row."""
        return bool((self.truth == 0).all())


def _crossing(slope: Callable[[float], float]) -> float:
    """Where a function that is negative at 0 and not at 1 is 0, by halving to 2^-50; SciPy's solvers import slowly."""
    low, high = 0.0, 1.0
    for _ in range(50):
        middle = (low + high) / 2
        low, high = (middle, high) if slope(middle) < 0 else (low, middle)
    return (low + high) / 2


def at_rows(below: Below, *, start: float = 1.0) -> Optimum:
    """The optimum on rows, by Newton's method in log beta inside a bracket that is found by doubling.

    Raises:
        ValueError: no temperature is best: the truth has the largest score in every row, or the lower ones on average.
    """
    beta = root(below, start)
    f, first, second = below.row_figures(beta)
    own, _, _ = below.row_figures(1.0)
    n = float(below.counts.sum())
    means = [float(below.counts @ each / n) for each in (own, f, first * first, second, (f - own) ** 2)]
    return Optimum(beta, n, *means)


def root(below: Below, start: float) -> float:
    """The best beta alone.

    Raises:
        ValueError: as `at_rows`.
    """
    low, high, beta = -inf, inf, log(start)
    for step in range(_STEPS):
        slope, curve = below.slope(exp(beta))
        if slope == 0 and curve == 0:
            break
        low, high = (beta, high) if slope < 0 else (low, beta)
        change = -slope / (curve * exp(beta)) if curve > 0 else inf
        if abs(change) < 1e-10:
            return exp(beta)
        following = beta + min(max(change, -log(4)), log(4)) if np.isfinite(change) else beta - np.sign(slope) * log(4)
        if not low < following < high:
            following = (low + high) / 2
        if step > _DOUBLINGS and not np.isfinite(high - low):
            break
        beta = following
    else:
        return exp(beta)
    raise ValueError("no temperature is best")
