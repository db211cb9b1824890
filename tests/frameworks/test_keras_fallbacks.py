"""Keras models whose last activation is out of reach, and sums that only look like logits."""

from __future__ import annotations

import numpy as np
import pytest

from logitwise.errors import ModelError
from logitwise.frameworks.models import open_model

pytestmark = pytest.mark.slow


def own_sigmoid(keras, loss):
    """A sigmoid written out: a graph shows a division."""

    class Own(keras.Model):
        def __init__(self):
            super().__init__()
            self.last = keras.layers.Dense(1)

        def call(self, inputs):
            return 1 / (1 + keras.ops.exp(-self.last(inputs)))

    model = Own()
    model.compile(loss=loss)
    return model


def test_an_activation_out_of_reach_falls_back_to_what_the_loss_says(keras, x):
    model = own_sigmoid(keras, "binary_crossentropy")
    network = open_model(model, example=x)
    assert (network.kind, network.scale) == ("sigmoid", "probabilities")
    assert any("float32 may already be exactly 0 or 1" in note for note in network.notes)
    np.testing.assert_allclose(network.predict(x), model.predict(x, verbose=0)[:, 0], atol=1e-6)


def test_an_activation_out_of_reach_without_a_loss_is_refused(keras, x):
    with pytest.raises(ModelError, match=r"could not be read.*RealDiv.*probabilities="):
        open_model(own_sigmoid(keras, None), example=x)


def temperature(keras, inputs):
    return keras.layers.Rescaling(0.5)(keras.layers.Dense(2)(inputs))


def normalised(keras, inputs):
    return keras.layers.BatchNormalization()(keras.layers.Dense(2)(inputs))


def side_by_side(keras, inputs):
    return keras.layers.Concatenate()([keras.layers.Dense(1)(inputs), -keras.layers.Dense(1)(inputs)])


def after_sigmoids(keras, inputs):
    return keras.layers.Dense(2)(keras.layers.Dense(8, activation="sigmoid")(inputs))


def after_attention(keras, inputs):
    steps = keras.layers.Reshape((2, 2))(inputs)
    seen = keras.layers.MultiHeadAttention(1, 2)(steps, steps)
    return keras.layers.Dense(2)(keras.layers.GlobalAveragePooling1D()(seen))


def tied(keras, inputs):
    table = keras.layers.Embedding(4, 3)
    hidden = keras.layers.Dense(3)(keras.layers.Flatten()(table(keras.ops.cast(inputs > 0, "int32"))))
    return keras.ops.matmul(hidden, keras.ops.transpose(table.embeddings))


LOGITS = [temperature, normalised, side_by_side, after_sigmoids, after_attention, tied]


@pytest.mark.parametrize("make", LOGITS, ids=lambda make: make.__name__)
def test_scaled_shifted_and_joined_logits_are_logits(keras, x, make):
    inputs = keras.Input((4,))
    network = open_model(keras.Model(inputs, make(keras, inputs)), example=x)
    assert (network.kind, network.scale) == ("softmax", "logits")


def complement(keras, inputs):
    return 1 - keras.layers.Dense(2, activation="sigmoid")(inputs)


def ensemble(keras, inputs):
    return keras.layers.Average()([keras.layers.Dense(2, activation="softmax")(inputs) for _ in range(2)])


def gated(keras, inputs):
    return keras.layers.Multiply()([keras.layers.Dense(2)(inputs), keras.layers.Dense(2)(inputs)])


def both_sides(keras, inputs):
    p = keras.layers.Dense(1, activation="sigmoid")(inputs)
    return keras.layers.Concatenate()([1 - p, p])


def gate_of_experts(keras, inputs):
    layers = keras.layers
    return layers.Dot(axes=1)(
        [layers.Dense(2, activation="softmax")(inputs), layers.Dense(2, activation="sigmoid")(inputs)]
    )


def mixture_of_experts(keras, inputs):
    gate = keras.layers.Dense(3, activation="softmax")(inputs)
    experts = keras.layers.Reshape((3, 2))(keras.layers.Dense(6)(inputs))
    return keras.ops.einsum("be,bec->bc", gate, keras.ops.softmax(experts))


def noisy_labels(keras, inputs):
    table = np.array([[0.9, 0.1], [0.2, 0.8]], np.float32)
    return keras.ops.matmul(keras.layers.Dense(2, activation="softmax")(inputs), table)


def smoothed_noisy_labels(keras, inputs):
    smooth = 0.9 * keras.layers.Dense(2, activation="softmax")(inputs) + 0.05
    return keras.ops.matmul(smooth, np.array([[0.9, 0.1], [0.2, 0.8]], np.float32))


MIXED = [complement, ensemble, gated, both_sides, gate_of_experts, mixture_of_experts, noisy_labels]


@pytest.mark.parametrize("make", [*MIXED, smoothed_noisy_labels], ids=lambda make: make.__name__)
def test_sums_and_products_of_activations_are_not_taken_for_logits(keras, x, make):
    inputs = keras.Input((4,))
    model = keras.Model(inputs, make(keras, inputs))
    with pytest.raises(ModelError, match="could not be read"):
        open_model(model, example=x)
    binary = model.output_shape[-1] == 1
    model.compile(loss="binary_crossentropy" if binary else "sparse_categorical_crossentropy")
    assert open_model(model, example=x).scale == "probabilities"


def test_a_single_output_in_a_dict_is_that_output(keras, x):
    inputs = keras.Input((4,))
    model = keras.Model(inputs, {"out": keras.layers.Dense(1, activation="sigmoid")(inputs)})
    assert open_model(model, example=x).predict(x).shape == (50,)


def test_a_model_that_cannot_be_traced_falls_back_to_its_loss(keras, x):
    class Own(keras.Model):
        def __init__(self):
            super().__init__()
            self.last = keras.layers.Dense(1, activation="sigmoid")

        def call(self, inputs):
            return self.last(inputs * float(np.asarray(inputs).max() * 0 + 1))

    model = Own()
    model.compile(loss="binary_crossentropy", run_eagerly=True)
    network = open_model(model, example=x)
    assert network.scale == "probabilities"
    np.testing.assert_allclose(network.predict(x), model.predict(x, verbose=0)[:, 0], atol=1e-6)


def test_a_model_that_is_random_is_taken_as_it_returns(keras, x):
    class Own(keras.Model):
        def __init__(self):
            super().__init__()
            self.drop, self.last = keras.layers.Dropout(0.5), keras.layers.Dense(1, activation="sigmoid")

        def call(self, inputs):
            return self.last(self.drop(inputs, training=True))

    network = open_model(Own(), example=x)
    assert network.scale == "probabilities"
    assert any("a model that is random" in note for note in network.notes)
