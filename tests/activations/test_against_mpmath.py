"""Values and derivatives over the whole line against mpmath with 50 digits.

The formulas below are written from the definitions, not from the code under test: mpmath has exponents without bound
and digits to spare, so it needs none of the rearrangements that float64 needs.
"""

import math
from collections.abc import Callable

import mpmath
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mpmath import mpf

from logitwise import activations

SPACING = mpf(5e-324)  # of subnormal float64
LARGEST = mpf(1.7976931348623157e308)
FAR = 2000  # beyond this, in float64, every exponential below is its limit; mpmath would build numbers of e308 digits

erfc = mpmath.erfc
Oracle = Callable[[mpf], mpf]


@pytest.fixture(autouse=True)
def _fifty_digits():
    with mpmath.workdps(50):
        yield


def exp(v: mpf) -> mpf:
    return mpf(0) if v < -FAR else mpmath.exp(v)


def expm1(v: mpf) -> mpf:
    return mpf(-1) if v < -FAR else mpmath.expm1(v)


def logistic(v: mpf) -> mpf:
    return 1 / (1 + exp(-v)) if v >= 0 else exp(v) / (1 + exp(v))


def normal(v: mpf) -> mpf:
    return mpf(v > 0) if abs(v) > FAR else erfc(-v / mpmath.sqrt(2)) / 2


def density(v: mpf) -> mpf:
    return exp(-v * v / 2) / mpmath.sqrt(2 * mpmath.pi)


def sech(v: mpf) -> mpf:
    return mpf(0) if abs(v) > FAR else mpmath.sech(v)


def selu_constants() -> tuple[mpf, mpf]:
    """The fixed point of mean 0 and variance 1, solved in closed form (arXiv:1706.02515, equation 14)."""
    with mpmath.workdps(50):
        e, tail, tail2 = mpmath.e, erfc(1 / mpmath.sqrt(2)), erfc(mpmath.sqrt(2))
        alpha = -mpmath.sqrt(2 / mpmath.pi) / (tail * mpmath.sqrt(e) - 1)
        inner = 2 * tail2 * e**2 + mpmath.pi * tail**2 * e - 2 * (2 + mpmath.pi) * tail * mpmath.sqrt(e) + mpmath.pi + 2
        scale = (1 - tail * mpmath.sqrt(e)) * mpmath.sqrt(2 * mpmath.pi) / mpmath.sqrt(inner)
        return scale, scale * alpha


SCALE, SCALE_ALPHA = selu_constants()

VALUES: dict[str, Oracle] = {
    "relu": lambda v: max(v, mpf(0)),
    "leaky_relu": lambda v: v if v > 0 else mpf(0.2) * v,
    "elu": lambda v: v if v > 0 else expm1(v),
    "selu": lambda v: SCALE * v if v > 0 else SCALE_ALPHA * expm1(v),
    "gelu": lambda v: v * normal(v),
    "silu": lambda v: v * logistic(v),
    "sigmoid": logistic,
    "tanh": lambda v: mpmath.sign(v) if abs(v) > FAR else mpmath.tanh(v),
    "softplus": lambda v: max(v, mpf(0)) + mpmath.log1p(exp(-abs(v))),
    "hard_sigmoid": lambda v: min(max(v + 3, mpf(0)), mpf(6)) / 6,
}

DERIVATIVES: dict[str, Oracle] = {
    "relu": lambda v: mpf(v > 0),
    "leaky_relu": lambda v: mpf(1) if v > 0 else mpf(0.2),
    "elu": lambda v: mpf(1) if v > 0 else exp(v),
    "selu": lambda v: SCALE if v >= 0 else SCALE_ALPHA * exp(v),
    "gelu": lambda v: normal(v) + v * density(v),
    "silu": lambda v: logistic(v) * (1 + v * logistic(-v)),
    "sigmoid": lambda v: logistic(v) * logistic(-v),
    "tanh": lambda v: sech(v) ** 2,
    "softplus": logistic,
    "hard_sigmoid": lambda v: mpf(abs(v) < 3) / 6,
}

# Without a zero of their own, so the tails, where "1e-14 absolute" asks for nothing, can be held to 1e-14 relative.
RELATIVE_DERIVATIVES = ["elu", "selu", "sigmoid", "tanh", "softplus"]


