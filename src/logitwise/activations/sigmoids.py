"""The S-shaped activations (sigmoid, tanh, hard_sigmoid), and softplus, whose derivative is the sigmoid."""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING, Final, final

import numpy as np

from logitwise.activations.activation import Activation
from logitwise.activations.floats import elementwise
from logitwise.activations.value_range import Range

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from logitwise.activations.floats import Float64Array, FloatArray


@final
class Sigmoid(Activation):
    """Logistic function: ``1 / (1 + exp(-x))``, the probability (0 to 1) that a logit stands for.

    Range (0, 1). Derivative ``s * (1 - s)``, at most 1/4, taken from ``exp(-abs(x))`` so that neither tail cancels. It
    saturates on both sides: the value is exactly 1 from x = 36.74 in float64, 17.33 in float32, 8.32 in float16, and
    exactly 0 from -745.14, -103.98 and -17.34 down. So a wrong row with a large positive logit has a loss that its
    float32 probability no longer knows: keep logits.

    Source: Cox 1958, doi:10.1111/j.2517-6161.1958.tb00292.x.

    >>> sigmoid([-1000.0, 0.0, 1000.0])
    array([0. , 0.5, 1. ])
    >>> float(sigmoid(-40.0)), float(sigmoid.derivative(40.0))
    (4.248354255291589e-18, 4.248354255291589e-18)
    """

    __slots__ = ()
    name = "sigmoid"
    formula = "1 / (1 + exp(-x))"
    range = Range(0.0, 1.0)

    def __call__(self, x: ArrayLike) -> FloatArray:
        """The value, element by element."""
        return elementwise(x, _sigmoid, name=self.name)

    def derivative(self, x: ArrayLike) -> FloatArray:
        """The derivative, element by element."""
        return elementwise(x, _sigmoid_slope, name=self.name)


@final
class Tanh(Activation):
    """Hyperbolic tangent: ``(exp(x) - exp(-x)) / (exp(x) + exp(-x))``, which is ``2 * sigmoid(2 * x) - 1``.

    Range (-1, 1). Derivative ``1 - tanh(x)**2``, computed as ``1 / cosh(x)**2`` because the difference cancels: at
    x = 20 it would be 0 where the truth is 1.7e-17. It saturates on both sides: the value is exactly 1 from
    x = 19.0 in float64, 9.02 in float32, 4.51 in float16; the derivative reaches 0 at 373.26 and 52.68.

    Source: LeCun, Bottou, Orr and Mueller 1998, doi:10.1007/3-540-49430-8_2.

    >>> tanh([-20.0, 0.0, 0.5]).round(4)
    array([-1.    ,  0.    ,  0.4621])
    >>> f"{tanh.derivative(20.0):.6e}"
    '1.699342e-17'
    """

    __slots__ = ()
    name = "tanh"
    formula = "(exp(x) - exp(-x)) / (exp(x) + exp(-x))"
    range = Range(-1.0, 1.0)

    def __call__(self, x: ArrayLike) -> FloatArray:
        """The value, element by element."""
        return elementwise(x, np.tanh, name=self.name)

    def derivative(self, x: ArrayLike) -> FloatArray:
        """The derivative, element by element."""
        return elementwise(x, _tanh_slope, name=self.name)


@final
class HardSigmoid(Activation):
    """Piecewise linear sigmoid as Keras 3 and PyTorch define it: ``relu6(x + 3) / 6``, that is (x + 3) / 6 in [0, 1].

    Keras 1 and 2 meant another function by this name, ``clip(0.2 * x + 0.5, 0, 1)``; models saved there differ.
    Range [0, 1], both ends reached. Derivative 1/6 for -3 < x < 3, else 0; at both kinks it is 0, as in TensorFlow. It
    saturates, value and derivative, exactly at -3 and 3.

    Source: Howard et al. 2019 (MobileNetV3), arXiv:1905.02244.

    >>> hard_sigmoid([-4.0, -3.0, 0.0, 1.5, 3.0])
    array([0.  , 0.  , 0.5 , 0.75, 1.  ])
    >>> hard_sigmoid.derivative([-3.0, 0.0, 3.0]).round(4)
    array([0.    , 0.1667, 0.    ])
    """

    __slots__ = ()
    name = "hard_sigmoid"
    formula = "min(max(x + 3, 0), 6) / 6"
    range = Range(0.0, 1.0, low_closed=True, high_closed=True)

    def __call__(self, x: ArrayLike) -> FloatArray:
        """The value, element by element."""
        return elementwise(x, lambda v: np.clip(v + 3.0, 0.0, 6.0) / 6.0, name=self.name)

    def derivative(self, x: ArrayLike) -> FloatArray:
        """The derivative, element by element; 0 at -3 and at 3."""
        return elementwise(x, _hard_sigmoid_slope, name=self.name)


@final
class Softplus(Activation):
    """Smooth rectifier: ``log(1 + exp(x))``; of a negated margin it is the log loss in nats.

    Range (0, inf). Derivative: the sigmoid. Computed as ``max(x, 0) + log1p(exp(-abs(x)))``, which neither overflows
    nor cancels. It saturates below only: exactly 0 from x = -745.14 down in float64, -103.98 in float32; from 33.3
    (float32: 14.56) up it equals x.

    Source: Dugas, Bengio, Belisle, Nadeau and Garcia 2001 (NIPS 13).

    >>> softplus([-1000.0, 0.0, 1000.0]).round(4)
    array([0.000e+00, 6.931e-01, 1.000e+03])
    >>> float(softplus.derivative(0.0))
    0.5
    """

    __slots__ = ()
    name = "softplus"
    formula = "log(1 + exp(x))"
    range = Range(0.0, inf)

    def __call__(self, x: ArrayLike) -> FloatArray:
        """The value, element by element."""
        return elementwise(x, _softplus, name=self.name)

    def derivative(self, x: ArrayLike) -> FloatArray:
        """The derivative, element by element."""
        return elementwise(x, _sigmoid, name=self.name)


def _sigmoid(v: Float64Array) -> Float64Array:
    e = np.exp(-np.abs(v))  # in [0, 1]: no overflow, and the small tail keeps all its digits
    return np.where(v >= 0, 1.0, e) / (1.0 + e)


def _sigmoid_slope(v: Float64Array) -> Float64Array:
    e = np.exp(-np.abs(v))
    return e / (1.0 + e) ** 2


def _tanh_slope(v: Float64Array) -> Float64Array:
    e = np.exp(-np.abs(v))  # squared last: its square alone would be subnormal, with few digits, where 4 e^2 is not
    return (2.0 * e / (1.0 + e * e)) ** 2


def _hard_sigmoid_slope(v: Float64Array) -> Float64Array:
    return np.where(np.isnan(v), v, np.where(np.abs(v) < 3.0, 1.0 / 6.0, 0.0))


def _softplus(v: Float64Array) -> Float64Array:
    return np.maximum(v, 0.0) + np.log1p(np.exp(-np.abs(v)))


sigmoid: Final = Sigmoid()
tanh: Final = Tanh()
hard_sigmoid: Final = HardSigmoid()
softplus: Final = Softplus()
