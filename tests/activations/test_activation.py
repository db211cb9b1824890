"""The common face: names, ranges, documentation, one object of each."""

import copy
import math
import pickle

import pytest

from logitwise import activations
from logitwise.activations import Activation, Range

NAMES = [name for name in activations.__all__ if name not in {"Activation", "Range"}]
RANGES = {
    "relu": "[0, inf)",
    "leaky_relu": "(-inf, inf)",
    "elu": "(-1, inf)",
    "selu": "(-1.7581, inf)",
    "gelu": "[-0.16997, inf)",
    "silu": "[-0.27846, inf)",
    "sigmoid": "(0, 1)",
    "tanh": "(-1, 1)",
    "softplus": "(0, inf)",
    "hard_sigmoid": "[0, 1]",
    "softmax": "(0, 1)",
    "log_softmax": "(-inf, 0)",
}


def test_the_twelve_are_public():
    assert sorted(NAMES) == sorted(RANGES)


@pytest.mark.parametrize("name", NAMES)
def test_each_is_one_activation_under_its_name(name):
    activation = getattr(activations, name)
    assert isinstance(activation, Activation)
    assert activation.name == name
    assert pickle.loads(pickle.dumps(activation)) is activation
    assert copy.deepcopy(activation) is activation


@pytest.mark.parametrize("name", NAMES)
def test_ranges_are_written_with_their_ends(name):
    activation = getattr(activations, name)
    assert str(activation.range) == RANGES[name]
    assert repr(activation) == f"<activation {name}: {activation.formula}, range {RANGES[name]}>"


@pytest.mark.parametrize("name", NAMES)
def test_each_docstring_says_range_derivative_saturation_and_source(name):
    text = getattr(activations, name).__doc__
    assert all(word in text for word in ("Range", "Derivative", "saturate", "Source:", ">>> "))


def test_activations_carry_no_state():
    with pytest.raises(AttributeError):
        activations.sigmoid.memory = 1


def test_a_range_is_a_pair():
    low, high = activations.softplus.range
    assert (low, high) == (0.0, math.inf)


def test_ends_belong_to_a_range_only_where_closed():
    half = Range(0.0, 1.0, low_closed=True)
    assert [v in half for v in (0.0, 0.5, 1.0, math.nan)] == [True, True, False, False]


@pytest.mark.parametrize("ends", [(1.0, 0.0), (0.0, 0.0), (math.nan, 1.0)])
def test_ends_out_of_order_are_refused(ends):
    with pytest.raises(ValueError, match="a range needs low < high"):
        Range(*ends)


def test_an_infinite_end_cannot_be_closed():
    with pytest.raises(ValueError, match="cannot be closed"):
        Range(0.0, math.inf, high_closed=True)
