"""Whose model it is, told without importing a framework."""

from __future__ import annotations

import subprocess
import sys

import pytest

from logitwise.errors import ModelError
from logitwise.frameworks.models import framework_of, open_model


def test_importing_the_frameworks_floor_imports_no_framework():
    code = (
        "import sys, logitwise.frameworks.models, logitwise.frameworks.keras, logitwise.frameworks.sklearn, "
        "logitwise.sources.models\nprint([m for m in ('tensorflow', 'keras', 'sklearn', 'torch', 'scipy', 'h5py') "
        "if m in sys.modules])"
    )
    assert (
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"
    )


@pytest.mark.parametrize(
    ("module", "name", "said"),
    [
        ("flax.linen.module", "Module", "cannot be read yet"),
        ("keras.src.layers.layer", "Layer", "is a layer, not a model"),
        ("somewhere", "Thing", "is no model that can be read"),
    ],
)
def test_another_object_is_refused_with_what_is_supported(module, name, said):
    stranger = type(name, (), {"__module__": module})()
    with pytest.raises(ModelError, match=f"{said}.*logits= or probabilities="):
        framework_of(stranger)


def test_a_missing_tensorflow_says_how_to_get_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "tensorflow", None)
    monkeypatch.setitem(sys.modules, "keras", None)
    model = type("Model", (), {"__module__": "keras.src.models.model"})()
    with pytest.raises(ModelError, match=r"needs TensorFlow.*pip install tensorflow"):
        open_model(model, example=None)
