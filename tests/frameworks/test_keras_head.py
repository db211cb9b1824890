"""The head from activation, loss and units: no framework needed."""

from __future__ import annotations

import pytest

from logitwise.errors import ModelError
from logitwise.frameworks.keras_head import read_head
from logitwise.frameworks.keras_loss import Loss, read_loss

NONE = Loss()
BINARY = Loss("binary_crossentropy", "binary")
BINARY_LOGITS = Loss("binary_crossentropy", "binary", from_logits=True)
SPARSE = Loss("sparse_categorical_crossentropy", "categorical")
SPARSE_LOGITS = Loss("sparse_categorical_crossentropy", "categorical", from_logits=True)
SQUARED = Loss("mse", "other")


@pytest.mark.parametrize(
    ("activation", "units", "loss", "kind", "scale"),
    [
        ("sigmoid", 1, NONE, "sigmoid", "probabilities"),
        ("sigmoid", 3, BINARY, "multilabel", "probabilities"),
        ("sigmoid", 1, SQUARED, "sigmoid", "probabilities"),  # trained on Brier's score
        ("softmax", 2, SPARSE, "softmax", "probabilities"),
        ("softmax", 5, NONE, "softmax", "probabilities"),
        ("log_softmax", 3, NONE, "softmax", "logits"),
        ("linear", 1, BINARY_LOGITS, "sigmoid", "logits"),
        ("linear", 3, BINARY_LOGITS, "multilabel", "logits"),
        ("linear", 3, SPARSE_LOGITS, "softmax", "logits"),
        ("linear", 1, NONE, "sigmoid", "logits"),
        ("linear", 3, NONE, "softmax", "logits"),
        (None, 1, BINARY, "sigmoid", "probabilities"),
        (None, 3, SPARSE_LOGITS, "softmax", "logits"),
    ],
)
def test_activation_loss_and_units_give_the_head(activation, units, loss, kind, scale):
    reading = read_head(activation, units=units, loss=loss)
    assert (reading.kind, reading.scale) == (kind, scale)


@pytest.mark.parametrize("activation", ["relu", "tanh", "gelu", "softmax over an axis other than the last"])
def test_an_activation_that_gives_no_probability_is_refused_with_what_to_do(activation):
    with pytest.raises(
        ModelError, match=f"last activation is {activation}.*sigmoid or softmax.*from_logits=True.*logits="
    ):
        read_head(activation, units=2, loss=BINARY)


@pytest.mark.parametrize("activation", ["softmax", "log_softmax"])
def test_a_softmax_of_one_unit_is_refused(activation):
    with pytest.raises(ModelError, match=r"of one unit, whose probability is always 1.*use a sigmoid"):
        read_head(activation, units=1, loss=SPARSE)


def test_a_linear_output_trained_with_a_squared_error_is_refused():
    with pytest.raises(ModelError, match=r"trained with mse, so its outputs are no log-odds"):
        read_head("linear", units=1, loss=SQUARED)


def test_outputs_of_which_nothing_is_said_are_refused_with_the_way_out():
    with pytest.raises(ModelError, match=r"\(RealDiv\).*no compiled loss.*logits= or probabilities= with head="):
        read_head(None, units=1, loss=NONE, last="RealDiv")


@pytest.mark.parametrize(
    ("activation", "units", "loss", "said"),
    [
        ("linear", 1, BINARY, "from_logits=False and took its outputs for probabilities"),
        ("sigmoid", 1, BINARY_LOGITS, "from_logits=True, which takes probabilities for logits"),
        ("softmax", 3, SPARSE_LOGITS, "from_logits=True, which takes probabilities for logits"),
        ("sigmoid", 3, SPARSE, "made for a softmax, the model ends in a sigmoid"),
        ("softmax", 3, BINARY, "made for a sigmoid, the model ends in a softmax"),
    ],
)
def test_activation_decides_where_it_and_the_loss_disagree_and_a_note_says_so(activation, units, loss, said):
    reading = read_head(activation, units=units, loss=loss)
    assert any("activation and compiled loss disagree" in note and said in note for note in reading.notes)


@pytest.mark.parametrize(
    ("activation", "loss"), [("linear", BINARY_LOGITS), ("sigmoid", BINARY), ("sigmoid", NONE), ("softmax", SPARSE)]
)
def test_no_note_where_they_agree(activation, loss):
    assert read_head(activation, units=2, loss=loss).notes == ()


def test_a_shape_that_decides_is_said_to_have_decided():
    reading = read_head("linear", units=3, loss=NONE)
    assert reading.assumed
    assert "from the shape alone" in reading.known_by


def test_an_activation_leaves_nothing_to_overrule():
    assert not read_head("softmax", units=3, loss=NONE).assumed


class Compiled:
    def __init__(self, loss):
        self.loss = loss


@pytest.mark.parametrize(
    ("loss", "family"),
    [("bce", "binary"), ("sparse_categorical_crossentropy", "categorical"), ("mse", "other"), ("mine", "none")],
)
def test_a_loss_by_name(loss, family):
    assert read_loss(Compiled(loss)) == Loss(loss, family)


def test_a_loss_function_of_ones_own_says_nothing_whatever_its_name():
    def binary_crossentropy(y, p):
        return 0.0

    assert read_loss(Compiled(binary_crossentropy)).family == "none"


def test_two_losses_are_two_outputs():
    with pytest.raises(ModelError, match="compiled with 2 losses"):
        read_loss(Compiled(["bce", "mse"]))


def test_one_loss_in_a_list_is_that_loss():
    assert read_loss(Compiled(["bce"])) == Loss("bce", "binary")
