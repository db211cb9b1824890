"""A rule built into a Keras model, against `Rule.apply` on the model's own logits, saved and loaded in between."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest

from logitwise.errors import ModelError
from logitwise.head import Head
from logitwise.rule import Affine, Beta, Biased, Identity, Isotonic, Rule, Temperature, Vector

pytestmark = pytest.mark.slow

X = np.random.default_rng(0).normal(size=(200, 5)).astype(np.float32)
TWO, PAIR = Head("sigmoid", ("no", "yes")), Head("softmax", ("no", "yes"))
THREE, LABELS = Head("softmax", ("a", "b", "c")), Head("multilabel", ("x", "y", "z"))
RULES = (
    *(
        Rule(TWO, (each,), thresholds=(0.3,), shift=(0.4,))
        for each in (Identity(), Temperature(1.7), Affine(0.8, -0.3))
    ),
    Rule(TWO, (Beta(1.2, 0.7, 0.3),), thresholds=(0.3,)),
    *(Rule(PAIR, (each,), thresholds=(0.5,)) for each in (Temperature(0.6), Affine(0.8, -0.3), Beta(1.2, 0.7, 0.3))),
    Rule(Head("softmax", ("yes", "no"), 0), (Affine(0.8, -0.3),), thresholds=(0.5,)),
    *(
        Rule(THREE, (each,))
        for each in (Temperature(1.7), Biased(1.4, (0.1, 0.2, -0.3)), Vector((1.0, 0.5, 2.0), (0.0, 0.1, 0.2)))
    ),
    Rule(THREE, (Identity(),), shift=(0.1, 0.2, -0.1)),
    Rule(LABELS, (Identity(), Beta(1.0, 0.5, 0.2), Affine(0.4, 0.1)), thresholds=(0.5,) * 3, shift=(0.1, 0.2, 0.3)),
    Rule(LABELS, (Temperature(2.0),) * 3, thresholds=(0.5,) * 3),
)


def models(keras, units, activation):
    """A model with that last activation, and the same without."""
    layers = keras.layers
    body, last = (
        layers.Dense(16, "relu"),
        layers.Dense(units, kernel_initializer=keras.initializers.RandomNormal(stddev=1.0, seed=1)),
    )
    inputs = keras.Input((5,))
    logits = last(body(inputs))
    whole = keras.Sequential([keras.Input((5,)), body, layers.Dense(units, activation)])
    whole.layers[-1].set_weights(last.get_weights())
    return whole, keras.Model(inputs, logits)


def agrees(rule, given, logits):
    expected = rule.apply(logits=logits).probabilities
    if rule.head.binary:
        given = given[:, 0] if given.shape[1] == 1 else given[:, rule.head.positive]
    np.testing.assert_allclose(given, expected, atol=1e-6)


@pytest.mark.parametrize("rule", RULES)
def test_the_model_gives_what_the_rule_gives(keras, rule, tmp_path):
    units = 1 if rule.head.kind == "sigmoid" else len(rule.head.classes)
    model, plain = models(keras, units, "softmax" if rule.head.kind == "softmax" else "sigmoid")
    rule.to_keras(model).save(tmp_path / "m.keras")
    loaded = keras.models.load_model(tmp_path / "m.keras")
    agrees(rule, loaded.predict(X, verbose=0), plain.predict(X, verbose=0))


def test_the_model_itself_is_left_as_it_was(keras):
    model, _ = models(keras, 3, "softmax")
    before = model.predict(X, verbose=0)
    RULES[8].to_keras(model)
    np.testing.assert_array_equal(model.predict(X, verbose=0), before)


def test_logits_separate_activations_nested_models_and_ops_are_read(keras):
    layers, rule = keras.layers, Rule(THREE, (Temperature(3.0),))
    inputs = keras.Input((5,))
    body = keras.Sequential([keras.Input((5,)), layers.Dense(3)], name="body")
    nested = keras.Sequential([keras.Input((5,)), body, layers.Activation("softmax")])
    logits = body.predict(X, verbose=0)
    wholes = (
        body,
        keras.Model(inputs, layers.Softmax()(body(inputs))),
        keras.Model(inputs, keras.ops.softmax(body(inputs))),
        nested,
    )
    for model in (*wholes, keras.Model(inputs, nested(inputs))):
        agrees(rule, rule.to_keras(model).predict(X, verbose=0), logits)


def test_a_recalibrated_model_can_be_recalibrated_again(keras):
    model, plain = models(keras, 1, "sigmoid")
    once = RULES[2].to_keras(model)
    twice = RULES[2].to_keras(once)
    z = 0.8 * (0.8 * plain.predict(X, verbose=0)[:, 0] + 0.1) + 0.1
    np.testing.assert_allclose(twice.predict(X, verbose=0)[:, 0], 1 / (1 + np.exp(-z)), atol=1e-6)


def test_a_saved_model_needs_nothing_of_ours(keras, tmp_path):
    RULES[3].to_keras(models(keras, 1, "sigmoid")[0]).save(tmp_path / "m.keras")
    program = (
        "import sys, keras; keras.models.load_model(sys.argv[1]); "
        "sys.exit(any(name.startswith('logitwise') for name in sys.modules))"
    )
    assert (
        subprocess.run(
            [sys.executable, "-c", program, tmp_path / "m.keras"], capture_output=True, check=False
        ).returncode
        == 0
    )


@pytest.mark.parametrize(
    ("units", "activation", "rule", "words"),
    [
        (3, "softmax", RULES[2], "1 unit with a sigmoid; the model ends in 3 units with a softmax"),
        (3, "sigmoid", RULES[8], "3 units with a softmax; the model ends in 3 units with a sigmoid"),
        (4, "softmax", RULES[8], "ends in 4 units"),
        (3, "relu", RULES[8], "last activation is relu"),
        (
            1,
            "sigmoid",
            Rule(TWO, (Isotonic((0.1, 0.9), (0.2, 0.8)),), thresholds=(0.5,)),
            "isotonic is a curve of knots",
        ),
    ],
)
def test_a_model_that_does_not_fit_is_refused(keras, units, activation, rule, words):
    with pytest.raises(ModelError, match=words):
        rule.to_keras(models(keras, units, activation)[0])


def test_models_that_hide_their_layers_are_refused(keras):
    class Own(keras.Model):
        def call(self, x):
            return x

    with pytest.raises(ModelError, match="functional or Sequential"):
        RULES[2].to_keras(Own())
    inputs = keras.Input((5,))
    two = keras.Model(inputs, [keras.layers.Dense(1)(inputs), keras.layers.Dense(1)(inputs)])
    with pytest.raises(ModelError, match="2 outputs"):
        RULES[2].to_keras(two)
    reshaped = keras.Model(inputs, keras.layers.Reshape((1,))(keras.layers.Dense(1, "sigmoid")(inputs)))
    with pytest.raises(ModelError, match="last layer is a Reshape"):
        RULES[2].to_keras(reshaped)


def test_tensors_of_tensorflow_are_outputs_too(keras):
    z = np.array([-1.0, 0.5, 2.0], np.float32)
    expected = RULES[1].apply(logits=z)
    given = RULES[1].apply(logits=keras.ops.convert_to_tensor(z))
    np.testing.assert_array_equal(given.probabilities, expected.probabilities)
