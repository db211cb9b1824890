"""TensorFlow's float32 results agree with ours within TensorFlow's own error.

The error was measured with tensorflow-cpu 2.21.0 and Keras 3.15.1 on an x86-64 AVX2 processor: the functions of
`keras.activations` on 88,000 float32 inputs (both signs of 4,000 powers of ten from 1e-37.9 to 1e38 and 40,000 steps to
120), against the float64 result rounded to float32. `ulps` is the largest distance where TensorFlow did not give 0,
`floor` the largest magnitude that it did turn into 0 (subnormal results and factors are flushed; its elu and selu lose
the input below 3e-8 next to 0). Other processors take other vector paths, so half as much again is allowed.
"""

import numpy as np
import pytest

from logitwise import activations
from logitwise.errors import InputError

pytestmark = pytest.mark.slow
ALLOWED = 1.5
TINY = float(np.finfo(np.float32).tiny)  # 1.18e-38, below which TensorFlow flushes

# name: (ulps, floor, largest absolute error of the derivative by GradientTape)
MEASURED = {
    "relu": (0, 0.0, 0.0),
    "leaky_relu": (1, 1.17e-38, 0.0),
    "elu": (1, 6.0e-8, 6.0e-8),
    "selu": (1, 1.2e-7, 1.2e-7),
    "gelu": (202, 7.7e-38, 1.2e-7),
    "silu": (7, 1.03e-36, 9.6e-7),
    "sigmoid": (6, TINY, 7.9e-8),
    "tanh": (5, TINY, 5.4e-7),
    "softplus": (7, TINY, 1.2e-7),
    "hard_sigmoid": (1, 0.0, 0.0),
}


@pytest.fixture(scope="module")
def tf():
    return pytest.importorskip("tensorflow", exc_type=ImportError)


@pytest.fixture(scope="module")
def functions(tf):
    keras = pytest.importorskip("keras", exc_type=ImportError)
    return {name: getattr(keras.activations, name) for name in MEASURED}


def line() -> np.ndarray:
    half = np.concatenate([10.0 ** np.linspace(-37.9, 38, 4000), np.linspace(0.001, 120, 40_000)])
    return np.concatenate([-half, half]).astype(np.float32)


def with_gradient(tf, function, x):
    x = tf.constant(x)
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = function(x)
    return y.numpy(), tape.gradient(y, x).numpy()


@pytest.mark.parametrize("name", MEASURED)
def test_values_agree_within_tensorflows_measured_error(tf, functions, name):
    x, (ulps, floor, _) = line(), MEASURED[name]
    theirs, _ = with_gradient(tf, functions[name], x)
    ours = getattr(activations, name)(x)
    finite = np.isfinite(ours)
    assert np.array_equal(theirs[~finite], ours[~finite])
    allowed = ALLOWED * (ulps * np.spacing(np.abs(ours[finite])).astype(np.float64) + floor)
    assert np.all(np.abs(theirs[finite].astype(np.float64) - ours[finite]) <= allowed)


@pytest.mark.parametrize("name", MEASURED)
def test_derivatives_agree_within_tensorflows_measured_error(tf, functions, name):
    x = line()
    if name == "selu":  # there TensorFlow's value is 0, and its gradient takes the other side of the kink
        x = x[(x > 0) | (x < -1e-7)]
    _, theirs = with_gradient(tf, functions[name], x)
    ours = getattr(activations, name).derivative(x)
    assert np.abs(theirs.astype(np.float64) - ours).max() <= ALLOWED * MEASURED[name][2]


@pytest.mark.parametrize("name", MEASURED)
def test_kinks_and_infinities_agree(tf, functions, name):
    x = np.array([0.0, -0.0, 3.0, -3.0, np.inf, -np.inf], np.float32)
    theirs, slope = with_gradient(tf, functions[name], x)
    ours = getattr(activations, name)(x)
    if name in {"gelu", "silu"}:  # TensorFlow multiplies -inf by 0
        assert np.isnan(theirs[-1])
        assert ours[-1] == 0
        theirs, ours = theirs[:-1], ours[:-1]
    assert np.allclose(theirs, ours, rtol=1e-6, atol=0)
    assert np.allclose(slope[:4], getattr(activations, name).derivative(x[:4]), rtol=0, atol=1e-6)


# Measured as above on normal logits of standard deviation 1, 10 and 60, with 2, 3, 10 and 1000 classes: softmax up to
# 70 ulp and 2.4e-38 flushed; log_softmax up to 2 ulp of the row's spread (it subtracts in float32).
@pytest.mark.parametrize("classes", [2, 3, 10, 1000])
@pytest.mark.parametrize("spread", [1, 10, 60])
def test_softmax_agrees_within_tensorflows_measured_error(tf, classes, spread):
    z = np.random.default_rng(1).normal(0, spread, (20_000 // classes, classes)).astype(np.float32)
    ours = activations.softmax(z)
    allowed = ALLOWED * (70 * np.spacing(ours).astype(np.float64) + 2.4e-38)
    assert np.all(np.abs(tf.nn.softmax(z).numpy().astype(np.float64) - ours) <= allowed)
    width = np.maximum(np.ptp(z, axis=1, keepdims=True), np.float32(1))
    miss = np.abs(tf.nn.log_softmax(z).numpy().astype(np.float64) - activations.log_softmax(z))
    assert np.all(miss <= ALLOWED * 2 * np.spacing(width))


@pytest.mark.parametrize("name", ["softmax", "log_softmax"])
def test_jacobians_agree_with_the_gradient_tape(tf, name):
    z = tf.constant(np.random.default_rng(2).normal(0, 3, (50, 4)).astype(np.float32))
    with tf.GradientTape() as tape:
        tape.watch(z)
        y = getattr(tf.nn, name)(z)
    theirs = tape.batch_jacobian(y, z).numpy()
    assert np.abs(theirs - getattr(activations, name).derivative(z)).max() <= ALLOWED * 1.2e-7  # measured


def test_tensors_are_read_as_they_are(tf):
    assert activations.relu(tf.constant([-1.0, 2.0])).tolist() == [0.0, 2.0]


def test_a_symbolic_tensor_is_refused(tf):
    keras = pytest.importorskip("keras", exc_type=ImportError)
    with pytest.raises(InputError, match="expects a rectangular array of numbers; KerasTensor"):
        activations.relu(keras.Input((3,)))
