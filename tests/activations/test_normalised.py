"""softmax and log_softmax: against mpmath, their Jacobians, their axes, and what they refuse."""

import math
import re

import mpmath
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mpmath import mpf

from logitwise.activations import log_softmax, sigmoid, softmax
from logitwise.errors import OptionError, ScoreError, ShapeError

INF, NAN = math.inf, math.nan
BOTH = [softmax, log_softmax]
SPACING = mpf(5e-324)


def exact(row):
    """Probabilities, their logarithms and complements with 400 digits, straight from the definitions.

    400 digits, for the probability of a class that leads by 745 is 1 - 1e-324.
    """
    with mpmath.workdps(400):
        e = [mpmath.exp(mpf(float(v)) - mpf(float(max(row)))) if max(row) - v < 2000 else mpf(0) for v in row]
        total = mpmath.fsum(e)
        logs = [mpf(float(v)) - mpf(float(max(row))) - mpmath.log(total) for v in row]
        return [v / total for v in e], logs, [(total - v) / total for v in e]


def close(got, true):
    miss = abs(mpf(float(got)) - true)
    return miss <= SPACING or miss <= mpf(1e-14) * abs(true)


def rows():
    draw = np.random.default_rng(11)
    for classes, spread in [(2, 1.0), (2, 300.0), (3, 20.0), (7, 200.0), (40, 5.0)]:
        yield from draw.normal(0.1, spread, (12, classes))
    yield from ([0.1, -700.3], [40.0, 0.0], [0.0, -744.4, -744.9], [5e-324, 0.0], [1e308, -1e308], [1e16, 1e16 + 2])
    yield [1.0] * 30
    yield [0.0, *[-744.0 - i / 1000 for i in range(200)]]


def test_probabilities_and_logarithms_are_within_1e_14_of_mpmath():
    for row in rows():
        p, logs, _ = exact(row)
        assert all(map(close, softmax(row), p))
        assert all(close(g, t) for g, t in zip(log_softmax(row), logs, strict=True) if abs(t) < 1e308)


def test_jacobians_are_within_1e_14_of_mpmath():
    for row in rows():
        p, _, rest = exact(row)
        for i, j in np.ndindex(len(row), len(row)):
            assert close(softmax.derivative(row)[i, j], p[i] * rest[i] if i == j else -p[i] * p[j])
            assert close(log_softmax.derivative(row)[i, j], rest[i] if i == j else -p[j])
            if len(row) > 10:
                break  # one entry of a wide row: the loop above is quadratic in mpmath


@settings(max_examples=80, deadline=None, derandomize=True)
@given(row=st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=1, max_size=6))
def test_any_row_is_within_1e_14_of_mpmath(row):
    p, logs, _ = exact(row)
    assert all(map(close, softmax(row), p))
    assert all(close(g, t) for g, t in zip(log_softmax(row), logs, strict=True) if abs(t) < 1e308)


def test_five_thousand_classes_sum_to_one_on_either_axis():
    z = np.random.default_rng(5).normal(0, 3, (4, 5000))
    assert np.allclose(softmax(z).sum(axis=1), 1, rtol=1e-14)
    assert np.array_equal(softmax(z.T, axis=0).T, softmax(z))


def test_softmax_of_two_classes_is_the_sigmoid_of_the_difference():
    z = np.random.default_rng(6).normal(0, 20, (100, 2))
    assert np.allclose(softmax(z)[:, 1], sigmoid(z[:, 1] - z[:, 0]), rtol=1e-13)


def test_jacobians_put_the_classes_last_whatever_the_axis():
    z = np.random.default_rng(8).normal(size=(2, 3, 4))
    for activation in BOTH:
        middle = activation.derivative(z, axis=1)
        assert middle.shape == (2, 4, 3, 3)
        assert np.array_equal(middle[1, 2], activation.derivative(z[1, :, 2]))


def test_jacobians_match_central_differences():
    z, step = np.array([0.3, -1.2, 2.0]), 1e-6
    for activation in BOTH:
        columns = [(activation(z + step * e) - activation(z - step * e)) / (2 * step) for e in np.eye(3)]
        assert np.allclose(activation.derivative(z), np.stack(columns, axis=1), atol=1e-9)


