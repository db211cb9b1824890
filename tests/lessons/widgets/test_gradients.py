from __future__ import annotations

import json
from importlib.resources import files

import pytest

from logitwise.lessons.widgets.registry import WIDGETS

RUNS = json.loads(files("logitwise.lessons").joinpath("runs.lock.json").read_text(encoding="utf-8"))["runs"]


def run_of(activation, depth, initialiser):
    setting = {"activation": activation, "depth": depth, "initialiser": initialiser}
    return next(run for run in RUNS if setting.items() <= run.items())


@pytest.mark.parametrize("initialiser", ["glorot", "he"])
@pytest.mark.parametrize("depth", [2, 8])
def test_a_run_stands_beside_its_relu_twin(depth, initialiser):
    settings = {"activation": "sigmoid", "depth": str(depth), "initialiser": initialiser}
    facts = WIDGETS["gradients"](settings).facts
    run, twin = run_of("sigmoid", depth, initialiser), run_of("relu", depth, initialiser)
    assert (facts["accuracy"], facts["twin.accuracy"]) == (run["accuracy"][-1], twin["accuracy"][-1])
    assert (facts["first"], facts["twin.first"]) == (run["gradients_start"][0], twin["gradients_start"][0])


def test_a_deep_sigmoid_gets_a_gradient_a_thousand_times_smaller():
    prediction = WIDGETS["gradients"]({"activation": "sigmoid", "depth": "8"}).prediction
    small, large = (run_of(name, 8, "glorot")["gradients_start"][0] for name in ("sigmoid", "relu"))
    assert large / small > 1000
    assert prediction.right == "far"


def test_relu_is_compared_with_the_sigmoid():
    view = WIDGETS["gradients"]({"activation": "relu", "depth": "8"})
    assert view.tables[0].header[1:] == ("ReLU", "sigmoid")
    assert view.prediction.right == "large"


@pytest.mark.parametrize(
    "run", RUNS, ids=lambda run: f"{run['activation']}-{run['depth']}-{run['initialiser']}-{run['seed']}"
)
def test_every_recorded_setting_can_be_looked_at(run):
    view = WIDGETS["gradients"]({name: str(run[name]) for name in ("activation", "depth", "initialiser")})
    assert view.fault == ""
    assert len(view.charts) == 3
