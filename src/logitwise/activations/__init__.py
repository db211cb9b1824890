"""Activation functions with value, derivative and range, stable over the whole line.

Call one for its value: ``softmax(z, axis=-1)``, ``sigmoid(x)``; ask it for ``.derivative(x)``, ``.range``,
``.formula``. `Activation` says what all of them promise.

>>> from logitwise.activations import sigmoid
>>> float(sigmoid(0.0)), float(sigmoid.derivative(0.0)), str(sigmoid.range)
(0.5, 0.25, '(0, 1)')
"""

from __future__ import annotations

from logitwise.activations.activation import Activation
from logitwise.activations.gates import gelu, silu
from logitwise.activations.normalised import log_softmax, softmax
from logitwise.activations.rectifiers import elu, leaky_relu, relu, selu
from logitwise.activations.sigmoids import hard_sigmoid, sigmoid, softplus, tanh
from logitwise.activations.value_range import Range

__all__ = [
    "Activation",
    "Range",
    "elu",
    "gelu",
    "hard_sigmoid",
    "leaky_relu",
    "log_softmax",
    "relu",
    "selu",
    "sigmoid",
    "silu",
    "softmax",
    "softplus",
    "tanh",
]
