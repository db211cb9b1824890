from __future__ import annotations

import numpy as np
import pytest
from scipy import special

from logitwise.lessons.widgets.activation import FUNCTIONS, SMALL, curves_of, slope_of, value_of
from logitwise.lessons.widgets.registry import WIDGETS

X = np.linspace(-9, 9, 37)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("sigmoid", special.expit),
        ("tanh", np.tanh),
        ("softplus", lambda x: np.logaddexp(0, x)),
        ("gelu", lambda x: x * special.ndtr(x)),
        ("silu", lambda x: x * special.expit(x)),
        ("softmax", special.expit),
        ("log_softmax", special.log_expit),
    ],
)
def test_values_are_those_of_scipy(name, expected):
    assert value_of(name, X) == pytest.approx(expected(X))


@pytest.mark.parametrize("name", list(FUNCTIONS))
def test_derivatives_are_differences_of_values(name):
    x, step = X + 0.013, 1e-5  # away from kinks
    assert slope_of(name, x) == pytest.approx((value_of(name, x + step) - value_of(name, x - step)) / 2e-5, abs=1e-6)


def test_the_sigmoid_is_saturated_where_its_derivative_is_below_a_hundredth():
    root = (1 + np.sqrt(1 - 4 * SMALL)) / 2  # s (1 - s) = 0.01
    assert curves_of("sigmoid").above == pytest.approx(special.logit(root))
    assert curves_of("sigmoid").below == pytest.approx(-special.logit(root))


def test_tanh_saturates_where_its_derivative_does():
    assert curves_of("tanh").above == pytest.approx(np.arctanh(np.sqrt(1 - SMALL)))


def test_relu_is_flat_below_its_kink_and_never_above():
    assert curves_of("relu").below == pytest.approx(0, abs=1e-6)
    assert np.isinf(curves_of("relu").above)


def test_a_slope_that_only_passes_through_zero_is_not_saturation():
    dip = -1.2784645  # where the derivative of silu is 0
    assert curves_of("silu").below < -5 < dip
    assert WIDGETS["activation"]({"function": "silu", "x": "-1.3"}).facts["saturated"] == 0


@pytest.mark.parametrize("x", ["-9", "0", "4.6", "9.9"])
def test_the_view_tells_value_and_derivative(x):
    facts = WIDGETS["activation"]({"function": "sigmoid", "x": x}).facts
    p = special.expit(float(x))
    assert (facts["value"], facts["derivative"]) == pytest.approx((p, p * (1 - p)))
    assert facts["saturated"] == float(p * (1 - p) < SMALL)


def test_the_largest_derivative_of_the_sigmoid_is_a_quarter():
    prediction = WIDGETS["activation"]({"function": "sigmoid"}).prediction
    assert prediction.right == "0.25"
    assert "0.25, at x = 0.0" in prediction.because


@pytest.mark.parametrize("name", ["gelu", "silu", "selu"])
def test_some_derivatives_pass_one(name):
    assert WIDGETS["activation"]({"function": name}).prediction.right == "more"


@pytest.mark.parametrize(("z", "t"), [("1 2 3", "1"), ("1000, -1000, 999", "0.1"), ("-5", "5"), ("0;0;0;0", "2.5")])
def test_softmax_is_that_of_scipy(z, t):
    view = WIDGETS["vector"]({"z": z, "temperature": t})
    numbers = np.array([float(each) for each in z.replace(",", " ").replace(";", " ").split()])
    expected = special.softmax(numbers / float(t))
    assert [view.facts[f"softmax_{k}"] for k in range(len(numbers))] == pytest.approx(expected)
    assert view.facts["softmax_sum"] == pytest.approx(1)
    assert view.facts["sigmoid_sum"] == pytest.approx(special.expit(numbers).sum())


def test_a_shift_of_all_logits_changes_no_softmax():
    assert WIDGETS["vector"]({"z": "3, 1, -7"}).prediction.right == "same"


def test_a_vector_that_does_not_move_is_said_not_to_and_one_that_rounding_moves_by_how_much():
    assert "no softmax probability moves: only" in WIDGETS["vector"]({}).prediction.because
    assert "by more than 0:" not in WIDGETS["vector"]({"z": "0.1 0.2 0.7"}).prediction.because
