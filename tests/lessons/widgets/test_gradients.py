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
def test_a_run_stands_beside_the_relu_of_the_labs_tables(depth, initialiser):
    settings = {"activation": "sigmoid", "depth": str(depth), "initialiser": initialiser}
    facts = WIDGETS["gradients"](settings).facts
    run, twin = run_of("sigmoid", depth, initialiser), run_of("relu", depth, "he")
    assert (facts["accuracy"], facts["twin.accuracy"]) == (run["accuracy"][-1], twin["accuracy"][-1])
    assert (facts["first"], facts["twin.first"]) == (run["gradients_start"][0], twin["gradients_start"][0])


def test_a_deep_sigmoid_gets_a_gradient_a_thousand_times_smaller():
    prediction = WIDGETS["gradients"]({"activation": "sigmoid", "depth": "8"}).prediction
    small, large = (run_of(*each)["gradients_start"][0] for each in (("sigmoid", 8, "glorot"), ("relu", 8, "he")))
    assert large / small > 1000
    assert prediction.right == "far"


def test_relu_is_compared_with_the_sigmoid():
    view = WIDGETS["gradients"]({"activation": "relu", "depth": "8"})
    assert view.tables[0].header[1:] == ("ReLU (Glorot)", "sigmoid (Glorot)")
    assert view.prediction.right == "large"


@pytest.mark.parametrize(
    "run", RUNS, ids=lambda run: f"{run['activation']}-{run['depth']}-{run['initialiser']}-{run['seed']}"
)
def test_every_recorded_setting_can_be_looked_at(run):
    view = WIDGETS["gradients"]({name: str(run[name]) for name in ("activation", "depth", "initialiser")})
    assert view.fault == ""
    assert len(view.charts) == 3


@pytest.mark.parametrize("run", RUNS, ids=lambda run: f"{run['activation']}-{run['depth']}-{run['initialiser']}")
def test_no_ratio_lies_near_a_limit_between_two_predictions(run):
    twin = (
        run_of("sigmoid", run["depth"], "glorot") if run["activation"] == "relu" else run_of("relu", run["depth"], "he")
    )
    ratio = twin["gradients_start"][0] / run["gradients_start"][0]
    assert all(not 0.75 < ratio / limit < 1.35 for limit in (1000, 40, 1 / 40))


@pytest.mark.parametrize(
    ("activation", "depth", "said"),
    [("sigmoid", 8, "surely missed"), ("relu", 2, "surely reached"), ("sigmoid", 2, "reached, but not surely"),
     ("silu", 8, "missed, but not surely")],
)  # fmt: skip
def test_the_target_is_told_with_the_interval(activation, depth, said):
    view = WIDGETS["gradients"]({"activation": activation, "depth": str(depth), "initialiser": "glorot"})
    value, low, high = run_of(activation, depth, "glorot")["final"]["accuracy"]
    assert ("reached" in said, "not surely" in said) == (value >= 0.95, low < 0.95 <= high)
    assert f"so the target of 0.95 is {said};" in view.sentence
    assert "(Glorot)" in view.prediction.question
