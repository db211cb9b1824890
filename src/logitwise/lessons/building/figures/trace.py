"""Figures of the trace page: a small Keras network on the iris flowers, followed number by number."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from logitwise.activations import relu, softmax
from logitwise.lessons.building.fences import printed
from logitwise.lessons.building.figures.figure import Figure
from logitwise.verbs.evaluate import evaluate

Floats = NDArray[np.float64]
Labels = NDArray[np.int64]

HELD_OUT: Final = 50
HIDDEN: Final = 5
EPOCHS: Final = 60
BATCH: Final = 20
RATE: Final = 0.02
SEED: Final = 3
TRAINED: Final = 0.2
NOTE: Final = "iris, 100 flowers to train and 50 held out; 4-5-3, Adam 0.02, batches of 20, seed 3"


def figures() -> dict[str, Figure]:
    """Training, weights rounded to two decimals, one flower traced through them, and what the page's code prints."""
    x, y, x_test, y_test, names = flowers()
    model, losses = _trained(x, y, x_test, y_test)
    exact = _logits(model.get_weights(), x_test)
    weights = [np.round(each.astype(np.float64), 2) for each in model.get_weights()]
    logits = _logits(weights, x_test)
    chosen = _flower(logits, y_test)
    result = {f"trace.class.{i}": Figure(name) for i, name in enumerate(names)} | {
        "trace.rows.train": Figure(len(y)),
        "trace.rows.held_out": Figure(len(y_test)),
        "trace.parameters": Figure(int(model.count_params())),
        "trace.parameters.hidden": Figure(int(model.layers[0].count_params())),
        "trace.parameters.output": Figure(int(model.layers[1].count_params())),
        "trace.same": Figure(int((exact.argmax(axis=1) == logits.argmax(axis=1)).sum()), 0.05),
    }
    result |= _course(losses) | _weights(weights) | _judged(logits, y_test)
    result |= _followed(weights, x_test[chosen], int(y_test[chosen]))
    result |= _never_awake(weights, np.concatenate([x, x_test]))
    result["trace.times"] = Figure(_loss(logits[[chosen]], y_test[[chosen]]) / _loss(logits, y_test), TRAINED)
    result["trace.truth.name"] = Figure(names[y_test[chosen]])
    return result | printed("trace", result, up_to=3)


def flowers() -> tuple[Floats, Labels, Floats, Labels, list[str]]:
    """Flowers to train, their classes, flowers held out, their classes, and the names of the classes."""
    from sklearn.datasets import load_iris  # noqa: PLC0415  only where the lesson is built
    from sklearn.model_selection import train_test_split  # noqa: PLC0415

    iris = load_iris()
    x, x_test, y, y_test = train_test_split(
        iris.data, iris.target, test_size=HELD_OUT, random_state=0, stratify=iris.target
    )
    return x, y, x_test, y_test, [str(name) for name in iris.target_names]


def _trained(x: Floats, y: Labels, x_test: Floats, y_test: Labels) -> tuple[Any, dict[str, list[float]]]:
    """The network, and its loss on both sets before training and after every epoch."""
    import keras  # noqa: PLC0415  heavy

    keras.backend.clear_session()
    keras.utils.set_random_seed(SEED)
    model = keras.Sequential([
        keras.Input((4,)),
        keras.layers.Dense(HIDDEN, activation="relu"),
        keras.layers.Dense(3, activation="softmax"),
    ])  # fmt: skip
    model.compile(keras.optimizers.Adam(RATE), "sparse_categorical_crossentropy")
    losses: dict[str, list[float]] = {"train": [], "held_out": []}

    def note() -> None:
        losses["train"].append(_loss(_logits(model.get_weights(), x), y))
        losses["held_out"].append(_loss(_logits(model.get_weights(), x_test), y_test))

    note()
    after = keras.callbacks.LambdaCallback(on_epoch_end=lambda *_: note())
    model.fit(x, y, epochs=EPOCHS, batch_size=BATCH, verbose=0, callbacks=[after])
    return model, losses


