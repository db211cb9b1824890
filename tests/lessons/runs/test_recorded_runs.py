"""The recorded trainings are whole, agree within themselves, and come out alike when they are trained again."""

import json
from importlib.resources import files
from statistics import median

import pytest
from sklearn.datasets import load_digits

from logitwise.errors import FormatError
from logitwise.lessons.building.runs import METRICS, settings
from logitwise.lessons.runs import NAME, read, recorded, runs, runs_of


def text() -> str:
    return files("logitwise.lessons").joinpath(NAME).read_text(encoding="utf-8")


def test_every_setting_was_run_once():
    assert [(run.activation, run.depth, run.initialiser, run.seed) for run in runs()] == settings()


@pytest.mark.parametrize("run", runs(), ids=lambda run: f"{run.activation}-{run.depth}-{run.initialiser}-{run.seed}")
def test_a_run_has_a_value_for_each_epoch_and_layer_and_limits_around_each_metric(run):
    assert len(run.loss) == len(run.accuracy) == run.epochs
    assert len(run.gradients_start) == len(run.gradients_end) == run.depth + 1
    assert min(run.gradients_start) > 0
    assert set(run.final) == set(METRICS)
    assert all(low <= value <= high for value, low, high in run.final.values())
    assert run.final["accuracy"][0] == pytest.approx(run.accuracy[-1], abs=1e-5)


def test_rows_are_those_of_scikit_learn():
    setting = recorded().setting
    assert setting["training_rows"] + setting["held_out_rows"] == len(load_digits().target)


def test_deep_sigmoids_fail_where_deep_relus_do_not():
    deep = {name: [run.accuracy[-1] for run in runs_of(name, depth=8)] for name in ("sigmoid", "relu")}
    assert max(deep["sigmoid"]) < 0.6
    assert min(deep["relu"]) > 0.9


def test_the_first_gradient_of_sigmoids_vanishes_with_depth_and_that_of_relus_with_he_does_not():
    first = {
        (name, depth): median(run.gradients_start[0] for run in runs_of(name, depth=depth, initialiser=start))
        for name, start in (("sigmoid", "glorot"), ("relu", "he"))
        for depth in (1, 8)
    }
    assert first["sigmoid", 8] < 1e-4 * first["sigmoid", 1]
    assert first["relu", 8] > 0.3 * first["relu", 1]


def test_runs_are_chosen_by_activation_depth_and_initialiser():
    assert {run.seed for run in runs_of("relu", depth=8, initialiser="he")} == {1, 2, 3}
    assert runs_of("maxout") == ()


def test_a_file_of_another_version_is_refused():
    document = json.loads(text()) | {"version": 2}
    with pytest.raises(FormatError, match=r"runs\.lock\.json is of version 2; this logitwise reads version 1"):
        read(json.dumps(document))


@pytest.mark.parametrize("broken", ["", "[]", '{"version": 1}', '{"version":1,"setting":{},"versions":{},"runs":[{}]}'])
def test_a_broken_file_is_refused(broken):
    with pytest.raises(FormatError, match="cannot be read"):
        read(broken)


@pytest.mark.slow
@pytest.mark.parametrize(("activation", "depth", "start"), [("relu", 2, "he"), ("sigmoid", 8, "glorot")])
def test_training_again_gives_the_same_within_what_machines_differ(activation, depth, start):
    from logitwise.lessons.building.runs import trained

    kept = runs_of(activation, depth=depth, initialiser=start)[0]
    again = trained(activation, depth, start, kept.seed)
    assert again.gradients_start == pytest.approx(kept.gradients_start, rel=0.02)
    assert again.loss[0] == pytest.approx(kept.loss[0], rel=0.05)
    assert again.loss[-1] == pytest.approx(kept.loss[-1], rel=0.3)
    assert again.accuracy[-1] == pytest.approx(kept.accuracy[-1], abs=0.15 if activation == "sigmoid" else 0.03)


@pytest.mark.slow
def test_gradients_are_those_of_differences():
    """The gradient's norm from central differences of the loss, float64, in a network of one layer."""
    import keras
    import numpy as np

    from logitwise.lessons.building.runs import gradient_norms, network, rows

    x, y = (array[:50] for array in rows()[:2])
    keras.utils.set_random_seed(0)
    model = network("tanh", 1, "glorot", width=3)
    w1, b1, w2, b2 = (weight.numpy().astype(float) for weight in model.weights)

    def loss(w):
        logits = np.tanh(x @ w1 + b1) @ w + b2
        return np.mean(np.log(np.exp(logits).sum(axis=1)) - logits[np.arange(len(y)), y])

    def slope(i, j, step=1e-5):
        change = np.zeros_like(w2)
        change[i, j] = step
        return (loss(w2 + change) - loss(w2 - change)) / (2 * step)

    norm = np.sqrt(sum(slope(i, j) ** 2 for i in range(3) for j in range(10)))
    assert gradient_norms(model, x, y)[-1] == pytest.approx(norm, rel=1e-4)
