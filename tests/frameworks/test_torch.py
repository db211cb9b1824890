"""PyTorch modules against their own outputs, computed by NumPy and SciPy."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import special

from logitwise.errors import ModelError, ShapeError
from logitwise.frameworks.models import framework_of, open_model

pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore:`torch.jit:DeprecationWarning"),
    pytest.mark.filterwarnings("ignore:Lazy modules are a new feature:UserWarning"),
]


def probabilities(network, x):
    """What the numbers taken mean, by SciPy."""
    taken = network.predict(x).astype(np.float64)
    if network.scale == "probabilities":
        return taken
    return special.softmax(taken, axis=1) if network.kind == "softmax" else special.expit(taken)


def given(torch, module, x):
    """What the module itself gives."""
    with torch.no_grad():
        outputs = module.eval()(torch.from_numpy(x).to(next(module.parameters()).dtype))
    return outputs.double().numpy()


def exact(module, x):
    """The weighted sums of the only layer in float64, by NumPy."""
    layer = next(part for part in module.modules() if type(part).__name__ == "Linear")
    return x.astype(np.float64) @ layer.weight.detach().double().numpy().T + layer.bias.detach().double().numpy()


# Endings from which logits are taken.

BEFORE = {
    "sigmoid": lambda t: t.sigmoid,
    "sigmoid in place": lambda _: lambda z: z.sigmoid_(),
    "expit": lambda t: t.special.expit,
    "sigmoid, copied": lambda _: lambda z: z.sigmoid().clone(),
    "sigmoid, clamped": lambda _: lambda z: z.sigmoid().clamp(1e-7, 1 - 1e-7),
    "sigmoid, flattened and folded": lambda _: lambda z: z.sigmoid().flatten().reshape(-1, 3),
    "sigmoids side by side": lambda t: lambda z: t.cat([z[:, :1].sigmoid(), z[:, 1:].sigmoid()], 1),
    "sigmoids stacked": lambda t: lambda z: t.stack([z[:, k].sigmoid() for k in range(3)], dim=-1),
    "softmax": lambda t: lambda z: t.nn.functional.softmax(z, dim=1),
    "softmax over the last axis": lambda _: lambda z: z.softmax(-1),
    "softmax by exp": lambda _: lambda z: z.log_softmax(1).exp(),
    "layer of softmax": lambda t: t.nn.Softmax(dim=1),
    "layers": lambda t: t.nn.Sequential(t.nn.Sigmoid(), t.nn.Dropout(0.5), t.nn.Identity()),
}


@pytest.mark.parametrize("name", BEFORE)
def test_logits_before_the_activation_give_what_the_module_gives(torch, ending, x, name):
    module = ending(BEFORE[name](torch))
    network = open_model(module, example=x)
    kind = "softmax" if "softmax" in name else "multilabel"
    assert (network.kind, network.units, network.scale, network.assumed) == (kind, 3, "logits", False)
    np.testing.assert_allclose(probabilities(network, x), given(torch, module, x), atol=1e-6)
    np.testing.assert_allclose(network.predict(x), exact(module, x), atol=1e-5)


@pytest.mark.parametrize("name", ["squeeze", "flat", "column", "logsigmoid"])
def test_one_output_is_a_sigmoid_however_it_is_shaped(torch, ending, x, name):
    last = {
        "squeeze": lambda z: z.sigmoid().squeeze(),
        "flat": lambda z: z.flatten().sigmoid(),
        "column": torch.sigmoid,
        "logsigmoid": torch.nn.functional.logsigmoid,
    }
    network = open_model(ending(last[name], 1), example=x)
    assert (network.kind, network.scale) == ("sigmoid", "logits")
    np.testing.assert_allclose(network.predict(x), exact(ending(last[name], 1), x)[:, 0], atol=1e-5)
    assert network.predict(x[:1]).shape == (1,)  # where the squeeze takes away the rows' axis too


def test_saturated_float32_sigmoid_keeps_its_logits(torch, ending, x):
    module = ending(torch.sigmoid, 1, scale=40)
    network = open_model(module, example=x)
    assert np.mean(given(torch, module, x) == 1.0) > 0.1  # nothing left of them in what the module gives
    assert np.isfinite(special.log_expit(-network.predict(x).astype(np.float64))).all()
    np.testing.assert_allclose(network.predict(x), exact(module, x)[:, 0], rtol=1e-5, atol=1e-4)


def test_float64_stays_float64(torch, ending, x):
    module = ending(torch.sigmoid, 1, scale=40).double()
    network = open_model(module, example=x)
    assert network.predict(x).dtype == np.float64
    np.testing.assert_allclose(network.predict(x), exact(module, x)[:, 0], rtol=1e-12)


@pytest.mark.parametrize("kind", ["float16", "bfloat16"])
def test_half_precision_is_widened_and_said(torch, ending, x, kind):
    module = ending(torch.sigmoid).to(getattr(torch, kind))
    network = open_model(module, example=x)
    assert network.predict(x).dtype == np.float32
    assert network.read_from.endswith(f"logits are taken before the sigmoid, in {kind}, widened to float32")
    np.testing.assert_allclose(probabilities(network, x), given(torch, module, x), atol=5e-3)


def test_a_softmax_in_half_precision_may_be_returned_in_full(torch, ending, x):
    network = open_model(ending(lambda z: z.bfloat16().softmax(1).float()), example=x)
    assert network.scale == "logits"


def test_log_probabilities_are_logits(torch, ending, x):
    module = ending(torch.nn.LogSoftmax(dim=1))
    network = open_model(module, example=x)
    assert (network.kind, network.scale) == ("softmax", "logits")
    assert "log-probabilities are logits" in network.read_from
    np.testing.assert_allclose(network.predict(x), special.log_softmax(exact(module, x), axis=1), atol=1e-5)


# Endings without an activation.

LINEAR = {
    "Linear": lambda _: lambda z: z,
    "div": lambda _: lambda z: z / 1.7,  # a temperature
    "BatchNorm1d": lambda t: t.nn.BatchNorm1d(3),
    "add": lambda _: lambda z: z + z.mean(1, keepdim=True),
}


@pytest.mark.parametrize("name", LINEAR)
def test_without_an_activation_outputs_are_logits(torch, ending, x, name):
    module = ending(LINEAR[name](torch))
    network = open_model(module, example=x)
    assert (network.kind, network.scale, network.assumed) == ("softmax", "logits", True)
    assert f"the module ends in {name}: its outputs are taken as logits; 3 outputs are taken" in network.read_from
    np.testing.assert_allclose(network.predict(x), given(torch, module, x), atol=1e-6)


def test_one_output_without_an_activation_is_a_sigmoid(torch, x):
    network = open_model(torch.nn.Linear(4, 1), example=x)
    assert (network.kind, network.scale, network.predict(x).shape) == ("sigmoid", "logits", (50,))
    assert "the module ends in Linear" in network.read_from


# Endings from which nothing can be read.

REFUSED = {
    "ReLU": lambda t: t.nn.ReLU(),
    "relu": lambda _: lambda z: z.relu_(),
    "ReLU6": lambda t: t.nn.ReLU6(),
    "tanh": lambda t: t.tanh,
    "GELU": lambda t: t.nn.GELU(),
    "SiLU": lambda t: t.nn.SiLU(),
    "Softplus": lambda t: t.nn.Softplus(),
    "hardsigmoid": lambda t: t.nn.functional.hardsigmoid,
    "PReLU": lambda t: t.nn.PReLU(),
    "SELU": lambda t: t.nn.SELU(),
    "exp": lambda t: t.exp,
}


@pytest.mark.parametrize("name", REFUSED)
def test_another_last_activation_is_refused_by_name(torch, ending, x, name):
    with pytest.raises(ModelError, match=f"the module ends in {name}, from which no probability can be read: end it"):
        open_model(ending(REFUSED[name](torch)), example=x)


UNREAD = {
    "LayerNorm": lambda t: t.nn.LayerNorm(3),
    "mul": lambda t: lambda z: 1 / (1 + t.exp(-z)),
    "sum": lambda _: lambda z: (z.softmax(1)[:, :, None] * z.softmax(1)[:, None]).sum(1),  # a mixture
    "add": lambda _: lambda z: z.sigmoid() / 2 + z.softmax(1) / 2,
    "log": lambda _: lambda z: z.softmax(1).log(),
    "none of PyTorch's": lambda t: lambda z: t.from_numpy(z.numpy() + 1),
}


@pytest.mark.parametrize("name", UNREAD)
def test_an_ending_that_tells_nothing_is_refused(torch, ending, x, name):
    with pytest.raises(ModelError, match=rf"could not be read: its last operation \({name}\).*logits= or prob"):
        open_model(ending(UNREAD[name](torch)), example=x)


@pytest.mark.parametrize("name", ["softmax", "log_softmax"])
def test_a_softmax_over_the_rows_is_refused(torch, ending, x, name):
    with pytest.raises(ModelError, match=r"softmax runs over axis 0, yet its rows do not sum to 1.*dim=1"):
        open_model(ending(lambda z: getattr(z, name)(0)), example=x)


def test_a_softmax_over_rows_that_are_classes_is_a_softmax(ending, x):
    network = open_model(ending(lambda z: z.T.softmax(0).T), example=x)
    assert (network.kind, network.scale) == ("softmax", "probabilities")
    assert "do not give the module's outputs: probabilities are taken" in network.notes[0]


def test_a_softmax_of_one_output_is_refused(torch, ending, x):
    with pytest.raises(ModelError, match="softmax of one output, whose probability is always 1"):
        open_model(ending(torch.nn.Softmax(dim=1), 1), example=x)


def test_a_column_of_a_softmax_is_a_probability(torch, ending, x):
    module = ending(lambda z: z.softmax(1)[:, 1], 2)
    network = open_model(module, example=x)
    assert (network.kind, network.scale) == ("sigmoid", "probabilities")
    assert "one column of a softmax" in network.read_from
    np.testing.assert_allclose(network.predict(x), special.softmax(exact(module, x), axis=1)[:, 1], atol=1e-6)


def test_a_hard_clamp_is_taken_as_it_is(torch, ending, x):
    network = open_model(ending(lambda z: z.sigmoid().clamp(0.2, 0.8)), example=x)
    assert network.scale == "probabilities"
    assert network.predict(x).max() == np.float32(0.8)


def test_a_module_that_ends_differently_later_is_refused(torch, ending, x):
    network = open_model(ending(lambda z: z.sigmoid() if len(z) < 40 else z.sigmoid() / 2), example=x[:20])
    assert network.predict(x[:20]).shape == (20, 3)
    with pytest.raises(ModelError, match="does not always end in the sigmoid"):
        network.predict(x)


@pytest.mark.parametrize(
    ("last", "said"),
    [
        (lambda z: z.argmax(1), "the module gives int64; .*decisions="),
        (lambda z: z[:, :, None], r"outputs of shape \(32, 3, 1\)"),
        (lambda z: {"a": z, "b": z}, "a dict of a, b; expected one tensor, or logits"),
        (lambda _: None, "a NoneType; expected a tensor"),
    ],
)
def test_other_outputs_are_refused(ending, x, last, said):
    with pytest.raises(ModelError, match=said):
        open_model(ending(last), example=x)


def test_inputs_that_do_not_fit_are_refused_with_their_shape(torch, ending, x):
    with pytest.raises(ModelError, match=r"cannot be called with inputs of shape \(32, 3\): mat1 and mat2"):
        open_model(ending(torch.sigmoid), example=x[:, :3])
    network = open_model(ending(torch.sigmoid), example=x)
    with pytest.raises(ShapeError, match="cannot be called on these inputs: mat1") as caught:
        network.predict(x[:, :3])
    assert isinstance(caught.value.__cause__, RuntimeError)


# What is around a module.


@pytest.mark.parametrize("wrap", ["script", "trace", "freeze", "compile", "compiled part", "parallel"])
def test_a_wrapped_module_is_read_as_what_it_wraps(torch, x, wrap):
    module = torch.nn.Sequential(torch.nn.Linear(4, 1), torch.nn.Sigmoid()).eval()
    wrapped = {
        "script": lambda: torch.jit.script(module),
        "trace": lambda: torch.jit.trace(module, torch.zeros(2, 4)),
        "freeze": lambda: torch.jit.freeze(torch.jit.script(module)),
        "compile": lambda: torch.compile(module),
        "compiled part": lambda: torch.nn.Sequential(torch.compile(module[0]), module[1]),
        "parallel": lambda: torch.nn.DataParallel(module),
    }[wrap]()
    network = open_model(wrapped, example=x)
    assert "PyTorch module 'Sequential': last activation sigmoid of 1 output" in network.read_from
    for _ in range(3):  # scripts change their ways after the first calls
        np.testing.assert_allclose(network.predict(x), exact(module, x)[:, 0], atol=1e-5)


def test_an_exported_program_is_read_in_the_mode_it_was_exported_in(torch, x):
    module = torch.nn.Sequential(torch.nn.Linear(4, 1), torch.nn.Sigmoid()).eval()
    rows = ({0: torch.export.Dim("rows")},)
    network = open_model(torch.export.export(module, (torch.zeros(8, 4),), dynamic_shapes=rows).module(), example=x)
    assert network.notes == ()
    np.testing.assert_allclose(network.predict(x), exact(module, x)[:, 0], atol=1e-5)


def test_each_part_keeps_its_training_flag(torch, x):
    module = torch.nn.Sequential(torch.nn.BatchNorm1d(4), torch.nn.Dropout(0.5), torch.nn.Linear(4, 2))
    module[0].eval()
    flags, state = [part.training for part in module.modules()], {k: v.clone() for k, v in module.state_dict().items()}
    network = open_model(module, example=x)
    np.testing.assert_array_equal(network.predict(x), network.predict(x))  # no dropout
    assert [part.training for part in module.modules()] == flags == [True, False, True, True]
    assert all(torch.equal(state[key], value) for key, value in module.state_dict().items())
    assert "was in training mode" in network.notes[-1]
    assert open_model(module.eval(), example=x).notes == ()


def test_flags_are_set_back_after_an_error_too(torch, ending, x):
    module = ending(torch.sigmoid).train()
    with pytest.raises(ModelError):
        open_model(module, example=x[:, :3])
    assert all(part.training for part in module.modules())
    assert torch.is_grad_enabled()


def test_a_module_that_works_in_place_changes_nobodys_data(torch, x):
    module = torch.nn.Sequential(torch.nn.ReLU(inplace=True), torch.nn.Linear(4, 2))
    kept, tensor = x.copy(), torch.from_numpy(x.copy())
    for inputs in (x, tensor):
        open_model(module, example=inputs).predict(inputs)
        np.testing.assert_array_equal(np.asarray(inputs), kept)


def test_lazy_parameters_are_not_made_up(torch, x):
    with pytest.raises(ModelError, match="lazy parameters that no call has initialised"):
        open_model(torch.nn.LazyLinear(2), example=x)


def test_a_module_is_known_without_an_import_of_ours(torch):
    assert framework_of(torch.nn.Linear(4, 1)) == "torch"
