"""Activations that look at all classes of a row together: softmax and its logarithm.

Let m be the largest logit of the row and ``d = z - m``. With ``rest`` the sum of exp(d) over all classes but one
largest, ``softmax = exp(d) / (1 + rest)`` and ``log_softmax = d - log1p(rest)``: nothing overflows, and the logarithm
of a probability near 1 does not cancel. See Blanchard, Higham and Higham 2021, doi:10.1093/imanum/draa038.
"""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING, Any, Final, NamedTuple, final

import numpy as np

from logitwise.activations.activation import Activation
from logitwise.activations.axes import class_axis, refuse_infinite
from logitwise.activations.floats import read
from logitwise.activations.value_range import Range

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from logitwise.activations.floats import Float64Array, FloatArray

# Squares of exp(d / 2) are summed this much enlarged, lest each of a thousand subnormal terms be rounded on its own.
LIFT: Final = 2.0**200


@final
class Softmax(Activation):
    """Probabilities of classes: ``exp(z[i]) / sum(exp(z))`` over the classes of a row.

    Shapes: a vector ``(classes,)`` has one axis, 0 or -1. Of a batch ``(rows, classes)`` the classes are axis 1 or -1
    (the default is -1); axis 0 would normalise each class over the rows, so that every column sums to 1 and a row no
    longer does. In general `axis` is the one whose slices sum to 1.

    Range (0, 1). A class with logit -inf has probability exactly 0. NaN in a row makes the row NaN. It saturates where
    one logit leads: against one other class the larger probability is exactly 1 from a lead of 36.74 in float64, 17.33
    in float32; a class that trails by 745.14 (float32: 103.98) gets exactly 0.

    Derivative: the Jacobian, ``d p[i] / d z[j] = p[i] * ((i == j) - p[j])``. Its shape is that of the input without
    `axis`, followed by ``(classes, classes)``: for a batch ``(rows, classes)`` it is ``(rows, classes, classes)``, so
    thousands of classes take gigabytes.

    Args (of value and derivative):
        z: logits, at least one axis.
        axis: the axis of the classes.

    Raises:
        ShapeError: a scalar, no classes, or an axis that does not exist; the message names those that do.
        ScoreError: +inf anywhere, or a row of nothing but -inf: no probability can be given.

    Source: Bridle 1990, doi:10.1007/978-3-642-76153-9_28.

    >>> softmax([1e308, -1e308])
    array([1., 0.])
    >>> softmax([[1.0, 2.0, 3.0], [0.0, 0.0, 0.0]]).round(3)
    array([[0.09 , 0.245, 0.665], [0.333, 0.333, 0.333]])
    >>> softmax.derivative([0.0, 0.0])
    array([[ 0.25, -0.25], [-0.25,  0.25]])
    >>> softmax([1.0, 2.0, 3.0], axis=1)
    Traceback (most recent call last):
    logitwise.errors.ShapeError: softmax has no axis 1 to normalise over: a vector of shape (3,) has the axes 0 and -1
    """

    __slots__ = ()
    name = "softmax"
    formula = "exp(z[i]) / sum(exp(z))"
    range = Range(0.0, 1.0)

    def __call__(self, z: ArrayLike, axis: int = -1) -> FloatArray:
        """The probabilities, in the shape of z."""
        logits, dtype, classes = _read(z, axis, self.name)
        with np.errstate(all="ignore"):
            return _back(_probabilities(_parts(logits)), dtype, classes)

    def derivative(self, z: ArrayLike, axis: int = -1) -> FloatArray:
        """The Jacobian: shape of z without `axis`, then (classes, classes)."""
        logits, dtype, _ = _read(z, axis, self.name)
        with np.errstate(all="ignore"):
            parts = _parts(logits)
            p = _probabilities(parts)
            jacobian = 0.0 - p[..., :, None] * p[..., None, :]
            _set_diagonal(jacobian, p * _complements(parts, p))
            return jacobian.astype(dtype)


