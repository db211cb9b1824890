"""Shares: Wilson to look at, Clopper-Pearson to decide by."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from logitwise.metrics import measure
from logitwise.metrics.proportion import Binomial

OF_R = [(0, 10), (10, 10), (8, 10), (81, 263), (95, 100), (1, 30), (999, 1000)]


@pytest.mark.parametrize(("k", "n"), OF_R)
def test_the_interval_is_wilsons(value, k, n):
    expected = value(f"R_wilson.{k}_of_{n}")  # R 4.2.2 prop.test(correct=FALSE)
    np.testing.assert_allclose(Binomial(k, n).interval(0.95), expected, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize(("k", "n"), OF_R[2:])
def test_the_lower_limit_is_clopper_and_pearsons(value, k, n):
    expected = value(f"R_cp_onesided_lower95.{k}_of_{n}") if (k, n) != (8, 10) else value("sm_beta.8_of_10")[0]
    alpha = 0.05 if (k, n) != (8, 10) else 0.025  # R 4.2.2 binom.test; statsmodels 0.15
    assert Binomial(k, n).lower(alpha) == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize(("k", "n"), OF_R[:-1])
def test_both_limits_are_clopper_and_pearsons(value, k, n):
    law = Binomial(k, n)
    expected = value(f"sm_beta.{k}_of_{n}")  # statsmodels 0.15 proportion_confint(method="beta")
    np.testing.assert_allclose((law.lower(0.025), law.upper(0.025)), expected, rtol=1e-9, atol=1e-12)


def test_without_rows_nothing_is_known():
    law = Binomial(0, 0)
    assert np.isnan(law.value)
    assert law.interval(0.95) == (0.0, 1.0)


def test_no_error_leaves_a_limit_of_the_root_of_alpha():
    assert Binomial(30, 30).lower(0.05) == pytest.approx(0.05 ** (1 / 30))
    assert Binomial(30, 30).interval(0.95)[1] == 1.0


@given(st.integers(0, 200), st.integers(0, 200), st.floats(0.001, 0.4))
def test_limits_hold_the_share_between_them(k, rest, alpha):
    law = Binomial(k, k + rest)
    assert k + rest == 0 or law.lower(alpha) <= law.value <= law.upper(alpha)


def test_the_three_class_example(matrix):
    tally = matrix([[50, 2, 3], [4, 45, 1], [2, 3, 48]])
    accuracy = measure(tally, "accuracy")
    shown = accuracy.estimate()
    assert [round(x, 4) for x in (shown.value, shown.low, shown.high)] == [0.9051, 0.8493, 0.9416]
    assert [round(measure(tally, "precision", of=c).value, 3) for c in "ABC"] == [0.893, 0.9, 0.923]
    assert [round(measure(tally, "recall", of=c).value, 3) for c in "ABC"] == [0.909, 0.9, 0.906]
    assert round(accuracy.lower(0.05), 3) == 0.858


def test_high_accuracy_may_hide_a_missed_class(matrix):
    tally = matrix([[1075, 0], [22, 3]])
    assert measure(tally, "recall").value == 0.12
    assert round(measure(tally, "accuracy").value, 2) == 0.98
    assert measure(tally, "recall").upper(0.05 / 2) < 0.5


@pytest.mark.parametrize(
    ("name", "counts", "reason"),
    [
        ("precision", [[5, 0], [3, 0]], "no row is decided to be B"),
        ("recall", [[5, 2], [0, 0]], "no row is truly B"),
        ("specificity", [[0, 0], [1, 2]], "every row is truly B"),
        ("npv", [[0, 3], [0, 2]], "every row is decided to be B"),
        ("f1", [[4, 0], [0, 0]], "B neither occurs nor is decided"),
        ("accuracy", [[0, 0], [0, 0]], "there are no rows"),
    ],
)
def test_nothing_over_nothing_is_undefined_and_says_why(matrix, name, counts, reason):
    measured = measure(matrix(counts), name)
    assert np.isnan(measured.value)
    assert measured.undefined == reason
    assert np.isnan(measured.lower(0.05))