def _logits(weights: list[Any], x: Floats) -> Floats:
    w1, b1, w2, b2 = (np.asarray(each, np.float64) for each in weights)
    return np.asarray(relu(x @ w1 + b1) @ w2 + b2)


def _loss(logits: Floats, y: Labels) -> float:
    return float(evaluate(y, logits=logits, head="softmax", policy="baseline").metric("log_loss").value)


def _flower(logits: Floats, y: Labels) -> int:
    """The held-out flower that is decided rightly with a probability nearest to three quarters."""
    of_truth = np.take_along_axis(softmax(logits), y[:, None], axis=1)[:, 0]
    return int(np.argmin(np.where(logits.argmax(axis=1) == y, np.abs(of_truth - 0.75), np.inf)))


def _course(losses: dict[str, list[float]]) -> dict[str, Figure]:
    result = {"trace.loss.guess": Figure(float(np.log(3.0)))}
    for name, series in losses.items():
        result[f"trace.loss.{name}"] = Figure([round(loss, 4) for loss in series], TRAINED, NOTE)
        for epoch in (0, 1, 5, 20, EPOCHS):
            result[f"trace.loss.{name}.{epoch}"] = Figure(series[epoch], TRAINED)
    return result


def _weights(weights: list[Floats]) -> dict[str, Figure]:
    w1, _, w2, _ = weights
    result = {}
    for name, matrix in (("w1", w1), ("w2", w2)):
        for i, row in enumerate(matrix.tolist()):
            result[f"trace.{name}.{i}"] = Figure(row, TRAINED, "rounded to two decimals")
    return result


def _followed(weights: list[Floats], x: Floats, truth: int) -> dict[str, Figure]:
    w1, b1, w2, b2 = weights
    sums = x @ w1 + b1
    hidden = relu(sums)
    logits = hidden @ w2 + b2
    p = softmax(logits)
    unit = HIDDEN - 1
    led = logits - logits.max()
    whole = {"x": x, "b1": b1, "b2": b2, "z1": sums, "a1": hidden, "z2": logits, "p": p}
    result = {f"trace.{name}": Figure(values.tolist(), TRAINED) for name, values in whole.items()}
    each = {
        "x": x, "unit.weight": w1[:, unit], "unit.term": x * w1[:, unit], "logit": logits, "led": led,
        "exp": np.exp(led), "p": p,
    }  # fmt: skip
    result |= {
        f"trace.{name}.{i}": Figure(float(v), TRAINED) for name, values in each.items() for i, v in enumerate(values)
    }
    single: dict[str, float] = {
        "unit.bias": b1[unit], "unit.sum": sums[unit], "exp.total": np.exp(led).sum(),
        "p.truth": p[truth], "loss.one": -np.log(p[truth]),
    }  # fmt: skip
    result |= {f"trace.{name}": Figure(float(value), TRAINED) for name, value in single.items()}
    result["trace.truth"] = Figure(truth)
    result["trace.gradient"] = Figure((p - np.eye(3)[truth]).tolist(), TRAINED)
    result["trace.silent"] = Figure(int((hidden == 0).sum()), 1.0)
    return result


def _never_awake(weights: list[Floats], x: Floats) -> dict[str, Figure]:
    asleep = (x @ weights[0] + weights[1] <= 0).all(axis=0)
    return {"trace.dead": Figure(int(asleep.sum()), 1.0)}


def _judged(logits: Floats, y: Labels) -> dict[str, Figure]:
    report = evaluate(y, logits=logits, head="softmax", policy="baseline")
    accuracy, loss = report.metric("accuracy"), report.metric("log_loss")
    return {
        "trace.accuracy": Figure(accuracy.value, TRAINED, accuracy.method),
        "trace.accuracy.low": Figure(accuracy.low, TRAINED),
        "trace.accuracy.high": Figure(accuracy.high, TRAINED),
        "trace.right": Figure(int((logits.argmax(axis=1) == y).sum()), TRAINED),
        "trace.log_loss": Figure(loss.value, TRAINED),
        "trace.typical": Figure(float(np.exp(-loss.value)), TRAINED),
    }