@final
class LogSoftmax(Activation):
    """Logarithm of the softmax in nats: ``z[i] - log(sum(exp(z)))`` over the classes of a row.

    Shapes and `axis` as in `softmax`: of a batch ``(rows, classes)`` the classes are axis 1 or -1; axis 0 would
    normalise each class over the rows. Minus the entry of the true class is a row's log loss.

    Range (-inf, 0). Logit -inf gives -inf; NaN in a row makes the row NaN. It does not saturate below, which is why
    losses are taken from it; above it reaches 0 where a class leads all others by 745.14 in float64, 103.98 in float32.

    Derivative: the Jacobian, ``d out[i] / d z[j] = (i == j) - p[j]`` with p the softmax; shape as in `softmax`.

    Args (of value and derivative):
        z: logits, at least one axis.
        axis: the axis of the classes.

    Raises:
        ShapeError: a scalar, no classes, or an axis that does not exist; the message names those that do.
        ScoreError: +inf anywhere, or a row of nothing but -inf: no probability can be given.

    Source: Bridle 1990, doi:10.1007/978-3-642-76153-9_28; computed as in Blanchard, Higham and Higham 2021,
    doi:10.1093/imanum/draa038.

    >>> log_softmax([1000.0, 0.0, float("-inf")])
    array([    0., -1000.,   -inf])
    >>> log_softmax([40.0, 0.0])[0].item()
    -4.248354255291589e-18
    >>> log_softmax.derivative([0.0, 0.0])
    array([[ 0.5, -0.5], [-0.5,  0.5]])
    """

    __slots__ = ()
    name = "log_softmax"
    formula = "z[i] - log(sum(exp(z)))"
    range = Range(-inf, 0.0)

    def __call__(self, z: ArrayLike, axis: int = -1) -> FloatArray:
        """The log-probabilities in nats, in the shape of z."""
        logits, dtype, classes = _read(z, axis, self.name)
        with np.errstate(all="ignore"):
            parts = _parts(logits)
            return _back(parts.d + (parts.lost - np.log1p(parts.rest)), dtype, classes)

    def derivative(self, z: ArrayLike, axis: int = -1) -> FloatArray:
        """The Jacobian: shape of z without `axis`, then (classes, classes)."""
        logits, dtype, _ = _read(z, axis, self.name)
        with np.errstate(all="ignore"):
            parts = _parts(logits)
            p = _probabilities(parts)
            jacobian = np.repeat(0.0 - p[..., None, :], p.shape[-1], axis=-2)
            _set_diagonal(jacobian, _complements(parts, p))
            return jacobian.astype(dtype)


class _Parts(NamedTuple):
    """One row of classes last: what softmax, its logarithm and their Jacobians are made of."""

    d: Float64Array  # z - m, rounded
    lost: Float64Array  # what the rounding of d lost
    half: Float64Array  # exp(d / 2): squared last, so that a subnormal result is rounded once
    top: np.ndarray[Any, np.dtype[np.intp]]  # index of the first largest, its axis kept
    rest: Float64Array  # sum of exp(d) over the others, its axis kept


def _read(z: ArrayLike, axis: int, name: str) -> tuple[Float64Array, np.dtype[Any], int]:
    with np.errstate(all="ignore"):
        logits, dtype = read(z, name)
        classes = class_axis(logits.shape, axis, name=name)
        refuse_infinite(logits, classes, name=name)
    # Classes last and side by side: then NumPy sums pairwise, to a few ulp over thousands of classes.
    return np.ascontiguousarray(np.moveaxis(logits, classes, -1)), dtype, classes


def _back(result: Float64Array, dtype: np.dtype[Any], classes: int) -> FloatArray:
    return np.moveaxis(result, -1, classes).astype(dtype, order="C")


def _parts(z: Float64Array) -> _Parts:
    top = np.argmax(z, axis=-1, keepdims=True)  # of a row with NaN, the NaN
    m = np.take_along_axis(z, top, axis=-1)
    d = z - m  # -inf where 1e308 stands against -1e308
    # Knuth's exact sum: exp turns half an ulp of d = -700 into 6e-14. Beyond -800 exp is 0 with or without.
    back = d - z
    lost = np.where(d > -800.0, (z - (d - back)) - (m + back), 0.0)
    half = np.exp(0.5 * d)
    others = half * LIFT * half * (1.0 + lost)
    np.put_along_axis(others, top, 0.0, axis=-1)
    return _Parts(d, lost, half, top, others.sum(axis=-1, keepdims=True) / LIFT)


def _probabilities(parts: _Parts) -> Float64Array:
    return parts.half * (1.0 + parts.lost) / (1.0 + parts.rest) * parts.half


def _complements(parts: _Parts, p: Float64Array) -> Float64Array:
    """``1 - p``, for the largest as rest / (1 + rest): near 1 the difference would cancel."""
    result = 1.0 - p
    np.put_along_axis(result, parts.top, parts.rest / (1.0 + parts.rest), axis=-1)
    return result


def _set_diagonal(matrices: Float64Array, diagonal: Float64Array) -> None:
    classes = np.arange(matrices.shape[-1])
    matrices[..., classes, classes] = diagonal


softmax: Final = Softmax()
log_softmax: Final = LogSoftmax()
