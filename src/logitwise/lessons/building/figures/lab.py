"""Figures of the lab: gradients of the first layer by depth, and summaries of the recorded runs."""

from __future__ import annotations

from math import log
from statistics import median
from typing import TYPE_CHECKING, Final

import numpy as np

from logitwise.lessons.building import runs as training
from logitwise.lessons.building.fences import printed
from logitwise.lessons.building.figures.figure import Figure
from logitwise.lessons.runs import recorded, runs, runs_of
from logitwise.verbs.evaluate import evaluate

if TYPE_CHECKING:
    from collections.abc import Iterable

    from logitwise.lessons.runs import Run

DEPTHS: Final = (1, 2, 5, 10, 20)
NAMES: Final = ("one", "two", "five", "ten", "twenty")
TARGET: Final = 0.95
NAMED: Final = {
    "sigmoid": "sigmoid", "tanh": "tanh", "relu": "ReLU", "leaky_relu": "leaky ReLU", "gelu": "GELU", "silu": "SiLU",
    "linear": "none",
}  # fmt: skip
SEEDS: Final = (1, 2, 3, 4, 5)


def figures() -> dict[str, Figure]:
    """All of them, and what the code of the page prints."""
    found = {**by_depth(), **derivatives(), **summaries(), **others(), **how()}
    return found | printed("lab", found)


def by_depth() -> dict[str, Figure]:
    """Norm of the gradient of the first layer of untrained networks, the median of five."""
    sigmoid, relu = _first_layer("sigmoid", "glorot"), _first_layer("relu", "he")
    note = f"digits, width {training.WIDTH}, median of {len(SEEDS)} networks, before training"
    return {
        **{f"first.sigmoid_{name}": Figure(norm, 0.1, note) for name, norm in zip(NAMES, sigmoid, strict=True)},
        **{f"first.relu_{name}": Figure(norm, 0.1, note) for name, norm in zip(NAMES, relu, strict=True)},
        **{f"first.{name}": Figure(depth) for name, depth in zip(NAMES, DEPTHS, strict=True)},
        "first.sigmoid": Figure(sigmoid, 0.1, note),
        "first.relu": Figure(relu, 0.1, note),
        "first.sigmoid_factor": Figure(
            (sigmoid[0] / sigmoid[-1]) ** (1 / (DEPTHS[-1] - DEPTHS[0])), 0.1, "by a further layer, on average"
        ),
        "first.depths": Figure(list(DEPTHS)),
        "first.width": Figure(training.WIDTH),
        "first.networks": Figure(len(SEEDS)),
    }


def _first_layer(activation: str, initialiser: str) -> list[float]:
    """The median norm for each depth."""
    import keras  # noqa: PLC0415  only where the lesson is built

    x, y, _, _ = training.rows()
    medians = []
    for depth in DEPTHS:
        norms = []
        for seed in SEEDS:
            keras.backend.clear_session()
            keras.utils.set_random_seed(seed)
            norms.append(training.gradient_norms(training.network(activation, depth, initialiser), x, y)[0])
        medians.append(median(norms))
    return medians


def derivatives() -> dict[str, Figure]:
    """The steepest that a sigmoid gets, and the gradient at its output with cross-entropy, where it is flat."""
    import tensorflow as tf  # noqa: PLC0415

    places = tf.Variable([0.0, -20.0], dtype=tf.float64)
    with tf.GradientTape(persistent=True) as tape:
        values = tf.sigmoid(places)
        losses = tf.nn.sigmoid_cross_entropy_with_logits(labels=tf.ones_like(places), logits=places)
    slopes, gradients = tape.gradient(values, places).numpy(), tape.gradient(losses, places).numpy()
    return {
        "sigmoid.steepest": Figure(float(slopes[0])),
        "sigmoid.flat_logit": Figure(-20),
        "sigmoid.flat_slope": Figure(float(slopes[1])),
        "sigmoid.flat_gradient": Figure(float(gradients[1])),
    }