def test_a_ruled_out_class_has_probability_zero():
    assert np.array_equal(softmax([0.0, -INF, 0.0]), [0.5, 0.0, 0.5])
    assert np.array_equal(log_softmax([0.0, -INF, -INF]), [0.0, -INF, -INF])
    assert np.array_equal(softmax.derivative([0.0, -INF]), np.zeros((2, 2)))


def test_a_difference_that_overflows_is_no_warning():
    assert np.array_equal(softmax([1e308, -1e308, 1e308]), [0.5, 0.0, 0.5])
    assert np.array_equal(log_softmax([1e308, -1e308]), [0.0, -INF])


@pytest.mark.parametrize("activation", BOTH, ids=lambda a: a.name)
def test_nan_fills_its_row_and_no_other(activation):
    z = [[0.0, NAN], [-INF, NAN], [1.0, 2.0]]
    assert list(np.isnan(activation(z)).all(axis=1)) == [True, True, False]
    assert list(np.isnan(activation.derivative(z)).all(axis=(1, 2))) == [True, True, False]


@pytest.mark.parametrize("call", [softmax, log_softmax, softmax.derivative, log_softmax.derivative])
def test_plus_infinity_is_refused_with_its_place(call):
    with pytest.raises(ScoreError, match=r"softmax got \+inf at \[1, 0\] \(3 in all\): no probability can be given"):
        call([[0.0, NAN], [INF, 1.0], [INF, INF]])


@pytest.mark.parametrize("activation", BOTH, ids=lambda a: a.name)
def test_a_row_of_minus_infinity_is_refused_with_its_place(activation):
    with pytest.raises(ScoreError, match=r"got only -inf at \[1, :\] \(1 in all\): every class is ruled out"):
        activation([[0.0, -INF], [-INF, -INF]])
    with pytest.raises(ScoreError, match=r"got only -inf at \[:, 1\] \(1 in all\)"):
        activation([[0.0, -INF], [-INF, -INF]], axis=0)


@pytest.mark.parametrize("call", [softmax, log_softmax, softmax.derivative, log_softmax.derivative])
@pytest.mark.parametrize("axis", [1, -2])
def test_a_vector_has_the_axes_0_and_minus_1(call, axis):
    expected = f"softmax has no axis {axis} to normalise over: a vector of shape (3,) has the axes 0 and -1"
    with pytest.raises(ShapeError, match=re.escape(expected)):
        call([1.0, 2.0, 3.0], axis=axis)


@pytest.mark.parametrize("axis", [2, -3])
def test_a_matrix_has_the_axes_0_1_and_minus_1_minus_2(axis):
    expected = f"has no axis {axis} to normalise over: a matrix of shape (1, 2) has the axes 0, 1, -1 and -2"
    with pytest.raises(ShapeError, match=re.escape(expected)):
        softmax([[1.0, 2.0]], axis)


@pytest.mark.parametrize("axis", [0, 1, -1, -2])
def test_every_axis_that_exists_is_taken(axis):
    z = np.random.default_rng(9).normal(size=(2, 3))
    assert np.allclose(softmax(z, axis).sum(axis=axis), 1, rtol=1e-15)


@pytest.mark.parametrize("axis", [True, None, 0.0, (0, 1), "1"])
def test_an_axis_that_is_no_whole_number_is_refused(axis):
    with pytest.raises(OptionError, match=re.escape(f"softmax expects one whole number as axis; got {axis!r}")):
        softmax([1.0, 2.0], axis)


@pytest.mark.parametrize("activation", BOTH, ids=lambda a: a.name)
def test_a_scalar_is_refused(activation):
    with pytest.raises(ShapeError, match=r"normalises over classes, and a scalar has none: expected a vector"):
        activation(1.0)


def test_no_classes_are_refused_and_no_rows_are_fine():
    with pytest.raises(ShapeError, match=r"expects at least one class; axis 1 of shape \(4, 0\) has none"):
        softmax(np.empty((4, 0)), axis=1)
    assert softmax(np.empty((0, 3))).shape == (0, 3)
    assert softmax.derivative(np.empty((0, 3))).shape == (0, 3, 3)


@pytest.mark.parametrize("activation", BOTH, ids=lambda a: a.name)
def test_docstrings_say_which_axis_holds_the_classes(activation):
    text = " ".join(activation.__doc__.split())
    assert "batch ``(rows, classes)`` the classes are axis 1 or -1" in text
    assert "axis 0 would normalise each class over the rows" in text
