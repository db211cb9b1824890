"""Gated activations: the input times a gate in (0, 1), the normal distribution's (gelu) or the logistic one (silu).

Both are written for ``u = abs(x)`` and the negative side, where all digits are at risk; the positive side follows,
since their derivatives at x and -x add up to 1.
"""

from __future__ import annotations

from math import inf, pi, sqrt
from typing import TYPE_CHECKING, Final, final

import numpy as np

from logitwise.activations.activation import Activation
from logitwise.activations.floats import elementwise
from logitwise.activations.value_range import Range

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from logitwise.activations.floats import Float64Array, FloatArray

# Beyond these the gate is below the smallest float64 by far; stopping there keeps inf * 0 out of the formulas.
GELU_END: Final = 40.0
SILU_END: Final = 800.0


@final
class Gelu(Activation):
    """Gaussian error linear unit, exact: ``x * Phi(x)`` with ``Phi(x) = (1 + erf(x / sqrt(2))) / 2``.

    This is the erf form, the default of Keras 3 and PyTorch; the tanh approximation that some models use
    (``approximate=True``) differs by up to 5e-4 and is not offered. Range [-0.16997, inf), the minimum at
    x = -0.75179. Derivative ``Phi(x) + x * phi(x)``, phi the normal density; it is negative left of the minimum and
    above 1 for x > 0.75179. It saturates at 0 on the left: float64 is exactly 0 from x = -38.59 down, float32 from
    -14.36, with full relative precision until the result is subnormal. gelu(-inf) is 0, the limit (TensorFlow: NaN).

    Source: Hendrycks and Gimpel 2016, arXiv:1606.08415.

    >>> gelu([-1.0, 0.0, 1.0]).round(5)
    array([-0.15866,  0.     ,  0.84134])
    >>> f"{gelu(-30.0):.6e}", f"{gelu.derivative(0.0)}"
    ('-1.472014e-196', '0.5')
    """

    __slots__ = ()
    name = "gelu"
    formula = "x * (1 + erf(x / sqrt(2))) / 2"
    range = Range(-0.16997120747990366, inf, low_closed=True)

    def __call__(self, x: ArrayLike) -> FloatArray:
        """The value, element by element."""
        return elementwise(x, _gelu, name=self.name)

    def derivative(self, x: ArrayLike) -> FloatArray:
        """The derivative, element by element."""
        return elementwise(x, _gelu_slope, name=self.name)


@final
class Silu(Activation):
    """Sigmoid linear unit, also called swish: ``x * sigmoid(x)``.

    Range [-0.27846, inf), the minimum at x = -1.27846. Derivative ``s * (1 + x * (1 - s))`` with s the sigmoid; it is
    negative left of the minimum and above 1 for x > 1.27846. It saturates at 0 on the left: float64 is exactly 0 from
    x = -751.76 down, float32 from -108.67. silu(-inf) is 0, the limit (TensorFlow: NaN).

    Source: Elfwing, Uchibe and Doya 2018, doi:10.1016/j.neunet.2017.12.012; Ramachandran, Zoph and Le 2017,
    arXiv:1710.05941.

    >>> silu([-1.0, 0.0, 1.0]).round(5)
    array([-0.26894,  0.     ,  0.73106])
    >>> float(silu.derivative(0.0))
    0.5
    """

    __slots__ = ()
    name = "silu"
    formula = "x / (1 + exp(-x))"
    range = Range(-0.27846454276107380, inf, low_closed=True)

    def __call__(self, x: ArrayLike) -> FloatArray:
        """The value, element by element."""
        return elementwise(x, _silu, name=self.name)

    def derivative(self, x: ArrayLike) -> FloatArray:
        """The derivative, element by element."""
        return elementwise(x, _silu_slope, name=self.name)


def _root_density(u: Float64Array) -> Float64Array:
    """``exp(-u * u / 4)`` for 0 <= u <= 40 to the last digits.

    An error of half an ulp in u * u / 4 (about 400 at the end) would cost 3e-14. So u = head + tail with a head of 24
    bits, whose square is exact, and ``u * u = head * head + tail * (u + head)``.
    """
    head = u.astype(np.float32).astype(np.float64)
    return np.exp(-0.25 * head * head) * np.exp(-0.25 * (u - head) * (u + head))


def _scaled_tail(u: Float64Array) -> Float64Array:
    """``Phi(-u) * exp(u * u / 2)``: slowly varying, so it keeps its digits where Phi(-u) is subnormal."""
    from scipy.special import erfcx  # noqa: PLC0415 - only gelu needs it; importing activations stays light

    result: Float64Array = 0.5 * erfcx(u / sqrt(2.0))
    return result


def _gelu(v: Float64Array) -> Float64Array:
    u = np.minimum(np.abs(v), GELU_END)
    root, tail = _root_density(u), _scaled_tail(u)
    # The second factor comes last: one rounding where the product is subnormal.
    return np.where(v < 0, -(u * tail * root) * root, v * (1.0 - tail * root * root))


def _gelu_slope(v: Float64Array) -> Float64Array:
    u = np.minimum(np.abs(v), GELU_END)
    root = _root_density(u)
    left = ((_scaled_tail(u) - u / sqrt(2.0 * pi)) * root) * root
    return np.where(v < 0, left, 1.0 - left)


def _silu(v: Float64Array) -> Float64Array:
    u = np.minimum(np.abs(v), SILU_END)
    root = np.exp(-0.5 * u)
    e = root * root
    return np.where(v < 0, -(u * root / (1.0 + e)) * root, v / (1.0 + e))


def _silu_slope(v: Float64Array) -> Float64Array:
    u = np.minimum(np.abs(v), SILU_END)
    root = np.exp(-0.5 * u)
    e = root * root
    left: Float64Array = ((1.0 - u + e) / (1.0 + e) ** 2 * root) * root
    return np.where(v < 0, left, 1.0 - left)


gelu: Final = Gelu()
silu: Final = Silu()
