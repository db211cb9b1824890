"""Figures of the deep page: derivatives, depth, silent units, other functions, and what its code prints."""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from logitwise.activations import elu, gelu, leaky_relu, relu, sigmoid, silu, tanh
from logitwise.lessons.building.fences import printed
from logitwise.lessons.building.figures.figure import Figure
from logitwise.lessons.building.runs import gradient_norms, network, rows
from logitwise.lessons.runs import runs_of

if TYPE_CHECKING:
    from logitwise.lessons.building.runs import Floats, Integers

DEPTHS: Final = (1, 2, 5, 10, 20)
SEEDS: Final = (1, 2, 3, 4, 5)
SLOPES_AT: Final = (-4.0, -1.0, 0.0, 1.0, 4.0)
VALUES_AT: Final = (-3.0, -1.0, -0.5, 0.5, 3.0)
STARTS: Final = {  # column: activation and how its weights start
    "sigmoid": ("sigmoid", "glorot"),
    "tanh": ("tanh", "glorot"),
    "relu": ("relu", "he"),
    "relu_glorot": ("relu", "glorot"),
}
RECORDED: Final = {"sigmoid": "glorot", "tanh": "glorot", "relu": "he", "leaky_relu": "he", "gelu": "he", "silu": "he"}
RATES: Final = {"small": 0.1, "large": 1.0, "huge": 2.0}
EPOCHS: Final = 20
WIDTH: Final = 64
UNTRAINED: Final = 0.1
TRAINED: Final = 0.3


def figures() -> dict[str, Figure]:
    """Everything on the page."""
    result = _slopes() | _values() | _saturation() | _depths() | _silent_units() | _recorded()
    return result | printed("deep", result)


def _slopes() -> dict[str, Figure]:
    return {
        f"deep.slope.{function.name}.{i}": Figure(float(function.derivative(x)))
        for function in (sigmoid, tanh, relu)
        for i, x in enumerate(SLOPES_AT)
    }


def _values() -> dict[str, Figure]:
    result = {
        f"deep.value.{function.name}.{i}": Figure(float(function(x)))
        for function in (relu, leaky_relu, elu, tanh, gelu, silu)
        for i, x in enumerate(VALUES_AT)
    }
    line = np.linspace(-3.0, 0.0, 300_001)
    for function in (gelu, silu):
        result[f"deep.lowest.{function.name}"] = Figure(float(function(line).min()), 1e-6)
        result[f"deep.lowest.{function.name}.at"] = Figure(float(line[function(line).argmin()]), 1e-4)
    return result


def _saturation() -> dict[str, Figure]:
    """From which input on the sigmoid is exactly 1, in TensorFlow and correctly rounded."""
    import tensorflow as tf  # noqa: PLC0415  heavy

    line = np.arange(14.0, 20.0, 1e-3, dtype=np.float32)
    return {
        "deep.one_from.tensorflow": Figure(float(line[(tf.sigmoid(line).numpy() == 1).argmax()]), 0.1),
        "deep.one_from.rounded": Figure(float(line[(sigmoid(line) == 1).argmax()]), 1e-4),
        "deep.quarter_to_the_tenth": Figure(0.25**10),
        "deep.clipped_loss": Figure(-float(np.log(1e-7))),
    }


def _depths() -> dict[str, Figure]:
    """Norm of the first layer's gradient before any training, over depths."""
    import keras  # noqa: PLC0415  heavy

    x, y, _, _ = rows()
    result = {"deep.depths": Figure(list(DEPTHS))}
    for column, (activation, start) in STARTS.items():
        norms = []
        for depth in DEPTHS:
            of_seeds = []
            for seed in SEEDS:
                keras.backend.clear_session()
                keras.utils.set_random_seed(seed)
                of_seeds.append(gradient_norms(network(activation, depth, start), x, y)[0])
            norms.append(median(of_seeds))
            result[f"deep.gradient.{column}.{depth}"] = Figure(norms[-1], UNTRAINED, f"{start}, median of 5 seeds")
        result[f"deep.gradient.{column}"] = Figure(norms, UNTRAINED, f"{start}, median of 5 seeds")
    return result


def _silent_units() -> dict[str, Figure]:
    """Share of hidden units that no training row wakes, before and after training in steps of several sizes."""
    data = rows()
    result = {"deep.dead.width": Figure(WIDTH)}
    for name, rate in RATES.items():
        result[f"deep.dead.{name}.rate"] = Figure(rate)
        for activation in ("relu", "leaky_relu"):
            before, after, accuracy = _trained(activation, rate, data)
            if activation == "relu":
                result["deep.dead.born"] = Figure(before, UNTRAINED)
                result[f"deep.dead.{name}"] = Figure(after, TRAINED)
            result[f"deep.dead.{name}.accuracy.{activation}"] = Figure(accuracy, TRAINED)
    return result


def _trained(
    activation: str, rate: float, data: tuple[Floats, Integers, Floats, Integers]
) -> tuple[float, float, float]:
    """Share of units below zero on every row before and after, and the accuracy on held-out rows."""
    import keras  # noqa: PLC0415  heavy

    x, y, x_test, y_test = data
    keras.backend.clear_session()
    keras.utils.set_random_seed(1)
    model = network(activation, 1, "he", width=WIDTH)
    before = _dead(model, x)
    model.compile(keras.optimizers.SGD(rate), keras.losses.SparseCategoricalCrossentropy(from_logits=True))
    model.fit(x, y, epochs=EPOCHS, batch_size=32, verbose=0)
    decided = np.asarray(model(x_test, training=False)).argmax(axis=1)
    return before, _dead(model, x), float((decided == y_test).mean())


def _dead(model: Any, x: NDArray[np.float32]) -> float:
    weights, bias = model.layers[0].get_weights()
    return float((x @ weights + bias <= 0).all(axis=0).mean())


def _recorded() -> dict[str, Figure]:
    """Accuracies of the recorded trainings; of several seeds the median."""
    result = {}
    for activation, start in RECORDED.items():
        for depth in (2, 8):
            found = runs_of(activation, depth=depth, initialiser=start)
            for i, name in enumerate(("accuracy", "low", "high")):
                value = median(run.final["accuracy"][i] for run in found)
                result[f"deep.run.{activation}.{depth}.{name}"] = Figure(value, UNTRAINED)
    return result
