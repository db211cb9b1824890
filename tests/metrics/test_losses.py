"""Log loss and Brier score, and the skills against the prior."""

from __future__ import annotations

from math import inf

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import brier_score_loss, log_loss

from logitwise.metrics import measure
from logitwise.metrics.mean_loss import MeanLoss, Sums
from logitwise.metrics.skill import Skill

T_59 = 2.0009953780882674  # R 4.2.2 qt(.975, 59)


@pytest.mark.parametrize("name", ["bin60", "bin2000"])
def test_log_loss_and_brier_are_scikit_learns(rows, binary, name):
    z, y = rows(name)
    p = 1 / (1 + np.exp(-z))
    tally = binary(z, y)
    assert measure(tally, "log_loss").value == pytest.approx(log_loss(y, p), rel=1e-10)
    assert measure(tally, "brier").value == pytest.approx(brier_score_loss(y, p), rel=1e-10)


def test_standard_errors_are_the_references(value, rows, binary, softmax):
    for name, tally, metric in (
        ("brier_mean_se.bin60", binary(*rows("bin60")), "brier"),
        ("nll_mean_se.bin2000", binary(*rows("bin2000")), "log_loss"),
        ("brier_mean_se.bin2000", binary(*rows("bin2000")), "brier"),
        ("nll_mean_se.multi90", softmax(*rows("multi90")), "log_loss"),
    ):
        measured = measure(tally, metric)
        assert (measured.value, measured.law.sums.se) == pytest.approx(value(name), rel=1e-8)


def test_the_brier_score_of_several_classes_is_summed_over_them(value, rows, softmax):
    assert measure(softmax(*rows("multi90")), "brier").value == pytest.approx(value("brier_multiclass_mean.multi90"))


def test_the_interval_is_students(value, rows, binary):
    shown = measure(binary(*rows("bin60")), "brier").estimate()
    mean, se = value("brier_mean_se.bin60")
    assert (shown.low, shown.high) == pytest.approx((mean - T_59 * se, mean + T_59 * se), rel=1e-9)


@pytest.mark.parametrize("name", ["nll_skill_vs_prior.bin60", "nll_skill_vs_prior.bin2000", "brier_skill.bin2000"])
def test_skills_are_the_references(value, rows, binary, name):
    metric = "brier_skill" if name.startswith("brier") else "log_loss_skill"
    assert measure(binary(*rows(name.split(".")[1])), metric).value == pytest.approx(value(name), rel=1e-9)


@pytest.mark.parametrize("metric", ["brier_skill", "log_loss_skill"])
def test_the_standard_error_of_a_skill_is_the_bootstraps(rows, binary, metric):
    z, y = rows("bin2000")
    p = 1 / (1 + np.exp(-z))
    loss = (p - y) ** 2 if metric == "brier_skill" else np.logaddexp(0, np.where(y == 1, -z, z))
    rng, found = np.random.default_rng(1), []
    for _ in range(2000):
        at = rng.integers(0, len(y), len(y))
        pi = y[at].mean()
        prior = pi * (1 - pi) if metric == "brier_skill" else -pi * np.log(pi) - (1 - pi) * np.log(1 - pi)
        found.append(1 - loss[at].mean() / prior)
    shown = measure(binary(z, y), metric).estimate()
    assert (shown.high - shown.low) / 2 / 1.959963984540054 == pytest.approx(np.std(found), rel=0.06)


def test_an_infinite_log_loss_says_so_and_gives_the_rest(binary):
    measured = measure(binary([np.inf, np.inf, 0.0, 0.0], [1, 0, 1, 0]), "log_loss")
    assert measured.value == inf
    assert measured.undefined == "infinite: 1 row gives probability 0 to the truth; the mean over the other 3 is 0.4621"
    assert np.isnan(measured.upper(0.05))
    assert measured.estimate().high == inf


def test_infinite_rows_that_might_have_been_leave_no_ceiling(binary):
    measured = measure(binary([np.inf, 0.5, 0.1, -0.2], [1, 1, 0, 0]), "log_loss")
    assert np.isfinite(measured.value)
    assert np.isnan(measured.upper(0.05))
    assert "cannot be bounded" in measured.rows_needed(0.5, "<=", 0.05).sentence


