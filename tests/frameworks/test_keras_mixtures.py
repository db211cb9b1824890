"""Products that mix probabilities are no logits, however linear they look in the graph."""

from __future__ import annotations

import numpy as np
import pytest

import logitwise as lw

pytestmark = pytest.mark.slow
keras = pytest.importorskip("keras")
X = np.random.default_rng(0).normal(size=(400, 4)).astype(np.float32)
Y = (X[:, 0] > 0).astype(int)


def gated():
    i = keras.Input((4,))
    mixed = keras.layers.Dot(axes=1)([keras.layers.Dense(2, "softmax")(i), keras.layers.Dense(2, "sigmoid")(i)])
    return keras.Model(i, mixed)


def noisy():
    i = keras.Input((4,))
    transition = np.array([[0.9, 0.1], [0.2, 0.8]], np.float32)
    return keras.Model(i, keras.ops.matmul(keras.layers.Dense(2, "softmax")(i), transition))


@pytest.mark.parametrize(("make", "loss"), [(gated, "binary_crossentropy"), (noisy, "sparse_categorical_crossentropy")])
def test_a_compiled_mixture_is_read_as_probabilities(make, loss):
    keras.utils.set_random_seed(1)
    model = make()
    model.compile("adam", loss)
    report = lw.evaluate(Y, model=model, inputs=X)
    p = model.predict(X, verbose=0)
    decided = p[:, 1] >= p[:, 0] if p.shape[1] == 2 else p[:, 0] >= 0.5
    assert report.tally.scale == "probabilities"
    assert report.metric("accuracy").value == pytest.approx((decided == Y).mean())


@pytest.mark.parametrize("make", [gated, noisy])
def test_an_uncompiled_mixture_is_refused(make):
    with pytest.raises(lw.InputError):
        lw.evaluate(Y, model=make(), inputs=X)


@pytest.mark.parametrize("hidden", ["sigmoid", "softmax"])
def test_a_layer_on_hidden_sigmoids_still_gives_logits(hidden):
    model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(5, hidden), keras.layers.Dense(1)])
    model.compile("adam", keras.losses.BinaryCrossentropy(from_logits=True))
    report = lw.evaluate(Y, model=model, inputs=X)
    assert report.tally.scale == "logits"
    assert report.metric("accuracy").value == pytest.approx(((model.predict(X, verbose=0)[:, 0] >= 0) == Y).mean())
