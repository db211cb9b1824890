"""Figures of the why page: three problems, learned by networks with activations and without."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from logitwise.lessons.building.fences import printed
from logitwise.lessons.building.figures.figure import Figure
from logitwise.verbs.evaluate import evaluate

Floats = NDArray[np.float32]
Rows = tuple[Floats, NDArray[np.int64]]

TRAINING: Final = 400
HELD_OUT: Final = 1000
DRAWN: Final = 60
TILES: Final = 21
WIDTH: Final = 16
EPOCHS: Final = 60
NETS: Final[dict[str, tuple[str | None, int]]] = {"none_1": (None, 1), "none_8": (None, 8), "relu_1": ("relu", 1)}
NOTE: Final = "400 rows to train, 1000 held out; width 16, Adam 0.01, 60 epochs, seed 3"
TRAINED: Final = 0.05
ANY: Final = 9.0  # the picture of a boundary is shown, not claimed


def xor(rows: int, seed: int) -> Rows:
    """Four clouds at the corners of a square; opposite corners are of one class."""
    rng = np.random.default_rng(seed)
    corner = rng.integers(0, 2, (rows, 2))
    return (2 * corner - 1 + rng.normal(scale=0.4, size=(rows, 2))).astype("float32"), corner[:, 0] ^ corner[:, 1]


def circles(rows: int, seed: int) -> Rows:
    """One class around the other."""
    from sklearn.datasets import make_circles  # noqa: PLC0415  only where the lesson is built

    x, y = make_circles(rows, noise=0.1, factor=0.45, random_state=seed)
    return x.astype("float32"), y


def moons(rows: int, seed: int) -> Rows:
    """Two crescents that reach into each other."""
    from sklearn.datasets import make_moons  # noqa: PLC0415  only where the lesson is built

    x, y = make_moons(rows, noise=0.15, random_state=seed)
    return x.astype("float32"), y


PROBLEMS: Final[dict[str, Callable[[int, int], Rows]]] = {"xor": xor, "circles": circles, "moons": moons}


def figures() -> dict[str, Figure]:
    """Accuracy of every network on every problem, boundaries, and what the page's code prints."""
    result = {
        "why.rows.train": Figure(TRAINING),
        "why.rows.held_out": Figure(HELD_OUT),
        "why.width": Figure(WIDTH),
        "why.epochs": Figure(EPOCHS),
        "why.coin_loss": Figure(float(np.log(2.0))),
    }
    for name, problem in PROBLEMS.items():
        result |= _of_problem(f"why.{name}", problem)
    return result | printed("why", result)


def _of_problem(name: str, problem: Callable[[int, int], Rows]) -> dict[str, Figure]:
    x, y = problem(TRAINING, 1)
    x_test, y_test = problem(HELD_OUT, 2)
    low, high = float(np.floor(x_test.min())), float(np.ceil(x_test.max()))
    result = {
        f"{name}.range": Figure([low, high]),
        f"{name}.x": Figure(x_test[:DRAWN, 0].round(2).tolist(), 1e-6),
        f"{name}.y": Figure(x_test[:DRAWN, 1].round(2).tolist(), 1e-6),
        f"{name}.label": Figure(y_test[:DRAWN].tolist()),
        f"{name}.best_line": Figure(
            best_line(x_test, y_test), 1e-3, "the best of many straight lines, on held-out rows"
        ),
    }
    for net, (activation, depth) in NETS.items():
        model = _trained(x, y, activation=activation, depth=depth)
        result |= _judged(f"{name}.{net}", _logits(model, x_test), y_test)
        grid = _logits(model, _tiles(low, high))
        if net != "none_1":
            tenths = np.clip(np.floor(10 / (1 + np.exp(-grid))), 0, 9).astype(int)
            result[f"{name}.{net}.grid"] = Figure(tenths.tolist(), ANY)
    return result


def _trained(x: Floats, y: NDArray[np.int64], *, activation: str | None, depth: int) -> Any:
    import keras  # noqa: PLC0415  heavy

    keras.backend.clear_session()
    keras.utils.set_random_seed(3)
    hidden = [keras.layers.Dense(WIDTH, activation=activation) for _ in range(depth)]
    model = keras.Sequential([keras.Input((2,)), *hidden, keras.layers.Dense(1)])
    model.compile(keras.optimizers.Adam(0.01), keras.losses.BinaryCrossentropy(from_logits=True))
    model.fit(x, y, epochs=EPOCHS, batch_size=100, verbose=0)
    return model


def _logits(model: Any, x: Floats) -> NDArray[np.float64]:
    return np.asarray(model(x, training=False), np.float64)[:, 0]


def _judged(name: str, logits: NDArray[np.float64], y: NDArray[np.int64]) -> dict[str, Figure]:
    report = evaluate(y, logits=logits, head="sigmoid", policy="baseline")
    accuracy, loss = report.metric("accuracy"), report.metric("log_loss")
    return {
        f"{name}.accuracy": Figure(accuracy.value, TRAINED, NOTE),
        f"{name}.low": Figure(accuracy.low, TRAINED, accuracy.method),
        f"{name}.high": Figure(accuracy.high, TRAINED, accuracy.method),
        f"{name}.loss": Figure(loss.value, TRAINED, NOTE),
    }


def _tiles(low: float, high: float) -> Floats:
    centres = low + (high - low) * (np.arange(TILES) + 0.5) / TILES
    across, down = np.meshgrid(centres, centres[::-1])
    return np.column_stack([across.ravel(), down.ravel()]).astype("float32")


def best_line(x: Floats, y: NDArray[np.int64]) -> float:
    """The largest accuracy of a straight line, over a turn of directions and every place of the line.

    >>> best_line(np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]]), np.array([0, 1, 1, 0]))
    0.75
    """
    best = 0.0
    for angle in np.linspace(0.0, 2 * np.pi, 720, endpoint=False):
        order = np.argsort(x @ np.array([np.cos(angle), np.sin(angle)]), kind="stable")
        labels = y[order]
        right = (1 - labels).cumsum() + (labels.sum() - labels.cumsum())
        best = max(best, float(right.max()) / len(y))
    return best
