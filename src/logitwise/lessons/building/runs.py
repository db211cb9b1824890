"""Train the recorded runs with Keras: ``python -m logitwise.lessons.building.runs`` (about five minutes on two cores).

Every network has the same width, data, optimiser and number of epochs, so that what differs is the activation, the
depth, and how the weights start.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from logitwise.lessons.building.whole import replace_file
from logitwise.lessons.runs import NAME, VERSION, Run
from logitwise.verbs.evaluate import evaluate

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")  # before TensorFlow is imported, here or by another module
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "-1")

if TYPE_CHECKING:
    from collections.abc import Iterator

    import keras
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]
    Integers = NDArray[np.int64]

ACTIVATIONS: Final = ("sigmoid", "tanh", "relu", "leaky_relu", "gelu", "silu", "linear")
DEPTHS: Final = (1, 2, 4, 8)
INITIALISERS: Final = ("glorot", "he")
SEEDS: Final = (1, 2, 3)
EPOCHS: Final = 25
WIDTH: Final = 32
BATCH: Final = 32
RATE: Final = 0.003
METRICS: Final = ("accuracy", "balanced_accuracy", "log_loss", "log_loss_skill", "brier", "calibration_gap", "ece15")
SETTING: Final[dict[str, Any]] = {
    "data": "Optical Recognition of Handwritten Digits, the copy inside scikit-learn; pixels divided by 16",
    "training_rows": 1197,
    "held_out_rows": 600,
    "width": WIDTH,
    "batch": BATCH,
    "optimiser": "Adam",
    "learning_rate": RATE,
    "epochs": EPOCHS,
}


def settings() -> list[tuple[str, int, str, int]]:
    """Activation, depth, initialiser and seed of every run: three seeds where the lab compares, one elsewhere."""
    return [
        (activation, depth, initialiser, seed)
        for activation in ACTIVATIONS
        for depth in DEPTHS
        for initialiser in INITIALISERS
        for seed in (SEEDS if _compared(activation, depth, initialiser) else SEEDS[:1])
    ]


def _compared(activation: str, depth: int, initialiser: str) -> bool:
    return depth in (2, 8) and (activation, initialiser) in {("sigmoid", "glorot"), ("relu", "he")}


def rows() -> tuple[Floats, Integers, Floats, Integers]:
    """Training inputs and labels, held-out inputs and labels."""
    from sklearn.datasets import load_digits  # noqa: PLC0415  only where the lesson is built
    from sklearn.model_selection import train_test_split  # noqa: PLC0415

    images, labels = load_digits(return_X_y=True)
    pixels = (images / 16).astype("float32")
    x, x_test, y, y_test = train_test_split(
        pixels, labels, test_size=SETTING["held_out_rows"], random_state=0, stratify=labels
    )
    return x, y, x_test, y_test


def network(activation: str, depth: int, initialiser: str, *, width: int = WIDTH) -> keras.Sequential:
    """A network of equal hidden layers that ends in ten logits."""
    import keras  # noqa: PLC0415

    start = {"glorot": "glorot_uniform", "he": "he_normal"}[initialiser]
    hidden = [
        keras.layers.Dense(width, activation=activation, kernel_initializer=start, name=f"hidden_{i}")
        for i in range(1, depth + 1)
    ]
    return keras.Sequential([keras.Input((64,)), *hidden, keras.layers.Dense(10, name="logits")])


def gradient_norms(model: keras.Sequential, x: Floats, y: Integers) -> tuple[float, ...]:
    """Euclidean norm of the mean loss's gradient by the weights of each layer, first layer first."""
    import tensorflow as tf  # noqa: PLC0415

    kernels = [layer.kernel.value for layer in model.layers]
    with tf.GradientTape() as tape:
        losses = tf.nn.sparse_softmax_cross_entropy_with_logits(labels=y, logits=model(x, training=False))
        loss = tf.reduce_mean(losses)
    return tuple(float(tf.norm(gradient)) for gradient in tape.gradient(loss, kernels))


def trained(activation: str, depth: int, initialiser: str, seed: int) -> Run:
    """Train and judge one network."""
    import keras  # noqa: PLC0415

    x, y, x_test, y_test = rows()
    keras.backend.clear_session()
    keras.utils.set_random_seed(seed)
    model = network(activation, depth, initialiser)
    start = gradient_norms(model, x, y)
    losses, accuracies = [], []
    for loss in _epochs(model, x, y, seed):
        losses.append(loss)
        accuracies.append((_logits(model, x_test).argmax(axis=1) == y_test).mean())
    report = evaluate(y_test, logits=_logits(model, x_test), policy="baseline")
    return Run(
        activation, depth, initialiser, seed, EPOCHS,
        loss=_short(losses),
        accuracy=_short(accuracies),
        gradients_start=_short(start),
        gradients_end=_short(gradient_norms(model, x, y)),
        final={name: _limits(report, name) for name in METRICS},
    )  # fmt: skip


def _epochs(model: keras.Sequential, x: Floats, y: Integers, seed: int) -> Iterator[float]:
    """Train, and after each epoch give its mean loss; one compiled loop an epoch, several times as fast as `fit`."""
    import keras  # noqa: PLC0415
    import numpy as np  # noqa: PLC0415
    import tensorflow as tf  # noqa: PLC0415

    optimiser = keras.optimizers.Adam(RATE)
    optimiser.build(model.trainable_variables)
    inputs, labels, batches = tf.constant(x), tf.constant(y), len(x) // BATCH

    @tf.function  # type: ignore[untyped-decorator]
    def epoch(order: Any) -> Any:
        total = 0.0
        for i in tf.range(batches):
            batch = order[i]
            with tf.GradientTape() as tape:
                logits = model(tf.gather(inputs, batch), training=True)
                losses = tf.nn.sparse_softmax_cross_entropy_with_logits(tf.gather(labels, batch), logits)
                loss = tf.reduce_mean(losses)
            optimiser.apply(tape.gradient(loss, model.trainable_variables), model.trainable_variables)
            total += loss
        return total / batches

    shuffle = np.random.default_rng(seed)
    for _ in range(EPOCHS):
        order = shuffle.permutation(len(x))[: batches * BATCH].reshape(batches, BATCH)
        yield float(epoch(tf.constant(order)))


def _logits(model: keras.Sequential, x: Floats) -> Floats:
    logits: Floats = model(x, training=False).numpy()
    return logits


def _limits(report: Any, name: str) -> tuple[float, float, float]:
    found = report.metric(name)
    return (float(found.value), float(found.low), float(found.high))


def _short(values: Any) -> tuple[float, ...]:
    """Five digits: more would differ between machines and be read by nobody."""
    return tuple(float(f"{value:.5g}") for value in values)


def main(chosen: list[tuple[str, int, str, int]] | None = None) -> None:
    """Train all, or what is chosen, and write the file."""
    document = {
        "version": VERSION,
        "versions": {name: version(name) for name in ("keras", "tensorflow-cpu", "scikit-learn", "numpy")},
        "setting": SETTING,
        "runs": [asdict(trained(*setting)) for setting in chosen or settings()],
    }
    text = json.dumps(document, allow_nan=False, separators=(",", ":")).replace('{"activation"', '\n{"activation"')
    replace_file(Path(__file__).resolve().parents[1] / NAME, text + "\n")


if __name__ == "__main__":
    main()