def test_the_ceiling_has_one_worst_row_more():
    losses = np.array([0.1, 0.2, 0.3, 0.4])
    with_worst = np.append(losses, 5.0)
    law = MeanLoss(Sums(4, losses.sum(), (losses**2).sum()), worst=5.0)
    t_4 = 2.131846786326649  # R 4.2.2 qt(.95, 4)
    assert law.upper(0.05) == pytest.approx(with_worst.mean() + t_4 * with_worst.std(ddof=1) / np.sqrt(5))


def test_equal_losses_have_an_interval_of_some_width(binary):
    shown = measure(binary(np.zeros(20), np.tile([0, 1], 10)), "log_loss").estimate()
    assert shown.low < np.log(2) <= shown.high  # with p = .5 no row could have lost more
    assert measure(binary(np.full(20, 1.0), np.ones(20)), "log_loss").estimate().high > 0.35


def test_one_row_is_bounded_by_the_range(binary):
    shown = measure(binary([0.3], [1]), "brier").estimate()
    assert shown.low < shown.value < shown.high


@pytest.mark.parametrize("name", ["log_loss_skill", "brier_skill"])
def test_one_class_has_no_skill(binary, name):
    assert "only one class occurs" in measure(binary([0.1, 2.0], [1, 1]), name).undefined


def paired_limit(differences, sign):
    """Student's 95 % limit with R 4.2.2 qt(.95, n - 1), written out."""
    quantile = {61: 1.6706488646324837}[len(differences)]
    return differences.mean() + sign * quantile * differences.std(ddof=1) / np.sqrt(len(differences))


def test_at_the_limit_the_paired_differences_reach_zero(rows, binary):
    z, y = rows("bin60")
    pi, p = y.mean(), 1 / (1 + np.exp(-z))
    measured = measure(binary(z, y), "brier_skill")
    scaled = (1 - measured.lower(0.05)) * (pi - y) ** 2 - (p - y) ** 2
    assert paired_limit(np.append(scaled, -1.0), -1) == pytest.approx(0, abs=1e-9)


@pytest.mark.parametrize("scale", [-1.0, 0.3, 1.0, 6.0])
def test_above_zero_exactly_when_the_paired_differences_are(rows, binary, scale):
    z, y = rows("bin60")
    pi, p = y.mean(), 1 / (1 + np.exp(-scale * z))
    differences = np.append((pi - y) ** 2 - (p - y) ** 2, -1.0)
    assert (measure(binary(scale * z, y), "brier_skill").lower(0.05) > 0) == (paired_limit(differences, -1) > 0)


@given(st.lists(st.tuples(st.floats(-30, 30), st.integers(0, 1)), min_size=2, max_size=30), st.floats(0.001, 0.3))
def test_limits_hold_losses_and_skills_between_them(binary, pairs, alpha):
    tally = binary(*zip(*pairs, strict=True))
    for name in ("log_loss", "brier", "log_loss_skill", "brier_skill"):
        measured = measure(tally, name)
        if measured.undefined is None:
            assert not measured.lower(alpha) > measured.value
            assert not measured.upper(alpha) < measured.value


@pytest.mark.slow
def test_beating_the_prior_is_claimed_at_most_five_percent_of_the_time():
    """A model at the prior plus noise has skill below 0: METHODS l, tolerance for 2000 runs .02."""
    rng, claimed = np.random.default_rng(6), 0
    for _ in range(2000):
        y = rng.random(200) < 0.1
        p = np.clip(0.1 + 0.002 * rng.normal(size=200), 0.01, 0.99)
        loss, pi = (p - y) ** 2, y.mean()
        by = np.array([[loss[y == c].sum(), (loss[y == c] ** 2).sum()] for c in (False, True)]).T
        rows = np.array([(~y).sum(), y.sum()], float)
        if y.any():
            claimed += Skill(rows, by[0], by[1], np.array([pi**2, (1 - pi) ** 2]), 1.0).lower(0.05) > 0
    assert claimed / 2000 <= 0.05 + 0.02
