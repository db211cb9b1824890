"""Numbers restated for another share of positives."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import average_precision_score

from logitwise.errors import OptionError
from logitwise.metrics import Parameters, measure
from logitwise.metrics.ap_at_prevalence import area
from logitwise.metrics.at_prevalence import accuracy_at_prevalence, npv_at_prevalence, ppv_at_prevalence
from logitwise.metrics.auc import auc_sums
from logitwise.metrics.average_precision import ap_sums
from logitwise.metrics.proportion import Binomial
from logitwise.metrics.shares import npv, precision
from logitwise.tallies.confusion import Four

rows = st.integers(1, 80)
RATES = (ppv_at_prevalence, npv_at_prevalence, accuracy_at_prevalence)


def test_value_and_interval_are_the_references(value):
    shown = ppv_at_prevalence(Four(tp=90, fp=50, fn=10, tn=950), "ill", 0.01).estimate()
    expected = value("ppv_prevalence_ci.tp90_n1_100_fp50_n0_1000_prev0.01")  # Mercaldo, Lau and Zhou (2007)
    np.testing.assert_allclose((shown.value, shown.low, shown.high), expected, rtol=1e-10)


@given(rows, rows, rows, rows)
def test_at_the_prevalence_of_the_rows_nothing_changes(tp, fp, fn, tn):
    four = Four(tp, fp, fn, tn)
    own = (tp + fn) / four.rows
    assert ppv_at_prevalence(four, "ill", own).value == pytest.approx(precision(four, "ill").value)
    assert npv_at_prevalence(four, "ill", own).value == pytest.approx(npv(four, "ill").value)
    assert accuracy_at_prevalence(four, "ill", own).value == pytest.approx((tp + tn) / four.rows)


@given(rows, rows, rows, rows, st.floats(0.001, 0.999))
def test_the_other_class_at_the_other_prevalence_is_the_mirror(tp, fp, fn, tn, prevalence):
    one = npv_at_prevalence(Four(tp, fp, fn, tn), "ill", prevalence)
    other = ppv_at_prevalence(Four(tn, fn, fp, tp), "well", 1 - prevalence)
    np.testing.assert_allclose(
        (one.value, one.lower(0.05), one.upper(0.05)), (other.value, other.lower(0.05), other.upper(0.05)), rtol=1e-9
    )


@pytest.mark.parametrize("estimate", RATES)
@given(st.tuples(*[st.integers(0, 40)] * 4), st.floats(0.001, 0.999))
def test_limits_hold_the_value_between_them(estimate, counts, prevalence):
    measured = estimate(Four(*counts), "ill", prevalence)
    if measured.undefined is None:
        shown = measured.estimate()
        assert 0 <= measured.lower(0.05) <= measured.value <= measured.upper(0.05) <= 1
        assert 0 <= shown.low <= shown.value <= shown.high <= 1
        assert measured.upper(0.05) > measured.lower(0.05)


def test_a_rate_of_zero_is_told_and_bounded_by_both_exact_limits():
    measured = ppv_at_prevalence(Four(tp=20, fp=0, fn=5, tn=100), "ill", 0.01)
    assert measured.value == 1
    assert "half a row" in measured.method
    found, false = Binomial(20, 25).lower(0.025), Binomial(0, 100).upper(0.025)
    assert measured.lower(0.05) == pytest.approx(found * 0.01 / (found * 0.01 + false * 0.99))
    assert measured.estimate().low < 0.9


@pytest.mark.parametrize(
    ("four", "reason"),
    [
        (Four(0, 0, 5, 9), "no row is decided to be ill"),
        (Four(3, 0, 5, 0), "every row is truly ill"),
        (Four(0, 3, 0, 5), "no row is truly ill"),
    ],
)
def test_without_rows_of_both_classes_it_is_undefined(four, reason):
    assert ppv_at_prevalence(four, "ill", 0.1).undefined == reason


def test_npv_says_what_is_not_there():
    assert npv_at_prevalence(Four(5, 9, 0, 0), "ill", 0.1).undefined == "no row is decided not to be ill"
    assert npv_at_prevalence(Four(3, 0, 5, 0), "ill", 0.1).undefined == "every row is truly ill"
    assert npv_at_prevalence(Four(0, 3, 0, 5), "ill", 0.1).undefined == "no row is truly ill"


@pytest.mark.parametrize("prevalence", [0.01, 0.3, 0.9])
def test_average_precision_is_that_of_weighted_negatives(binary, prevalence):
    rng = np.random.default_rng(1)
    y = rng.integers(0, 2, 300)
    z = np.round(rng.normal(size=300) + y, 1)
    measured = measure(binary(z, y), "average_precision_at_prevalence", parameters=Parameters(prevalence=prevalence))
    weights = np.where(y == 1, 1.0, y.sum() / (y == 0).sum() * (1 - prevalence) / prevalence)
    assert measured.value == pytest.approx(average_precision_score(y, z, sample_weight=weights), rel=1e-9)
    assert measured.parameter == prevalence


def test_its_standard_error_is_that_of_a_stratified_bootstrap():
    rng = np.random.default_rng(1)
    p, n = rng.multinomial(300, np.arange(1, 31) / 465), rng.multinomial(900, np.arange(30, 0, -1) / 465)
    draws = zip(rng.multinomial(300, p / 300, 3000), rng.multinomial(900, n / 900, 3000), strict=True)
    spread = np.std([area(one, other, 0.2).value for one, other in draws])
    assert area(p, n, 0.2).se == pytest.approx(spread, rel=0.05)


def test_a_constant_score_has_the_stated_prevalence():
    assert area(np.array([7]), np.array([30]), 0.02).value == pytest.approx(0.02)


def test_at_the_prevalence_of_the_rows_it_is_the_average_precision():
    p, n = np.array([1, 0, 3, 4]), np.array([9, 5, 2, 1])
    assert area(p, n, 8 / 25).value == pytest.approx(float(ap_sums(p, n).value))
    assert float(auc_sums(p, n).value) > 0.5


def test_below_100_positive_rows_there_is_no_verdict(binary):
    z = np.r_[np.linspace(0, 3, 120), np.linspace(-3, 1, 300)]
    y = np.r_[np.ones(120), np.zeros(300)]
    few, enough = (
        measure(binary(z[-rows:], y[-rows:]), "average_precision_at_prevalence", parameters=Parameters(prevalence=0.1))
        for rows in (399, 400)
    )
    assert np.isnan(few.lower(0.05))
    assert "no verdict below 100 positive rows" in few.method
    assert 0 < enough.lower(0.05) < enough.value < enough.upper(0.05) < 1


@pytest.mark.parametrize("prevalence", [0, 1, 0.0, 1.0, -0.1, float("nan"), True])
def test_a_prevalence_outside_its_range_is_refused(prevalence):
    with pytest.raises(OptionError, match=r"prevalence = .*: expected a share above 0 and below 1"):
        Parameters(prevalence=prevalence)


@pytest.mark.slow
@pytest.mark.parametrize(("P", "N", "se", "fpr"), [(20, 200, 0.9, 0.05), (20, 200, 0.5, 0.02), (50, 500, 0.95, 0.01)])
@pytest.mark.parametrize("estimate", RATES)
def test_verdict_limits_miss_at_most_five_percent(estimate, P, N, se, fpr):
    rng = np.random.default_rng(1)
    truth = estimate(Four(se * 1e9, fpr * 1e9, (1 - se) * 1e9, (1 - fpr) * 1e9), "ill", 0.01).value
    below = above = 0
    for tp, fp in zip(rng.binomial(P, se, 3000).tolist(), rng.binomial(N, fpr, 3000).tolist(), strict=True):
        measured = estimate(Four(tp, fp, P - tp, N - fp), "ill", 0.01)
        below += measured.lower(0.05) > truth
        above += measured.upper(0.05) < truth
    assert max(below, above) / 3000 <= 0.05 + 0.01


@pytest.mark.slow
@pytest.mark.parametrize("prevalence", [0.001, 0.01, 0.1])
def test_limits_of_the_area_miss_at_most_five_percent_where_negatives_are_few(prevalence):
    """100 positive rows N(2, 1) and 1000 negative rows N(0, 1); the truth by quadrature."""
    from scipy.special import ndtr

    from logitwise.metrics.ap_at_prevalence import ApAt

    s = np.linspace(-8, 12, 100_001)
    found, false = ndtr(2 - s), ndtr(-s)
    weight = np.exp(-((s - 2) ** 2) / 2)
    truth = (prevalence * found / (prevalence * found + (1 - prevalence) * false)) @ weight / weight.sum()
    rng, below, above = np.random.default_rng(1), 0, 0
    for _ in range(600):
        y = np.r_[np.ones(100), np.zeros(1000)][np.argsort(np.r_[rng.normal(2, 1, 100), rng.normal(0, 1, 1000)])]
        guarded = area(np.append(y, 0), np.append(1 - y, 0.5), prevalence)
        law = ApAt(area(y, 1 - y, prevalence), guarded, 100)
        below += law.lower(0.05) > truth
        above += law.upper(0.05) < truth
    assert max(below, above) / 600 <= 0.05 + 0.025
