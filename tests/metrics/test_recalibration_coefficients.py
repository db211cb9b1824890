"""Calibration intercept and slope."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.special import expit
from scipy.stats import ttest_1samp
from sklearn.linear_model import LogisticRegression

from logitwise.metrics import measure
from logitwise.metrics.calibration_intercept import calibration_intercept
from logitwise.metrics.calibration_slope import calibration_slope
from logitwise.metrics.logistic import full_fit, logits


def both_by_rows(z, y):
    """Scikit-learn's unpenalised fit, one more Newton step to full precision, and both standard errors, row by row."""
    model = LogisticRegression(C=np.inf, solver="newton-cholesky", tol=1e-12, max_iter=500).fit(z[:, None], y)
    design, theta = np.stack([np.ones_like(z), z], axis=1), np.array([model.intercept_[0], model.coef_[0, 0]])
    for _ in range(3):
        mean = expit(design @ theta)
        covariance = np.linalg.inv(design.T * (mean * (1 - mean)) @ design)
        theta = theta + covariance @ design.T @ (y - mean)
    robust = covariance @ (design.T * (y - mean) ** 2 @ design) @ covariance
    return theta, np.sqrt(np.diag(covariance)), np.sqrt(np.diag(robust))


def shift_by_rows(z, y):
    """The intercept at which the probabilities add up, by bisection, and its two standard errors."""
    low, high = -50.0, 50.0
    for _ in range(200):
        middle = (low + high) / 2
        low, high = (middle, high) if expit(middle + z).sum() < y.sum() else (low, middle)
    mean = expit(low + z)
    return low, (mean * (1 - mean)).sum() ** -0.5, np.sqrt(((y - mean) ** 2).sum()) / (mean * (1 - mean)).sum()


def test_the_intercept_is_the_reference(value, rows, binary):
    found = measure(binary(*rows("bin2000")), "calibration_intercept")
    assert found.value == pytest.approx(value("R_calibration_in_the_large.bin2000.intercept"), rel=1e-9)


def test_both_coefficients_and_their_standard_errors_are_the_reference(value, rows, binary, cells):
    fit = full_fit(logits(cells(*rows("bin2000"))))
    expected = value("R_platt_glm.bin2000.intercept_slope")
    assert (fit.intercept, fit.slope) == pytest.approx(expected, rel=1e-9)
    found = measure(binary(*rows("bin2000")), "calibration_slope")
    assert found.value == pytest.approx(expected[1], rel=1e-9)
    assert found.law.model_se == pytest.approx(value("R_platt_glm.bin2000.se")[1], rel=1e-9)


@pytest.mark.parametrize("name", ["bin60", "ties80", "bin2000"])
def test_coefficients_and_standard_errors_are_those_of_the_rows(rows, binary, name):
    z, y = rows(name)
    theta, model, robust = both_by_rows(z, y)
    law = measure(binary(z, y), "calibration_slope").law
    assert (law.value, law.model_se, law.robust_se) == pytest.approx((theta[1], model[1], robust[1]), rel=1e-9)
    law = measure(binary(z, y), "calibration_intercept").law
    assert (law.value, law.model_se, law.robust_se) == pytest.approx(shift_by_rows(z, y), rel=1e-9)


def test_a_model_stretched_by_two_has_half_the_slope(binary):
    rng = np.random.default_rng(1)
    z = rng.normal(0, 2, 50_000)
    y = rng.random(50_000) < 1 / (1 + np.exp(-z))
    assert measure(binary(2 * z, y), "calibration_slope").value == pytest.approx(0.5, abs=0.02)
    assert measure(binary(z - 1, y), "calibration_intercept").value == pytest.approx(1, abs=0.05)


@pytest.mark.parametrize("y", [[0, 0, 1, 1], [1, 1, 0, 0], [0, 0, 0, 1]])
def test_separated_outcomes_have_no_slope(binary, y):
    found = measure(binary([-2.0, -1.0, 1.0, 2.0], y), "calibration_slope")
    assert found.undefined == "the outcomes are separated, so that no slope can be estimated"
    assert np.isfinite(measure(binary([-2.0, -1.0, 1.0, 2.0], y), "calibration_intercept").value)


def test_outcomes_that_meet_in_one_score_alone_are_separated_too(binary):
    found = measure(binary([-1.0, 0.0, 0.0, 1.0], [0, 0, 1, 1]), "calibration_slope")
    assert found.undefined.startswith("the outcomes are separated")


