"""Keras models against `model.predict` and SciPy."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import special

from logitwise.errors import ModelError
from logitwise.frameworks.models import open_model

pytestmark = pytest.mark.slow


def probabilities(network, x):
    """What the numbers taken mean, by SciPy."""
    taken = network.predict(x).astype(np.float64)
    if network.scale == "probabilities":
        return taken
    return special.softmax(taken, axis=1) if network.kind == "softmax" else special.expit(taken)


def by_predict(model, x):
    """What Keras itself predicts, in our shape: ``(rows,)`` of one unit."""
    given = model.predict(x, verbose=0).astype(np.float64)
    return given[:, 0] if given.ndim == 2 and given.shape[1] == 1 else given


@pytest.mark.parametrize(("units", "activation"), [(1, "sigmoid"), (3, "sigmoid"), (2, "softmax"), (5, "softmax")])
def test_logits_before_the_activation_give_what_the_model_predicts(dense, x, units, activation):
    model = dense(units, activation)
    network = open_model(model, example=x)
    assert network.scale == "logits"
    np.testing.assert_allclose(probabilities(network, x), by_predict(model, x), atol=1e-6)


def test_saturated_float32_sigmoid_keeps_its_logits(dense, x):
    model = dense(scale=40)
    network, predicted = open_model(model, example=x), by_predict(model, x)
    exact = x.astype(np.float64) @ np.asarray(model.layers[-1].kernel, np.float64)[:, 0]
    assert np.mean(predicted == 1.0) > 0.1  # nothing left of them in what Keras returns
    assert np.isfinite(special.log_expit(-network.predict(x))).all()
    np.testing.assert_allclose(network.predict(x), exact, rtol=1e-5, atol=1e-4)


def functional(keras):
    inputs = keras.Input((4,))
    return keras.Model(inputs, keras.layers.Dense(3, activation="softmax")(inputs))


def activation_layer(keras):
    return keras.Sequential([keras.Input((4,)), keras.layers.Dense(3), keras.layers.Activation("sigmoid")])


def softmax_layer(keras):
    return keras.Sequential([keras.Input((4,)), keras.layers.Dense(3), keras.layers.Softmax()])


def ending_in_an_operation(keras):
    inputs = keras.Input((4,))
    return keras.Model(inputs, keras.ops.softmax(keras.layers.Dense(3)(inputs)))


def nested(keras):
    inputs = keras.Input((4,))
    return keras.Model(inputs, functional(keras)(keras.layers.Dense(4, activation="relu")(inputs)))


def one_head_a_label(keras):
    inputs = keras.Input((4,))
    heads = [keras.layers.Dense(1, activation="sigmoid")(inputs) for _ in range(3)]
    return keras.Model(inputs, keras.layers.Concatenate()(heads))


def dropout_after(keras):
    return keras.Sequential(
        [
            keras.Input((4,)),
            keras.layers.Dense(3, activation="sigmoid"),
            keras.layers.Dropout(0.5),
            keras.layers.Flatten(),
        ]
    )


def subclassed(keras):
    class Own(keras.Model):
        def __init__(self):
            super().__init__()
            self.last = keras.layers.Dense(3, activation="softmax")

        def call(self, inputs):
            return self.last(inputs)

    return Own()


def subclassed_with_tf(keras):
    import tensorflow as tf

    class Own(keras.Model):
        def __init__(self):
            super().__init__()
            self.drop, self.last = keras.layers.Dropout(0.9), keras.layers.Dense(1)

        def call(self, inputs, training=None):
            return tf.squeeze(tf.nn.sigmoid(self.last(self.drop(inputs, training=training))), -1)

    return Own()


def unbuilt_sequential(keras):
    return keras.Sequential([keras.layers.Dense(3, activation="softmax")])


def half_precision(keras):
    policy = keras.dtype_policies.DTypePolicy("mixed_float16")
    return keras.Sequential([keras.Input((4,)), keras.layers.Dense(3, activation="softmax", dtype=policy)])


KINDS = [
    *(functional, activation_layer, softmax_layer, ending_in_an_operation, nested, one_head_a_label, dropout_after),
    *(subclassed, subclassed_with_tf, unbuilt_sequential, half_precision),
]


@pytest.mark.parametrize("make", KINDS, ids=lambda make: make.__name__)
def test_every_kind_of_model_is_read_before_its_last_activation(keras, x, make):
    model = make(keras)
    network = open_model(model, example=x)
    assert network.scale == "logits"
    assert "logits are taken before the" in network.read_from
    assert network.notes == ()
    np.testing.assert_allclose(
        probabilities(network, x), by_predict(model, x), atol=2e-3 if make is half_precision else 1e-6
    )


@pytest.mark.parametrize("make", KINDS, ids=lambda make: make.__name__)
def test_reading_leaves_the_model_as_it_was(keras, x, make):
    model = make(keras)
    before, weights = by_predict(model, x), model.get_weights()
    nodes = [len(layer._inbound_nodes) for layer in model.layers]
    open_model(model, example=x).predict(x)
    np.testing.assert_array_equal(by_predict(model, x), before)
    assert all(np.array_equal(a, b) for a, b in zip(model.get_weights(), weights, strict=True))
    assert [len(layer._inbound_nodes) for layer in model.layers] == nodes


def test_half_precision_is_handed_on_as_float32(keras, x):
    assert open_model(half_precision(keras), example=x).predict(x).dtype == np.float32


def test_a_linear_model_gives_its_outputs(dense, keras, x):
    model = dense(3, None, loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True))
    network = open_model(model, example=x)
    assert (network.kind, network.scale, network.assumed, network.notes) == ("softmax", "logits", True, ())
    np.testing.assert_allclose(network.predict(x), by_predict(model, x), atol=1e-6)


def test_log_softmax_is_logits(dense, x):
    network = open_model(dense(3, "log_softmax"), example=x)
    assert (network.kind, network.scale) == ("softmax", "logits")
    np.testing.assert_allclose(np.exp(network.predict(x)).sum(axis=1), 1, atol=1e-6)


def test_binary_loss_from_logits_of_three_units_is_multilabel(dense, keras, x):
    network = open_model(dense(3, None, loss=keras.losses.BinaryCrossentropy(from_logits=True)), example=x)
    assert network.kind == "multilabel"


def test_a_disagreement_with_the_compiled_loss_is_noted(dense, keras, x):
    network = open_model(dense(1, None, loss=keras.losses.BinaryCrossentropy()), example=x)
    assert network.scale == "logits"
    assert any("from_logits=False" in note and "probably wrong" in note for note in network.notes)


@pytest.mark.parametrize(
    "activation", ["relu", "tanh", "gelu", "silu", "hard_sigmoid", "elu", "softplus", "celu", "log_sigmoid", "mish"]
)
def test_an_activation_without_probabilities_is_refused(dense, x, activation):
    with pytest.raises(ModelError, match=f"last activation is {activation}"):
        open_model(dense(1, activation, loss="binary_crossentropy"), example=x)


@pytest.mark.filterwarnings("ignore:You are using a softmax over axis")  # Keras says it too, where it may go unseen
def test_a_softmax_of_one_unit_is_refused(dense, x):
    with pytest.raises(ModelError, match="softmax of one unit"):
        open_model(dense(1, "softmax"), example=x)


def test_a_softmax_over_the_rows_is_refused(dense, keras, x):
    with pytest.raises(ModelError, match="axis other than the last"):
        open_model(dense(3, None, extra=[keras.layers.Softmax(axis=0)]), example=x)


def test_a_capped_relu_layer_is_refused(dense, keras, x):
    with pytest.raises(ModelError, match="last activation is relu"):
        open_model(dense(1, None, extra=[keras.layers.ReLU(max_value=1.0)], loss="bce"), example=x)


def test_two_outputs_are_refused(keras, x):
    inputs = keras.Input((4,))
    model = keras.Model(inputs, [keras.layers.Dense(1)(inputs), keras.layers.Dense(1)(inputs)])
    with pytest.raises(ModelError, match="2 outputs; expected one"):
        open_model(model, example=x)


def test_an_image_of_scores_is_refused(keras):
    model = keras.Sequential([keras.Input((8, 8, 1)), keras.layers.Conv2D(2, 3, activation="softmax")])
    with pytest.raises(ModelError, match=r"shape \(3, 6, 6, 2\); expected \(rows,\) or \(rows, classes\)"):
        open_model(model, example=np.zeros((3, 8, 8, 1), np.float32))


def test_inputs_that_do_not_fit_are_refused_with_their_shape(dense):
    with pytest.raises(ModelError, match=r"inputs of shape \(5, 3\)"):
        open_model(dense(), example=np.zeros((5, 3), np.float32))


@pytest.mark.parametrize("as_given", [dict, tuple, list])
def test_several_inputs_pass_through_as_they_are_given(keras, x, as_given):
    a, b = keras.Input((4,), name="a"), keras.Input((4,), name="b")
    outputs = keras.layers.Dense(1, activation="sigmoid")(keras.layers.Concatenate()([a, b]))
    model = keras.Model({"a": a, "b": b} if as_given is dict else [a, b], outputs)
    given = {"a": x, "b": 2 * x} if as_given is dict else as_given([x, 2 * x])
    network = open_model(model, example=given)
    np.testing.assert_allclose(probabilities(network, given), by_predict(model, given), atol=1e-6)


@pytest.mark.parametrize("kind", [np.float64, np.float16, np.int64])
def test_inputs_of_other_types_are_taken_as_predict_takes_them(dense, x, kind):
    given = (10 * x).astype(kind)
    model = dense()
    np.testing.assert_allclose(
        probabilities(open_model(model, example=given), given), by_predict(model, given), atol=1e-6
    )


def test_any_number_of_rows_goes_through_one_graph(dense, x):
    network = open_model(dense(), example=x)
    assert [len(network.predict(x[:n])) for n in (1, 7, 50)] == [1, 7, 50]


def test_the_report_is_told_model_activation_loss_and_place(dense, keras, x):
    network = open_model(dense(loss="binary_crossentropy"), example=x)
    assert (
        "last activation sigmoid of 1 unit, compiled loss binary_crossentropy (from_logits=False)" in network.read_from
    )
    assert network.read_from.endswith("logits are taken before the sigmoid")
