"""What goes into PyTorch modules and comes out of them: several inputs, named ones, structured outputs."""

from __future__ import annotations

from collections import OrderedDict
from types import SimpleNamespace
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import pytest

from logitwise.errors import ModelError
from logitwise.frameworks.models import open_model

pytestmark = pytest.mark.slow


@pytest.fixture
def two(torch):
    """A module of two inputs, `first` and `second`."""

    class Two(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.layer = torch.nn.Linear(8, 2)

        def forward(self, first, second):
            return self.layer(torch.cat([first, second], 1))

    return Two()


def by_numpy(layer, x):
    return x @ layer.weight.detach().numpy().T + layer.bias.detach().numpy()


@pytest.mark.parametrize("shape", [tuple, list, lambda pair: dict(zip(("second", "first"), pair[::-1], strict=True))])
def test_several_inputs_go_in_by_place_or_by_name(two, x, shape):
    inputs = shape([x, 2 * x])
    expected = by_numpy(two.layer, np.concatenate([x, 2 * x], axis=1))
    np.testing.assert_allclose(open_model(two, example=inputs).predict(inputs), expected, atol=1e-5)


def test_a_forward_of_one_argument_gets_the_whole(torch, x):
    class Whole(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.layer = torch.nn.Linear(4, 2)

        def forward(self, batch):
            return self.layer(batch["a"] if isinstance(batch, dict) else batch[1])

    module = Whole()
    for inputs in ({"a": x, "b": x}, (x, x)):
        np.testing.assert_allclose(
            open_model(module, example=inputs).predict(inputs), by_numpy(module.layer, x), atol=1e-5
        )


@pytest.mark.parametrize(
    "change", [np.float64, list, np.asfortranarray, lambda x: x[::-1][::-1], pd.DataFrame, lambda x: x.astype(">f4")]
)
def test_arrays_of_any_make_go_in(torch, x, change):
    layer, inputs = torch.nn.Linear(4, 2), change(x)
    network = open_model(layer, example=inputs if not isinstance(inputs, list) else x)
    np.testing.assert_allclose(
        network.predict(inputs if not isinstance(inputs, list) else x), by_numpy(layer, x), atol=1e-5
    )


def test_numbers_of_words_stay_whole(torch):
    module = torch.nn.Sequential(torch.nn.EmbeddingBag(10, 3))
    network = open_model(module, example=np.arange(60).reshape(20, 3) % 10)
    assert "the module ends in EmbeddingBag: its outputs are taken as logits" in network.read_from


def test_text_goes_in_as_it_is(torch):
    class Lengths(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.layer = torch.nn.Linear(1, 2)

        def forward(self, texts):
            return self.layer(torch.tensor([[float(len(text))] for text in texts]))

    assert open_model(Lengths(), example=["a", "bb"]).predict(["ccc"]).shape == (1, 2)


def test_complex_numbers_and_dates_are_refused(torch, x):
    with pytest.raises(ModelError, match="cannot be handed to PyTorch as numbers"):
        open_model(torch.nn.Linear(4, 2), example=x.astype("datetime64[s]"))
    with pytest.raises(ModelError, match="cannot be called with inputs of shape"):
        open_model(torch.nn.Linear(4, 2), example=x.astype(complex))


# Structured outputs.


class Outputs(NamedTuple):
    logits: Any
    aux: Any


STRUCTURES = {
    "of the OrderedDict that the module gives, logits is taken": lambda z: OrderedDict(loss=z.sum(), logits=z),
    "of the Outputs that the module gives, logits is taken": lambda z: Outputs(z, z + 1),
    "of the SimpleNamespace that the module gives, logits is taken": lambda z: SimpleNamespace(logits=z),
    "the module gives a tuple of 2: the first is taken": lambda z: (z, z + 1),
}


@pytest.mark.parametrize("note", STRUCTURES)
def test_logits_or_the_first_of_a_structured_output_are_taken(ending, x, note):
    module = ending(STRUCTURES[note])
    network = open_model(module, example=x)
    assert network.notes == (note,)
    np.testing.assert_allclose(network.predict(x), by_numpy(module.layer, x), atol=1e-5)


def test_the_only_entry_of_a_dict_is_taken_without_a_word(torch, ending, x):
    network = open_model(ending(lambda z: {"scores": z.sigmoid()}), example=x)
    assert (network.kind, network.scale, network.notes) == ("multilabel", "logits", ())


def test_what_a_module_names_logits_needs_no_known_ending(ending, x):
    network = open_model(ending(lambda z: {"logits": z.cumsum(1), "loss": z.sum()}), example=x)
    assert "its outputs are the logits that it names" in network.read_from


def test_a_configured_task_tells_the_head(ending, x):
    module = ending(lambda z: z)
    module.config = SimpleNamespace(problem_type="multi_label_classification")
    assert open_model(module, example=x).kind == "multilabel"
    module.config = SimpleNamespace(problem_type="regression")
    with pytest.raises(ModelError, match="problem_type regression: it is no classifier"):
        open_model(module, example=x)
