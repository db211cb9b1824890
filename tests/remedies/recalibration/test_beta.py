"""Beta calibration of one score."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.special import expit, logit

from logitwise.errors import RemedyError
from logitwise.remedies.beta import RIDGE, beta


def test_it_is_that_of_betacal_and_better_converged(value, rows, cells):
    a, b, m = value("betacal_abm.bin2000.a_b_m")  # which had not converged
    found = beta(cells(*rows("bin2000")))
    assert (found.a, found.b) == pytest.approx((a, b), rel=1e-3)
    midpoint = 1 / (1 + np.exp(found.c / found.b))  # to first order: c = b ln(1 - m) - a ln m
    assert found.b * np.log1p(-m) - found.a * np.log(m) == pytest.approx(found.c, rel=2e-3)
    assert 0 < midpoint < 1
    predicted = expit(found(logit(np.array([0.1, 0.5, 0.9]))))
    assert predicted == pytest.approx(value("betacal_pred_at_0.1_0.5_0.9"), rel=1e-3)


def test_it_is_an_unpenalised_logistic_regression_on_both_tails(rows, cells):
    from sklearn.linear_model import LogisticRegression

    z, y = rows("bin2000")
    tails = np.stack([-np.logaddexp(0, -z), np.logaddexp(0, z)], axis=1)
    model = LogisticRegression(C=np.inf, solver="newton-cholesky", tol=1e-9, max_iter=500).fit(tails, y)
    found = beta(cells(z, y))
    assert (found.c, found.a, found.b) == pytest.approx((model.intercept_[0], *model.coef_[0]), rel=1e-5)


def least_by_brute_force(z, y):
    """The least mean loss with a, b >= 0, by scipy's bounded search."""
    from scipy.optimize import minimize

    def loss(theta):
        eta = -theta[1] * np.logaddexp(0, -z) + theta[2] * np.logaddexp(0, z) + theta[0]
        return np.logaddexp(0, (1 - 2 * y) * eta).mean()

    return minimize(loss, [0, 1, 1], bounds=[(None, None), (0, None), (0, None)], tol=1e-14).fun


@pytest.mark.parametrize(
    "bend", [lambda t: np.where(t > 0, 9 * t, t), lambda t: np.where(t < 0, 9 * t, t), lambda t: t]
)
def test_weights_below_zero_are_held_at_it(cells, drawn, bend):
    z, y = drawn(4, 800, bend)
    found = beta(cells(z, y))
    assert min(found.a, found.b) >= 0
    assert np.logaddexp(0, (1 - 2 * y) * found(z)).mean() == pytest.approx(least_by_brute_force(z, y), abs=1e-7)


def test_a_curve_that_turns_has_a_weight_of_exactly_zero(cells):
    z = np.repeat([-3.0, -2.0, -1.0, 0.0, 2.0], 100)
    y = np.concatenate([np.arange(100) < k for k in (30, 20, 18, 20, 70)]).astype(int)
    found = beta(cells(z, y))
    assert found.a == 0
    assert np.logaddexp(0, (1 - 2 * y) * found(z)).mean() == pytest.approx(least_by_brute_force(z, y), abs=1e-7)


def test_inverted_scores_are_refused(cells, drawn):
    z, y = drawn(5, 600)
    with pytest.raises(RemedyError, match="inverted"):
        beta(cells(-z, y))


def test_separated_outcomes_have_no_finite_optimum_without_a_ridge(cells):
    separated = cells([-1, 0, 1, 2], [0, 0, 1, 1])
    with pytest.raises(RemedyError, match="no finite optimum"):
        beta(separated)
    assert beta(separated, ridge=RIDGE).a > 0


@pytest.mark.parametrize(("scale", "shift"), [(1e-4, 0.0), (1.0, -30.0), (100.0, 0.0)])
def test_tails_that_hardly_differ_are_no_trouble(cells, drawn, scale, shift):
    z, y = drawn(6, 1000)
    found = beta(cells(scale * z + shift, y))
    assert np.isfinite([found.a, found.b, found.c]).all()
    assert (np.diff(found(np.sort(scale * z + shift))) >= -1e-9).all()


def test_equal_scores_are_shifted(cells):
    found = beta(cells([2.0] * 10, [1] * 3 + [0] * 7))
    assert found(np.array([2.0]))[0] == pytest.approx(np.log(3 / 7))
