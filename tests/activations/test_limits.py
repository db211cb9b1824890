"""Infinities, NaN, signed zeros, kinks, huge numbers: the limits, and never a warning."""

import math

import numpy as np
import pytest

from logitwise import activations

INF, NAN = math.inf, math.nan
SCALE, SCALE_ALPHA = 1.0507009873554805, 1.7580993408473768
ELEMENTWISE = ["relu", "leaky_relu", "elu", "selu", "gelu", "silu", "sigmoid", "tanh", "softplus", "hard_sigmoid"]

# name: value at -inf and +inf, derivative at -inf and +inf; the mathematical limits.
LIMITS = {
    "relu": (0.0, INF, 0.0, 1.0),
    "leaky_relu": (-INF, INF, 0.2, 1.0),
    "elu": (-1.0, INF, 0.0, 1.0),
    "selu": (-SCALE_ALPHA, INF, 0.0, SCALE),
    "gelu": (0.0, INF, 0.0, 1.0),
    "silu": (0.0, INF, 0.0, 1.0),
    "sigmoid": (0.0, 1.0, 0.0, 0.0),
    "tanh": (-1.0, 1.0, 0.0, 0.0),
    "softplus": (0.0, INF, 0.0, 1.0),
    "hard_sigmoid": (0.0, 1.0, 0.0, 0.0),
}

# What tf.GradientTape gives for the float32 functions of keras.activations (TensorFlow 2.21, Keras 3.15).
KINKS = [
    ("relu", 0.0, 0.0),
    ("leaky_relu", 0.0, 0.2),
    ("elu", 0.0, 1.0),
    ("selu", 0.0, SCALE),
    ("hard_sigmoid", -3.0, 0.0),
    ("hard_sigmoid", 3.0, 0.0),
]


@pytest.mark.parametrize("name", LIMITS)
@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64])
def test_infinities_give_the_limits(name, dtype):
    activation = getattr(activations, name)
    x = np.array([-INF, INF], dtype)
    expected = np.array(LIMITS[name]).astype(dtype)
    assert np.array_equal(np.concatenate([activation(x), activation.derivative(x)]), expected)


@pytest.mark.parametrize("name", ELEMENTWISE)
def test_nan_stays_nan_and_alone(name):
    activation = getattr(activations, name)
    for result in (activation([1.0, NAN, -1.0]), activation.derivative([1.0, NAN, -1.0])):
        assert list(np.isnan(result)) == [False, True, False]


@pytest.mark.parametrize("name", ["relu", "leaky_relu", "elu"])
def test_nan_stays_nan_with_a_parameter_of_zero(name):
    parameter = {"leaky_relu": {"negative_slope": 0.0}, "elu": {"alpha": 0.0}}.get(name, {})
    result = getattr(activations, name)([NAN, -INF, INF], **parameter)
    assert np.array_equal(result, [NAN, 0.0, INF], equal_nan=True)


@pytest.mark.parametrize("name", [*ELEMENTWISE, "softmax", "log_softmax"])
def test_no_floating_point_error_leaves_a_call(name):
    x = np.array([0.0, -0.0, 5e-324, -1e-310, 1e-200, 40.0, -40.0, 800.0, -800.0, 1.79e308, -1.79e308])
    with np.errstate(all="raise"):
        for dtype in (np.float64, np.float32, np.float16):
            with np.errstate(all="ignore"):
                narrow = x.astype(dtype)
                narrow = narrow[np.isfinite(narrow)]
            getattr(activations, name)(narrow)
            getattr(activations, name).derivative(narrow)


@pytest.mark.parametrize("name", [*ELEMENTWISE, "softmax", "log_softmax"])
def test_the_input_is_left_as_it_was(name):
    x = np.array([-1.0, 0.0, 2.0])
    x.flags.writeable = False
    getattr(activations, name)(x)
    getattr(activations, name).derivative(x)
    assert list(x) == [-1.0, 0.0, 2.0]


@pytest.mark.parametrize(("name", "x", "expected"), KINKS)
def test_kinks_take_the_side_that_tensorflow_takes(name, x, expected):
    assert getattr(activations, name).derivative(x) == expected


def test_a_kink_of_elu_takes_alpha():
    assert activations.elu.derivative(0.0, alpha=0.5) == 0.5


@pytest.mark.parametrize("name", ["leaky_relu", "elu", "selu", "gelu", "silu", "tanh"])
def test_zero_keeps_its_sign(name):
    assert list(np.signbit(getattr(activations, name)([-0.0, 0.0]))) == [True, False]


def test_relu_of_minus_zero_is_zero():
    assert not np.signbit(activations.relu(-0.0))


def test_selu_overflows_to_infinity_only_where_the_rounded_result_does():
    largest = np.finfo(np.float64).max
    assert activations.selu(largest) == INF
    assert activations.selu(0.95 * largest) == SCALE * (0.95 * largest)


@pytest.mark.parametrize("name", ELEMENTWISE)
def test_values_stay_in_the_range_up_to_rounding(name):
    low, high = getattr(activations, name).range
    y = getattr(activations, name)(np.linspace(-60, 60, 4001))
    assert low - abs(low) * 1e-15 <= y.min()
    assert y.max() <= high