def summaries() -> dict[str, Figure]:
    """The comparison of the lab: three seeds of sigmoid and of ReLU, shallow and deep."""
    found: dict[str, Figure] = {}
    for activation, initialiser in (("sigmoid", "glorot"), ("relu", "he")):
        for name, depth in (("two", 2), ("eight", 8)):
            compared = runs_of(activation, depth=depth, initialiser=initialiser)
            accuracy = [run.accuracy[-1] for run in compared]
            key = f"lab.{activation}_{name}"
            found |= {
                f"{key}_least": Figure(min(accuracy)),
                f"{key}_most": Figure(max(accuracy)),
                f"{key}_loss": Figure(median(run.loss[-1] for run in compared)),
            }
    shallow = {
        name: runs_of(name, depth=2, initialiser=start) for name, start in (("sigmoid", "glorot"), ("relu", "he"))
    }
    _, low, high = shallow["relu"][0].final["accuracy"]
    return found | {
        "lab.seeds": Figure(len(shallow["relu"])),
        "lab.one_low": Figure(low),
        "lab.one_high": Figure(high),
        **{
            f"lab.{name}_two_{metric}": Figure(median(run.final[metric][0] for run in some))
            for name, some in shallow.items()
            for metric in ("log_loss", "calibration_gap")
        },
    }


def others() -> dict[str, Figure]:
    """Every activation at depth eight, the better of two initialisers by training loss; and no activation at all."""
    found: dict[str, Figure] = {}
    for activation in training.ACTIVATIONS:
        for name, depth in (("two", 2), ("eight", 8)):
            best = _lowest_loss(run for run in runs_of(activation, depth=depth) if run.seed == 1)
            value, low, high = best.final["accuracy"]
            key = f"best.{activation}_{name}"
            found |= {
                f"{key}": Figure(value),
                f"{key}_low": Figure(low),
                f"{key}_high": Figure(high),
            }
        found[f"{key}_initialiser"] = Figure({"glorot": "Glorot", "he": "He"}[best.initialiser])
    rescued = next(run for run in runs_of("sigmoid", depth=8, initialiser="he") if run.seed == 1)
    first = {start: runs_of("linear", depth=8, initialiser=start)[0].gradients_start[0] for start in ("glorot", "he")}
    return found | {
        "lab.sigmoid_eight_he": Figure(rescued.final["accuracy"][0]),
        "lab.linear_eight_glorot_first": Figure(first["glorot"]),
        "lab.linear_eight_he_first": Figure(first["he"]),
        **target(),
    }


def target() -> dict[str, Figure]:
    """Which activations reach the target in all runs at depth eight, and what the verdict says of each run."""
    deep = [run for run in runs() if run.depth == 8]
    missed = {run.activation for run in deep if run.final["accuracy"][0] < TARGET}
    outcomes = [verdict(run) for run in deep]
    return {
        "lab.ready": Figure(outcomes.count("ready")),
        "lab.not_ready": Figure(outcomes.count("not ready")),
        "lab.not_enough_data": Figure(outcomes.count("not enough data")),
        "lab.target": Figure(TARGET),
        "lab.reached_with_both": Figure([NAMED[name] for name in training.ACTIVATIONS if name not in missed]),
        "lab.deep_runs": Figure(len(deep)),
    }


def verdict(run: Run) -> str:
    """What is said of the demand for the target accuracy."""
    rows = recorded().setting["held_out_rows"]
    right = round(run.final["accuracy"][0] * rows)
    counts = [[right, rows - right], [0, 0]]  # of the accuracy it matters only how many are right
    return evaluate(confusion=counts, policy={"require": {"accuracy": f">= {TARGET}"}}).verdict.outcome


def how() -> dict[str, Figure]:
    """How the runs were made."""
    setting = recorded().setting
    _, _, _, held_out = training.rows()
    largest = np.bincount(held_out).max() / len(held_out)
    return {
        **{
            f"lab.{name}": Figure(setting[name])
            for name in ("training_rows", "held_out_rows", "width", "batch", "epochs")
        },
        "lab.optimiser": Figure(setting["optimiser"]),
        "lab.learning_rate": Figure(setting["learning_rate"]),
        "lab.runs": Figure(len(recorded().runs)),
        "lab.majority": Figure(float(largest)),
        "lab.knowing_nothing": Figure(log(10)),
        "lab.shallow": Figure(2),
        "lab.deep": Figure(8),
        "lab.depths": Figure(sorted({run.depth for run in recorded().runs})),
    }


def _lowest_loss(some: Iterable[Run]) -> Run:
    return min(some, key=lambda run: run.loss[-1])