def line() -> np.ndarray:
    """Both signs of: every third power of ten, the extremes, fine steps to 60, steps to 800, the underflow regions."""
    powers = 10.0 ** np.arange(-323, 309, 3)
    extremes = [5e-324, 1e-310, 2.2250738585072014e-308, 1.7976931348623157e308, 3.0, math.nextafter(3, 0), 0.0]
    draw = np.random.default_rng(20240229)
    under = [draw.uniform(36, 39, 80), draw.uniform(370, 374, 40), draw.uniform(700, 755, 120)]
    half = np.concatenate([powers, extremes, np.linspace(0, 60, 400), np.linspace(60, 800, 150), *under])
    return np.concatenate([-half, half])


def value_error(got: float, true: mpf) -> float:
    """Relative error; 0 where the absolute error is within one subnormal spacing, or where both overflow."""
    if math.isinf(got):
        return 0.0 if got * true > 0 and abs(true) > LARGEST else math.inf
    miss = abs(mpf(got) - true)
    return 0.0 if miss <= SPACING else float(miss / abs(true)) if true else math.inf


def derivative_error(got: float, true: mpf) -> float:
    return min(float(abs(mpf(got) - true)), value_error(got, true))


def worst(error: Callable[[float, mpf], float], got: np.ndarray, x: np.ndarray, oracle: Oracle) -> float:
    return max(error(float(g), oracle(mpf(float(v)))) for g, v in zip(got, x, strict=True))


@pytest.mark.parametrize("name", VALUES)
def test_values_are_within_1e_14_of_mpmath_over_the_whole_line(name):
    x = line()
    assert worst(value_error, getattr(activations, name)(x), x, VALUES[name]) < 1e-14


@pytest.mark.parametrize("name", DERIVATIVES)
def test_derivatives_are_within_1e_14_of_mpmath_over_the_whole_line(name):
    x = line()
    assert worst(derivative_error, getattr(activations, name).derivative(x), x, DERIVATIVES[name]) < 1e-14


@pytest.mark.parametrize("name", RELATIVE_DERIVATIVES)
def test_tails_of_derivatives_keep_their_digits(name):
    x = line()
    x = x[np.abs(x) < 350]  # beyond, results may be subnormal
    assert worst(value_error, getattr(activations, name).derivative(x), x, DERIVATIVES[name]) < 1e-14


@pytest.mark.parametrize("name", ["gelu", "silu"])
def test_left_tails_of_gated_derivatives_keep_their_digits(name):
    x = np.linspace(-36, -2, 300)  # left of the minimum, where the derivative itself crosses 0
    assert worst(value_error, getattr(activations, name).derivative(x), x, DERIVATIVES[name]) < 1e-14


@pytest.mark.parametrize("name", VALUES)
@settings(max_examples=60, deadline=None, derandomize=True)
@given(x=st.floats(allow_nan=False, allow_infinity=False))
def test_any_float64_is_within_1e_14_of_mpmath(name, x):
    activation = getattr(activations, name)
    assert value_error(float(activation(x)), VALUES[name](mpf(x))) < 1e-14
    assert derivative_error(float(activation.derivative(x)), DERIVATIVES[name](mpf(x))) < 1e-14


@pytest.mark.parametrize("parameter", [0.0, 0.01, 0.3, 1.0, 2.5])
def test_parameters_enter_as_the_formulas_say(parameter):
    x, p = line(), mpf(parameter)
    leaky = activations.leaky_relu(x, negative_slope=parameter)
    assert worst(value_error, leaky, x, lambda v: v if v > 0 else p * v) < 1e-14
    assert worst(value_error, activations.elu(x, alpha=parameter), x, lambda v: v if v > 0 else p * expm1(v)) < 1e-14
    slope = activations.elu.derivative(x, alpha=parameter)
    assert worst(derivative_error, slope, x, lambda v: mpf(1) if v > 0 else p * exp(v)) < 1e-14


def test_minima_of_gelu_and_silu_are_the_closed_ends_of_their_ranges():
    for name, near in (("gelu", -0.75), ("silu", -1.28)):
        at = mpmath.findroot(DERIVATIVES[name], near)
        low, _ = getattr(activations, name).range
        assert low == float(VALUES[name](at))


def test_selu_range_ends_at_scale_times_alpha():
    low, _ = activations.selu.range
    assert low == -float(SCALE_ALPHA)
