"""Affine recalibration of one score."""

from __future__ import annotations

import numpy as np
import pytest

from logitwise.errors import RemedyError
from logitwise.remedies.affine import RIDGE, affine


def test_it_is_that_of_r_glm(value, rows, cells):
    found = affine(cells(*rows("bin2000")))
    assert (found.intercept, found.slope) == pytest.approx(value("R_platt_glm.bin2000.intercept_slope"), rel=1e-9)


def test_it_is_that_of_scikit_learn_but_for_platts_targets(rows, cells, of_scikit_learn):
    z, y = rows("bin2000")  # which are 1/1000 inside 0 and 1
    found, theirs = affine(cells(z, y)), of_scikit_learn("sigmoid", z, y)
    assert (found.slope, found.intercept) == pytest.approx((-theirs.a_, -theirs.b_), rel=5e-3)


def test_it_is_an_unpenalised_logistic_regression(rows, cells):
    from sklearn.linear_model import LogisticRegression

    z, y = rows("bin60")
    model = LogisticRegression(C=np.inf, solver="newton-cholesky", tol=1e-9).fit(z[:, None], y)
    found = affine(cells(z, y))
    assert (found.intercept, found.slope) == pytest.approx((model.intercept_[0], model.coef_[0, 0]), rel=1e-6)


def test_the_ridge_draws_few_rows_and_leaves_many(cells, drawn):
    for rows, most, least in ((100, 0.1, 0.01), (50_000, 0.001, 0.0)):
        z, y = drawn(1, rows, lambda t: 3 * t + 1)
        free, held = affine(cells(z, y)), affine(cells(z, y), ridge=RIDGE)
        assert least < held.slope - free.slope < most


def test_the_ridge_makes_the_penalised_loss_least(cells, rows):
    from scipy.optimize import minimize

    z, y = rows("bin60")

    def loss(theta):
        eta = theta[0] + theta[1] * z
        return (
            np.logaddexp(0, (1 - 2 * y) * eta).sum() + (RIDGE[0] * theta[0] ** 2 + RIDGE[1] * (theta[1] - 1) ** 2) / 2
        )

    best = minimize(loss, [0, 1], tol=1e-9).x
    found = affine(cells(z, y), ridge=RIDGE)
    assert (found.intercept, found.slope) == pytest.approx(tuple(best), abs=1e-6)


def test_equal_scores_are_shifted_to_the_share_of_the_outcome(cells):
    found = affine(cells([2.0] * 10, [1] * 3 + [0] * 7))
    assert found.slope == 1
    assert found(np.array([2.0]))[0] == pytest.approx(np.log(3 / 7))


def test_separated_outcomes_have_no_finite_optimum_without_a_ridge(cells):
    separated = cells([-1, 0, 1, 2], [0, 0, 1, 1])
    with pytest.raises(RemedyError, match="no finite optimum"):
        affine(separated)
    assert affine(separated, ridge=RIDGE).slope > 1


def test_inverted_scores_are_refused(cells, drawn):
    z, y = drawn(2, 300)
    with pytest.raises(RemedyError, match="inverted"):
        affine(cells(-z, y))


def test_logits_far_from_zero_are_no_trouble(cells, drawn):
    z, y = drawn(3, 2000)
    near, far = affine(cells(z, y)), affine(cells(z + 500, y))
    assert far.slope == pytest.approx(near.slope, rel=1e-6)
    assert far.intercept == pytest.approx(near.intercept - 500 * near.slope, rel=1e-6)


def test_rows_that_contradict_the_ridge_are_fitted_without_it(cells, drawn):
    z, y = drawn(3, 120)
    far = affine(cells(z - 100, y), ridge=RIDGE)
    assert far.slope == pytest.approx(affine(cells(z, y)).slope, rel=1e-6)


@pytest.mark.parametrize("spread", [1e-6, 1e-3])
def test_scores_close_together_converge_under_a_ridge(cells, drawn, spread):
    z, y = drawn(4, 30)
    assert affine(cells(10 + spread * z, y), ridge=RIDGE).slope > 0
