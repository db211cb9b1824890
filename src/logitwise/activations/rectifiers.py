"""Rectifiers: the positive half passes (scaled in selu), the negative half is cut, damped or bent."""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING, Final, final

import numpy as np

from logitwise.activations.activation import Activation
from logitwise.activations.floats import elementwise, nonnegative
from logitwise.activations.value_range import Range

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from logitwise.activations.floats import Float64Array, FloatArray

# The pair for which mean 0 and variance 1 are a fixed point of a layer; closed forms in the tests.
SELU_ALPHA: Final = 1.6732632423543772848
SELU_SCALE: Final = 1.0507009873554804934
SELU_SCALE_ALPHA: Final = 1.7580993408473768599


@final
class Relu(Activation):
    """Rectified linear unit: ``max(x, 0)``.

    Range [0, inf). Derivative 1 for x > 0, else 0; at the kink x = 0 it is 0, as in TensorFlow. It never saturates
    above; every x <= 0 is silent, with value and derivative exactly 0. relu(-0.0) is 0.0.

    Source: Fukushima 1969, doi:10.1109/TSSC.1969.300225; Nair and Hinton 2010 (ICML).

    >>> relu([-2.0, 0.0, 3.0])
    array([0., 0., 3.])
    >>> relu.derivative([-2.0, 0.0, 3.0])
    array([0., 0., 1.])
    """

    __slots__ = ()
    name = "relu"
    formula = "max(x, 0)"
    range = Range(0.0, inf, low_closed=True)

    def __call__(self, x: ArrayLike) -> FloatArray:
        """The value, element by element."""
        return elementwise(x, lambda v: _bend(v, below=0.0), name=self.name)

    def derivative(self, x: ArrayLike) -> FloatArray:
        """The derivative, element by element; 0 at 0."""
        return elementwise(x, lambda v: _slopes(v, below=0.0), name=self.name)


@final
class LeakyRelu(Activation):
    """Leaky rectifier: ``x`` for x > 0, else ``negative_slope * x``.

    Range (-inf, inf) for a positive slope. Derivative 1 for x > 0, else the slope; at the kink x = 0 it is the slope,
    as in TensorFlow. It saturates nowhere. The default slope 0.2 is that of ``keras.activations.leaky_relu`` and
    ``tf.nn.leaky_relu``, so that the name means here what it means in a Keras model; note that the layer
    ``keras.layers.LeakyReLU`` defaults to 0.3, and PyTorch and the original paper to 0.01.

    Args (of value and derivative):
        x: numbers.
        negative_slope: finite and at least 0; 0 is the relu.

    Raises:
        OptionError: another slope.

    Source: Maas, Hannun and Ng 2013 (ICML workshop on deep learning for audio, speech and language).

    >>> leaky_relu([-2.0, 0.0, 3.0])
    array([-0.4,  0. ,  3. ])
    >>> leaky_relu.derivative([-2.0, 0.0, 3.0], negative_slope=0.01)
    array([0.01, 0.01, 1.  ])
    """

    __slots__ = ()
    name = "leaky_relu"
    formula = "x if x > 0 else negative_slope * x"
    range = Range(-inf, inf)

    def __call__(self, x: ArrayLike, *, negative_slope: float = 0.2) -> FloatArray:
        """The value, element by element."""
        slope = nonnegative(negative_slope, "negative_slope")
        return elementwise(x, lambda v: _bend(v, below=slope * v if slope else 0.0), name=self.name)

    def derivative(self, x: ArrayLike, *, negative_slope: float = 0.2) -> FloatArray:
        """The derivative, element by element; the slope at 0."""
        slope = nonnegative(negative_slope, "negative_slope")
        return elementwise(x, lambda v: _slopes(v, below=slope), name=self.name)