def test_a_slope_far_from_one_is_found(binary):
    z = np.array([-300.0, -200.0, -100.0, 100.0, 200.0, 300.0])  # Newton's plain steps would overshoot
    found = measure(binary(z, [0, 0, 1, 0, 1, 1]), "calibration_slope")
    expected = both_by_rows(z / 100, np.array([0, 0, 1, 0, 1, 1]))[0][1] / 100
    assert found.value == pytest.approx(expected, rel=1e-8)


def test_one_score_has_no_slope(binary):
    assert measure(binary([0.5] * 4, [0, 1, 0, 1]), "calibration_slope").undefined == "every row has the same score"


@pytest.mark.parametrize("name", ["calibration_intercept", "calibration_slope"])
def test_infinite_logits_are_counted_and_leave_it_undefined(binary, name):
    reason = "2 rows have probability 0 or 1, whose logit is infinite"
    assert measure(binary([-np.inf, 0.0, 1.0, np.inf], [0, 1, 0, 1]), name).undefined == reason


@pytest.mark.parametrize("name", ["calibration_intercept", "calibration_slope"])
@pytest.mark.parametrize(("positives", "decides"), [(9, False), (10, True)])
def test_no_verdict_rests_on_fewer_than_ten_rows_of_the_rarer_outcome(binary, name, positives, decides):
    z, y = np.random.default_rng(2).normal(size=100), np.arange(100) < positives
    found = measure(binary(z, y), name)
    assert np.isfinite(found.lower(0.05)) == np.isfinite(found.upper(0.05)) == decides
    assert ("no verdict" in found.method) != decides


@pytest.mark.parametrize("name", ["calibration_intercept", "calibration_slope"])
def test_on_the_grid_the_certificate_holds_the_exact_coefficient(binary, name):
    rng = np.random.default_rng(3)
    z = rng.normal(-1, 3, 70_000)
    y = rng.random(70_000) < 1 / (1 + np.exp(-z / 2))
    found = measure(binary(z, y), name)
    exact = shift_by_rows(z, y)[0] if name.endswith("intercept") else both_by_rows(z, y)[0][1]
    assert 0 < found.certificate < 0.005
    assert abs(found.value - exact) <= found.certificate


@pytest.mark.parametrize("name", ["bin60", "ties80"])
@pytest.mark.parametrize("alpha", [0.05, 0.05 / 3])
def test_a_limit_of_the_intercept_is_where_a_t_test_of_the_residuals_turns(rows, binary, name, alpha):
    z, y = rows(name)  # scipy's test of the rows' residuals and of the worst that one more row could have
    found = measure(binary(z, y), "calibration_intercept").law
    low, high = found.lower(alpha), found.upper(alpha)
    below, above = (
        np.append(y - expit(low + z), -expit(low + z.max())),
        np.append(y - expit(high + z), expit(-high - z.min())),
    )
    assert ttest_1samp(below, 0, alternative="greater").pvalue == pytest.approx(alpha, rel=1e-6)
    assert ttest_1samp(above, 0, alternative="less").pvalue == pytest.approx(alpha, rel=1e-6)


def test_limits_of_the_intercept_stay_far_off_where_no_error_was_seen(binary):
    y = np.arange(1000) % 2
    law = measure(binary(np.where(y == 1, 12.0, -12.0), y), "calibration_intercept").law
    assert law.lower(0.05) < -6
    assert law.upper(0.05) > 6
    low, high = law.interval(0.95)
    assert low < law.value < high


def test_no_shift_is_ruled_out_where_a_worst_row_outweighs_all(binary):
    law = measure(binary([1.0, -1.0] * 20, [1, 0] * 20), "calibration_intercept").law
    assert law.lower(1e-9) == -np.inf
    assert law.upper(1e-9) == np.inf


@pytest.mark.slow
@pytest.mark.parametrize("positives", [10, 20, 50])
def test_limits_keep_their_level_where_recalibration_is_not_logistic(cells, positives):
    """Nominal .05; the intercept of a model stretched by two, whose plain standard error misses .09 to .11."""
    rng = np.random.default_rng(4)
    centre, missed = 1.460, np.zeros((2, 2))  # the population's intercept, from two million rows
    for _ in range(500):
        z = rng.normal(-6, 3, round(positives / 0.0965))
        some = cells(z, rng.random(len(z)) < 1 / (1 + np.exp(-z / 2)))
        for which, (estimate, truth) in enumerate([(calibration_intercept, centre), (calibration_slope, 0.5)]):
            law = estimate(some).law
            missed[which] += [law.lower(0.05) > truth, law.upper(0.05) < truth]
    assert (missed / 500 <= 0.085).all()
