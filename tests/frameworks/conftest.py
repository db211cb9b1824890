"""Small models of every kind; frameworks are imported once, TensorFlow on the CPU and without start-up notices."""

from __future__ import annotations

import os
import warnings

import numpy as np
import pytest

# Raised inside TensorFlow and Keras with current NumPy; neither concerns what is tested here.
FROM_FRAMEWORKS = (
    "ignore:__array__ implementation doesn't accept a copy keyword:DeprecationWarning",
    "ignore:Skipping variable loading for optimizer:UserWarning",
)


def pytest_collection_modifyitems(items):
    for item in items:
        if "tests/frameworks" in item.path.as_posix():
            for line in FROM_FRAMEWORKS:
                item.add_marker(pytest.mark.filterwarnings(line))


@pytest.fixture(scope="session")
def keras():
    os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
    os.environ["CUDA_VISIBLE_DEVICES"] = "-1"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        pytest.importorskip("tensorflow")
        import keras
    return keras


@pytest.fixture(scope="session")
def torch():
    return pytest.importorskip("torch", reason="PyTorch is not installed")


@pytest.fixture
def ending(torch):
    """A module of one linear layer with known weights, and a function of what it gives: ``ending(torch.sigmoid)``."""

    class Ending(torch.nn.Module):
        def __init__(self, function, layer):
            super().__init__()
            self.layer, self.function = layer, function

        def forward(self, x):
            return self.function(self.layer(x))

    def make(function, units=3, *, scale=1.0):
        layer = torch.nn.Linear(4, units)
        weights = scale * np.random.default_rng(3).normal(size=(units, 4))
        layer.load_state_dict({"weight": torch.tensor(weights), "bias": torch.zeros(units)})
        return Ending(function, layer).eval()

    return make


@pytest.fixture
def dense(keras):
    """A Sequential of one layer with known weights: with `scale` 40, some float32 sigmoids are exactly 1."""

    def make(units=1, activation="sigmoid", *, loss=None, scale=1.0, extra=()):
        keras.utils.set_random_seed(5)
        last = keras.layers.Dense(units, activation=activation, kernel_initializer="random_normal")
        model = keras.Sequential([keras.Input((4,)), last, *extra])
        last.set_weights([scale * np.random.default_rng(3).normal(size=(4, units)), np.zeros(units)])
        if loss is not None:
            model.compile(loss=loss)
        return model

    return make


@pytest.fixture(scope="session")
def x():
    return np.random.default_rng(7).normal(size=(50, 4)).astype(np.float32)
