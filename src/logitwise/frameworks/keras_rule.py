"""A Keras model with a rule's calibration built in, out of layers that Keras ships."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, Any

import numpy as np

from logitwise.errors import ModelError
from logitwise.frameworks.keras import tensorflow
from logitwise.rule.calibrations import Affine, Beta, Biased, Identity, Isotonic, Temperature, Vector, method_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from logitwise.rule import Calibration, Rule

WIDE = "float32"
"""In which calibration is computed, whatever the model computes in."""
ACTIVATIONS = {"sigmoid": "sigmoid", "softmax": "softmax", "linear": "linear"}


def recalibrated_model(rule: Rule, model: Any) -> Any:
    """The model's inputs to its recalibrated probabilities, in the shape that the model gives them.

    Layers before the last are shared with `model`; the last is copied without its activation. Probabilities agree with
    `Rule.apply` on the same logits to 1e-6 while recalibrated logits stay within 30; beyond, float32 rounds a logit z
    by 6e-8 |z|, and a probability by at most a quarter of that a class.

    Raises:
        ModelError: another head than the rule's, no layers to be read, or a calibration that layers cannot say.
    """
    tensorflow()
    import keras  # noqa: PLC0415  heavy

    logits, activation = logits_of(model)
    units = int(logits.shape[-1]) if len(logits.shape) == 2 else 0
    _check_head(rule, activation, units)
    parts = [_terms(each) for each in rule.calibrations]
    layers = _Layers(model)
    last = "softmax" if rule.head.kind == "softmax" else "sigmoid"
    if rule.head.binary and units == 2:  # of two classes a rule reads the log-odds of the positive one
        towards = [0.0, 1.0] if rule.head.positive == 1 else [1.0, 0.0]
        odds = layers.product(logits, [[2 * side - 1] for side in towards])
        z = layers.product(_calibrated(odds, parts, rule.shift, layers), [towards])
    else:
        chances = isinstance(rule.calibrations[0], Vector)  # which scales ln p, not z
        taken = layers.of("Activation", "log_softmax")(logits) if chances else logits
        z = _calibrated(taken, parts, rule.shift, layers)
    outputs = layers.of("Activation", last)(z)
    return keras.Model(model.inputs, outputs, name=f"{model.name}_recalibrated")


def logits_of(model: Any) -> tuple[Any, str]:
    """The symbolic tensor before a model's last activation, and that activation.

    Raises:
        ModelError: a subclassed model, one that was never built, several outputs, or a last layer that hides its
            logits.
    """
    outputs = getattr(model, "outputs", None)
    if not outputs or getattr(outputs[0], "_keras_history", None) is None:
        raise ModelError(
            "a rule is built into a functional or Sequential model that has been built; a subclassed one hides its "
            "layers: call it in a functional model, or apply the rule to its outputs (rule.apply)"
        )
    if len(outputs) != 1:
        raise ModelError(f"the model has {len(outputs)} outputs; expected one")
    return _before(outputs[0])


def _before(tensor: Any) -> tuple[Any, str]:
    """What the operation that made a tensor was applied to, and the activation it applied."""
    import keras  # noqa: PLC0415  heavy

    operation, node, _ = tensor._keras_history  # noqa: SLF001  Keras has no public word for it; keras_graph reads it too
    given = operation._inbound_nodes[node].input_tensors if operation._inbound_nodes else []  # noqa: SLF001
    if isinstance(operation, keras.Model):
        inner, activation = logits_of(operation)
        again = keras.Model(operation.inputs, inner, name=f"{operation.name}_logits")
        return again(list(given) if len(given) > 1 else given[0]), activation
    if isinstance(operation, keras.layers.Softmax):
        return _checked_axis(operation, given[0]), "softmax"
    name = getattr(getattr(operation, "activation", None), "__name__", None)
    if name is None:
        kind = type(operation).__name__
        if kind.lower() in ("sigmoid", "softmax") and given:  # keras.ops, called on a tensor
            return _checked_axis(operation, given[0]), kind.lower()
        raise ModelError(
            f"the model's last layer is a {kind}; expected one with an activation, like Dense or Activation"
        )
    if name not in ACTIVATIONS:
        raise ModelError(f"the model's last activation is {name}; expected sigmoid, softmax or none")
    if name == "linear":
        return tensor, name
    if isinstance(operation, keras.layers.Activation):
        return given[0], name
    return _without_activation(operation, given[0]), name


def _checked_axis(operation: Any, given: Any) -> Any:
    if getattr(operation, "axis", -1) not in (-1, len(given.shape) - 1):
        raise ModelError("the model's softmax is over another axis than the last")
    return given


def _without_activation(layer: Any, given: Any) -> Any:
    """The same layer with the same weights and no activation."""
    config = layer.get_config() | {"activation": "linear", "name": f"{layer.name}_logits"}
    copy = type(layer).from_config(config)
    logits = copy(given)
    copy.set_weights(layer.get_weights())
    return logits


def _check_head(rule: Rule, activation: str, units: int) -> None:
    head = rule.head
    wanted = 1 if head.kind == "sigmoid" else len(head.classes)
    last = "softmax" if head.kind == "softmax" else "sigmoid"
    if units != wanted or activation not in (last, "linear"):
        raise ModelError(
            f"the rule is of a {head.kind} of {len(head.classes)} classes, which is {wanted} "
            f"unit{'' if wanted == 1 else 's'} with a {last}; the model ends in {units or 'no single row of'} "
            f"unit{'' if units == 1 else 's'} with {'no activation' if activation == 'linear' else f'a {activation}'}"
        )


Terms = tuple[Any, Any, Any, Any]


def _terms(calibration: Calibration) -> Terms:
    """Weights of z, of ln p and of -ln(1 - p), and an offset, whose sum the calibration is."""
    match calibration:
        case Identity():
            return 1.0, 0.0, 0.0, 0.0
        case Temperature(temperature):
            return 1 / temperature, 0.0, 0.0, 0.0
        case Affine(slope, intercept):
            return slope, 0.0, 0.0, intercept
        case Beta(a, b, c):
            return 0.0, a, b, c
        case Biased(temperature, biases):
            return 1 / temperature, 0.0, 0.0, biases
        case Vector(scales, biases):
            return scales, 0.0, 0.0, biases
        case Isotonic():
            raise ModelError(
                f"calibration {method_of(calibration)} is a curve of knots, whose steps float32 layers do not keep to "
                "1e-6: tune with --calibrate beta, or apply the rule to the model's outputs (rule.apply)"
            )


def _calibrated(z: Any, parts: Sequence[Terms], shift: tuple[float, ...] | None, layers: _Layers) -> Any:
    """The sum of what the terms of all labels ask for; a term that all lack is left out."""
    slope, low, high, offset = (_each(column) for column in zip(*parts, strict=True))
    offset = offset + (0.0 if shift is None else _each([shift]))
    sources: tuple[tuple[Any, Callable[[], Any]], ...] = (
        (slope, lambda: z),
        (low, lambda: layers.of("Activation", "log_sigmoid")(z)),
        (high, lambda: layers.of("Activation", "softplus")(z)),
    )
    terms = [(weight, source()) for weight, source in sources if np.any(weight)]
    if len(terms) == 1:
        return layers.scaled(terms[0][1], terms[0][0], offset)
    total = layers.of("Add")([layers.scaled(term, weight, 0.0) for weight, term in terms])
    return layers.scaled(total, 1.0, offset)


def _each(values: Any) -> Any:
    """One number for all, or a row of numbers, one a class or label."""
    array = np.asarray(values, np.float64)
    flat = array[0] if len(array) == 1 else array
    return flat if np.ndim(flat) == 0 or len(flat) > 1 else flat[0]


class _Layers:
    """Layers in float32, under names that the model does not have: Keras numbers its own anew in each process."""

    def __init__(self, model: Any) -> None:
        self._taken = {each.name for each in getattr(model, "operations", model.layers)}

    def of(self, kind: str, *arguments: Any, **named: Any) -> Any:
        """A layer of Keras."""
        import keras  # noqa: PLC0415  heavy

        name = next(name for name in map("recalibrate_{}".format, count()) if name not in self._taken)
        self._taken.add(name)
        return getattr(keras.layers, kind)(*arguments, dtype=WIDE, name=name, **named)

    def scaled(self, z: Any, weight: Any, offset: Any) -> Any:
        """Times a weight, plus an offset; one for all, or one a class."""
        if np.all(weight == 1.0) and not np.any(offset):
            return z
        return self.of("Rescaling", np.asarray(weight).tolist(), np.asarray(offset).tolist())(z)

    def product(self, z: Any, kernel: list[list[float]]) -> Any:
        """A product with numbers that no training changes."""
        layer = self.of("Dense", len(kernel[0]), use_bias=False, trainable=False)
        outputs = layer(z)
        layer.set_weights([np.array(kernel, np.float32)])
        return outputs
