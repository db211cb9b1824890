"""float32 and float16: the float64 result of the same input, rounded once, over the whole line of bit patterns."""

import numpy as np
import pytest

from logitwise import activations
from logitwise.activations import Activation

ELEMENTWISE = ["relu", "leaky_relu", "elu", "selu", "gelu", "silu", "sigmoid", "tanh", "softplus", "hard_sigmoid"]


def every_float16() -> np.ndarray:
    return np.arange(2**16, dtype=np.uint16).view(np.float16)


def float32_line() -> np.ndarray:
    """One float32 in 65,521 (a prime), NaN, infinities and subnormals of both signs among them."""
    return np.arange(0, 2**32, 65_521, dtype=np.uint64).astype(np.uint32).view(np.float32)


def ulps(got: np.ndarray, true: np.ndarray) -> float:
    """Largest distance in units of the last place of `got`; NaN must meet NaN, infinity infinity."""
    assert np.array_equal(np.isnan(got), np.isnan(true))
    with np.errstate(over="ignore"):
        rounded = true.astype(got.dtype)
    finite = np.isfinite(rounded)
    assert np.array_equal(got[~finite], rounded[~finite], equal_nan=True)
    with np.errstate(over="ignore"):  # NumPy complains of the spacing at the largest float16, and gives infinity
        spacing = np.spacing(np.abs(rounded[finite])).astype(np.float64)
    return float(np.max(np.abs(got[finite].astype(np.float64) - true[finite]) / spacing))


def both(activation: Activation, x: np.ndarray) -> list[np.ndarray]:
    return [activation(x), activation.derivative(x)]


@pytest.mark.parametrize("name", ELEMENTWISE)
@pytest.mark.parametrize("x", [every_float16(), float32_line()], ids=["float16", "float32"])
def test_results_are_within_2_ulp_of_float64(name, x):
    activation = getattr(activations, name)
    with np.errstate(invalid="ignore"):  # signalling NaNs are among the bit patterns
        wide = x.astype(np.float64)
    for got, true in zip(both(activation, x), both(activation, wide), strict=True):
        assert got.dtype == x.dtype
        assert ulps(got, true) <= 0.5  # one rounding; the demand is 2


@pytest.mark.parametrize("name", ["softmax", "log_softmax"])
@pytest.mark.parametrize("dtype", [np.float16, np.float32])
def test_normalised_results_are_within_2_ulp_of_float64(name, dtype):
    activation = getattr(activations, name)
    z = np.random.default_rng(7).normal(0, 30, (400, 5)).astype(dtype)
    for got, true in zip(both(activation, z), both(activation, z.astype(np.float64)), strict=True):
        assert got.dtype == dtype
        assert ulps(got, true) <= 0.5


# Where the docstrings say that saturation begins: activation, precision, last input before it, first input in it.
SATURATION = [
    ("sigmoid", np.float64, 36.73, 36.74, 1.0),
    ("sigmoid", np.float32, 17.32, 17.33, 1.0),
    ("sigmoid", np.float16, 8.31, 8.32, 1.0),
    ("sigmoid", np.float64, -745.13, -745.14, 0.0),
    ("sigmoid", np.float32, -103.97, -103.98, 0.0),
    ("sigmoid", np.float16, -17.32, -17.34, 0.0),
    ("tanh", np.float64, 18.9, 19.0, 1.0),
    ("tanh", np.float32, 9.01, 9.02, 1.0),
    ("tanh", np.float16, 4.5, 4.51, 1.0),
    ("elu", np.float64, -37.42, -37.43, -1.0),
    ("elu", np.float32, -17.32, -17.33, -1.0),
    ("selu", np.float64, -37.42, -37.43, -1.7580993408473768),
    ("selu", np.float32, -16.86, -16.87, np.float32(-1.7580993)),
    ("softplus", np.float64, -745.13, -745.14, 0.0),
    ("softplus", np.float32, -103.97, -103.98, 0.0),
    ("gelu", np.float64, -38.57, -38.59, 0.0),
    ("gelu", np.float32, -14.35, -14.36, 0.0),
    ("silu", np.float64, -751.75, -751.76, 0.0),
    ("silu", np.float32, -108.66, -108.67, 0.0),
]


@pytest.mark.parametrize(("name", "dtype", "before", "within", "value"), SATURATION)
def test_saturation_begins_where_the_docstring_says(name, dtype, before, within, value):
    activation = getattr(activations, name)
    assert activation(dtype(before)) != value
    assert activation(dtype(within)) == value


@pytest.mark.parametrize(("dtype", "one", "zero"), [(np.float64, 36.74, 745.14), (np.float32, 17.33, 103.98)])
def test_softmax_saturates_where_its_docstring_says(dtype, one, zero):
    leads = [one - 0.01, one, zero - 0.01, zero]
    p = activations.softmax(np.array([[lead, 0] for lead in leads], dtype))
    assert list(p[:, 0] == 1) == [False, True, True, True]
    assert list(p[:, 1] == 0) == [False, False, False, True]
    logs = activations.log_softmax(np.array([[lead, 0] for lead in leads], dtype))
    assert list(logs[:, 0] == 0) == [False, False, False, True]
