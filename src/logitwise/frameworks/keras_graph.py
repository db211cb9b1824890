"""The last activation of a traced Keras model, and the tensor before it.

Every model on TensorFlow, whatever class it has, becomes a graph when it is traced. There the last activation is an
operation with a name, and what it was applied to is its input: nothing is swapped, copied or changed in the model.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from logitwise.frameworks.keras_affine import is_affine, skip_same

_ACTIVATIONS = {
    "Sigmoid": "sigmoid",
    "Softmax": "softmax",
    "LogSoftmax": "log_softmax",
    "Relu": "relu",
    "Relu6": "relu6",
    "LeakyRelu": "leaky_relu",
    "Elu": "elu",
    "Selu": "selu",
    "Tanh": "tanh",
    "Softplus": "softplus",
    "Softsign": "softsign",
    "Exp": "exponential",
}
# Activations that a graph shows as arithmetic, by the name Keras knows them by, without underscores.
_COMPOSED = {
    *("gelu", "silu", "swish", "mish", "celu", "hardsigmoid", "hardsilu", "hardswish", "hardtanh", "hardshrink"),
    *("softshrink", "tanhshrink", "threshold", "glu", "logsigmoid", "sparseplus", "sparsesigmoid", "sparsemax"),
    *("squareplus", "relu", "relu6", "prelu", "leakyrelu"),
}


@dataclass(frozen=True, slots=True)
class Trace:
    """A model as a function of its inputs.

    Attributes:
        activation: name of the last activation, ``linear`` for none, None where it could not be read.
        last: the last operation, for messages.
        before: a batch to the tensor before a last sigmoid or softmax, None where there is none to go behind.
        whole: a batch to the model's outputs; both in float32 or float64.
    """

    activation: str | None
    last: str
    before: Callable[[Any], Any] | None
    whole: Callable[[Any], Any]


def trace(model: Any, example: Any) -> Trace:
    """Trace `model` in inference mode for batches like `example`, with any number of rows."""
    seen: dict[str, str | None] = {}

    def before(inputs: Any) -> Any:
        outputs = call(model, inputs)
        seen["last"], seen["activation"] = name_last(outputs, _flat(inputs))
        inner = behind(outputs, seen["activation"])
        seen["behind"] = None if inner is None else "yes"
        return _wide(outputs if inner is None else inner)

    first = _compiled(before, example)
    activation = seen["activation"] or composed_activation(model)
    if seen["behind"] is None or activation not in {"sigmoid", "softmax"}:
        return Trace(activation, str(seen["last"]), None, first)
    whole = _compiled(lambda inputs: _wide(call(model, inputs)), example)
    return Trace(activation, str(seen["last"]), first, whole)


def call(model: Any, inputs: Any) -> Any:
    """The model's outputs in inference mode."""
    takes_mode = getattr(model, "_call_has_training_arg", True)
    outputs = model(inputs, training=False) if takes_mode else model(inputs)
    if isinstance(outputs, list | tuple) and len(outputs) == 1:
        return outputs[0]
    return next(iter(outputs.values())) if isinstance(outputs, dict) and len(outputs) == 1 else outputs


def name_last(outputs: Any, inputs: list[Any]) -> tuple[str, str | None]:
    """The last operation that changes numbers, and the activation it is."""
    operation = skip_same(outputs).op
    if operation.type == "ConcatV2":  # one head a label, put side by side
        parts = {name_last(part, inputs) for part in operation.inputs[:-1]}
        if len(parts) == 1 and next(iter(parts))[1] == "sigmoid":
            return parts.pop()
    if operation.type == "Transpose" and _ACTIVATIONS.get(operation.inputs[0].op.type) == "softmax":
        return "Softmax", "softmax over an axis other than the last"
    known = _ACTIVATIONS.get(operation.type)
    return operation.type, "linear" if known is None and is_affine(outputs, inputs) else known


def behind(outputs: Any, activation: str | None) -> Any:
    """The tensor that the last sigmoid or softmax was applied to, in the outputs' shape; None where out of reach."""
    import tensorflow as tf  # noqa: PLC0415

    if activation not in {"sigmoid", "softmax"}:
        return None
    source = skip_same(outputs)
    if source.op.type == "ConcatV2":
        parts = [behind(part, activation) for part in source.op.inputs[:-1]]
        inner = tf.concat(parts, axis=source.op.inputs[-1])
    elif activation == "softmax" and source.shape[-1] != outputs.shape[-1]:
        return None  # reshaped after the softmax: its classes are no longer the last axis
    else:
        inner = source.op.inputs[0]
    return inner if source is outputs else tf.reshape(_wide(inner), tf.shape(outputs))


def composed_activation(model: Any) -> str | None:
    """Name of a last activation that a graph shows as plain arithmetic, where Keras knows the last layer."""
    last = model
    while hasattr(last, "layers") and last is not None:
        last = _last_operation(last)
    if last is None:
        return None
    activation = getattr(last, "activation", None)
    name = getattr(activation, "__name__", None) or type(activation if activation is not None else last).__name__
    return name.lower() if name.replace("_", "").lower() in _COMPOSED else None


def _last_operation(model: Any) -> Any:
    outputs = getattr(model, "outputs", None) if getattr(model, "built", False) else None
    history = getattr(outputs[0], "_keras_history", None) if outputs else None
    if history is not None:
        return None if history[0] is model else history[0]
    sequential = type(model).__name__ == "Sequential"
    return model.layers[-1] if sequential and model.layers else None


def _flat(inputs: Any) -> list[Any]:
    """All tensors that hold inputs, those inside ragged and sparse ones too."""
    import tensorflow as tf  # noqa: PLC0415

    return list(tf.nest.flatten(inputs, expand_composites=True))


def _wide(tensor: Any) -> Any:
    """Half precision to float32: a float16 logit is exact in it."""
    import tensorflow as tf  # noqa: PLC0415

    return tensor if tensor.dtype in {tf.float32, tf.float64} else tf.cast(tensor, tf.float32)


def _compiled(function: Callable[[Any], Any], example: Any) -> Callable[[Any], Any]:
    """One graph for any number of rows where all inputs are dense, else one for each shape."""
    import tensorflow as tf  # noqa: PLC0415

    def signature(tensor: Any) -> Any:
        return tf.TensorSpec([None, *tensor.shape[1:]], tensor.dtype)

    if all(tf.is_tensor(leaf) and isinstance(leaf, tf.Tensor) for leaf in tf.nest.flatten(example)):
        compiled = tf.function(function, input_signature=[tf.nest.map_structure(signature, example)])
        return compiled.get_concrete_function()  # type: ignore[no-any-return]
    compiled = tf.function(function, reduce_retracing=True)
    compiled.get_concrete_function(example)
    return compiled  # type: ignore[no-any-return]