@final
class Elu(Activation):
    """Exponential linear unit: ``x`` for x > 0, else ``alpha * (exp(x) - 1)``.

    Range (-alpha, inf), alpha 1 as in Keras. Derivative 1 for x > 0, else ``alpha * exp(x)``; at x = 0 that is alpha
    (a kink unless alpha is 1), as in Keras on TensorFlow. It saturates at -alpha: the float64 value is exactly -alpha
    from x = -37.43 down, the float32 value from -17.33; the derivative reaches 0 at -745.14 and -103.98.

    Args (of value and derivative):
        x: numbers.
        alpha: finite and at least 0.

    Raises:
        OptionError: another alpha.

    Source: Clevert, Unterthiner and Hochreiter 2016, arXiv:1511.07289.

    >>> elu([-40.0, 0.0, 3.0])
    array([-1.,  0.,  3.])
    >>> elu.derivative([0.0, 3.0], alpha=0.5)
    array([0.5, 1. ])
    """

    __slots__ = ()
    name = "elu"
    formula = "x if x > 0 else alpha * (exp(x) - 1)"
    range = Range(-1.0, inf)

    def __call__(self, x: ArrayLike, *, alpha: float = 1.0) -> FloatArray:
        """The value, element by element."""
        size = nonnegative(alpha, "alpha")
        return elementwise(x, lambda v: _bend(v, below=size * np.expm1(v)), name=self.name)

    def derivative(self, x: ArrayLike, *, alpha: float = 1.0) -> FloatArray:
        """The derivative, element by element; alpha at 0."""
        size = nonnegative(alpha, "alpha")
        return elementwise(x, lambda v: _slopes(v, below=size * np.exp(v)), name=self.name)


@final
class Selu(Activation):
    """Self-normalising unit: ``scale * x`` for x > 0, else ``scale * alpha * (exp(x) - 1)``.

    alpha = 1.67326..., scale = 1.05070... are fixed: with them mean 0 and variance 1 pass through a layer unchanged.
    Range (-1.7581, inf). Derivative scale for x > 0, ``scale * alpha * exp(x)`` for x < 0; at the kink x = 0 it is
    scale, as in TensorFlow. It saturates at -scale * alpha from x = -37.43 down in float64, -16.87 in float32. Inputs
    within 5 % of the largest number of their precision overflow to inf, which is the correctly rounded result.

    Source: Klambauer, Unterthiner, Mayr and Hochreiter 2017, arXiv:1706.02515.

    >>> selu([-1.0, 0.0, 1.0]).round(5)
    array([-1.11133,  0.     ,  1.0507 ])
    >>> selu.derivative([-1.0, 0.0, 1.0]).round(5)
    array([0.64677, 1.0507 , 1.0507 ])
    """

    __slots__ = ()
    name = "selu"
    formula = "scale * (x if x > 0 else alpha * (exp(x) - 1))"
    range = Range(-SELU_SCALE_ALPHA, inf)

    def __call__(self, x: ArrayLike) -> FloatArray:
        """The value, element by element."""
        return elementwise(x, _selu, name=self.name)

    def derivative(self, x: ArrayLike) -> FloatArray:
        """The derivative, element by element; scale at 0."""
        return elementwise(x, _selu_slope, name=self.name)


def _bend(v: Float64Array, *, below: Float64Array | float) -> Float64Array:
    return np.where(v <= 0, below, v)  # NaN is not <= 0, so it stays


def _slopes(v: Float64Array, *, below: Float64Array | float) -> Float64Array:
    return np.where(v > 0, 1.0, np.where(np.isnan(v), v, below))


def _selu(v: Float64Array) -> Float64Array:
    return np.where(v <= 0, SELU_SCALE_ALPHA * np.expm1(v), SELU_SCALE * v)


def _selu_slope(v: Float64Array) -> Float64Array:
    return np.where(v >= 0, SELU_SCALE, SELU_SCALE_ALPHA * np.exp(v))


relu: Final = Relu()
leaky_relu: Final = LeakyRelu()
elu: Final = Elu()
selu: Final = Selu()
