"""Which recalibration a softmax gets, and when it gets none."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy.optimize import minimize
from scipy.special import logsumexp

import logitwise as lw
from logitwise.errors import OptionError, RemedyError
from logitwise.metrics.wording import number
from logitwise.remedies.recalibrate_softmax import recalibrate_softmax
from logitwise.remedies.softmax_likelihood import RIDGE, maximise
from logitwise.remedies.softmax_rows import rows_of


def drawn(rows, classes, *, heat=1.0, bias=0.0, seed=0):
    """Logits `heat` times too large, and without a `bias` that grows with the class."""
    rng = np.random.default_rng(seed)
    z = rng.normal(size=(rows, classes)) * 2
    true = z + np.linspace(-bias, bias, classes)
    p = np.exp(true - logsumexp(true, axis=1, keepdims=True))
    return z * heat, (p.cumsum(axis=1) > rng.random((rows, 1))).argmax(axis=1)


def tallied(z, y, **more):
    return lw.tally(y, logits=z, head="softmax", classes=[f"c{k}" for k in range(np.shape(z)[1])], **more)


def test_over_confident_logits_get_a_temperature():
    found = recalibrate_softmax(tallied(*drawn(2000, 4, heat=1.6)))
    assert found.method == "temperature"
    assert found.calibration.temperature == pytest.approx(1.6, rel=0.1)
    assert found.diagnosis.startswith("over-confident: logits are 1.")
    assert 0 < found.gain_low < found.gain < found.gain_high


def test_under_confident_logits_are_called_so():
    assert recalibrate_softmax(tallied(*drawn(2000, 4, heat=0.5))).diagnosis.startswith("under-confident: logits are ")


def test_shifted_logits_get_biases():
    found = recalibrate_softmax(tallied(*drawn(3000, 3, bias=1.0)))
    assert found.method == "bias"
    biases = np.array(found.calibration.biases)
    assert biases - biases.mean() == pytest.approx([-1, 0, 1], abs=0.2)
    assert "whose odds are" in found.diagnosis
    assert f"(temperature {number(found.calibration.temperature)}; a temperature alone would be" in found.diagnosis
    assert "may change which class is largest" in found.warnings[-1]


def test_classes_that_differ_in_sureness_get_a_vector():
    z, y = drawn(6000, 3)
    found = recalibrate_softmax(tallied(z * np.array([0.5, 1.0, 3.0]), y))
    assert found.method == "vector"
    assert found.calibration.scales[2] < 0.5 * min(found.calibration.scales[:2])  # the one that is thrice too sure


def test_honest_logits_are_left_alone():
    methods = [recalibrate_softmax(tallied(*drawn(600, 3, seed=seed))).method for seed in range(25)]
    assert methods.count("none") >= 22


def test_what_is_not_chosen_gains_nothing():
    found = recalibrate_softmax(tallied(*drawn(600, 3, seed=1)), methods=["none"])
    assert (found.gain, found.gain_low, found.gain_high) == (0, 0, 0)
    assert found.after == found.before


def test_the_gain_comes_about_on_new_rows():
    found = recalibrate_softmax(tallied(*drawn(3000, 3, heat=2.0, bias=0.7)))
    z, y = drawn(50_000, 3, heat=2.0, bias=0.7, seed=9)

    def loss(logits):
        return (logsumexp(logits, axis=1) - logits[np.arange(len(y)), y]).mean()

    assert found.gain_low <= loss(z) - loss(found.calibration(z)) <= found.gain_high


@pytest.mark.parametrize(("rows", "tried"), [(50, True), (49, False)])
def test_biases_need_fifty_rows_of_each_class(rows, tried):
    z, y = drawn(4000, 3)
    kept = np.concatenate([np.flatnonzero(y == 0)[:rows], np.flatnonzero(y != 0)[:400]])
    candidate = recalibrate_softmax(tallied(z[kept], y[kept])).candidates[2]
    assert (candidate.refused is None) == tried
    assert tried or "c0 has 49 rows, it needs 50 of each class" in candidate.refused


@pytest.mark.parametrize("shared", [True, False])
def test_the_fit_is_what_a_general_minimiser_finds(shared):
    # scipy's BFGS without gradients on the same penalised loss
    z, y = drawn(400, 3, heat=1.5, bias=0.5)
    rows, beta = rows_of(tallied(z, y)), 0.7
    width = 1 if shared else 3

    def loss(x):
        u = rows.z * beta * x[:width] + x[width:]
        return (rows.losses(u).sum() + RIDGE / 2 * (((x[:width] - 1) ** 2).sum() + (x[width:] ** 2).sum())) / 400

    expected = minimize(loss, np.r_[np.ones(width), np.zeros(3)], method="BFGS").x
    found = maximise(rows, beta=beta, shared=shared)
    assert found.scales / beta == pytest.approx(expected[:width], abs=1e-3)
    assert found.biases == pytest.approx(expected[width:], abs=1e-3)


def test_a_class_scored_against_itself_keeps_a_scale_above_zero():
    z, y = drawn(2000, 3)
    z[:, 0] *= -1
    assert min(recalibrate_softmax(tallied(z, y), methods=["vector"]).calibration.scales) > 0


def test_masked_classes_stay_masked():
    z, y = drawn(2000, 3, heat=2.0, bias=1.0)
    z[y != 2, 2] = -np.inf
    found = recalibrate_softmax(tallied(z, y), methods=["vector"])
    assert np.isfinite(found.after)
    assert np.isneginf(found.calibration(z)[y != 2, 2]).all()


def test_one_content_alone_cannot_be_cross_fitted():
    candidates = recalibrate_softmax(tallied(np.tile([0.0, 1.0, 2.0], (300, 1)), [0, 1, 2] * 50 + [2] * 150)).candidates
    assert candidates[2].refused == "of different rows there are 1, it needs 50"


def test_logits_that_float32_cannot_hold_are_refused_not_overflown():
    z, y = drawn(100, 3)
    with pytest.raises(RemedyError, match="float32"):
        recalibrate_softmax(tallied(z * 1e300, y))


def test_the_order_of_rows_does_not_matter():
    z, y = drawn(700, 3, heat=2.0)
    order = np.random.default_rng(0).permutation(700)
    one, other = recalibrate_softmax(tallied(z, y)), recalibrate_softmax(tallied(z[order], y[order]))
    assert one == other


def test_merged_tallies_give_what_all_rows_give():
    z, y = drawn(700, 3, heat=2.0)
    parts = tallied(z[:300], y[:300]) + tallied(z[300:], y[300:])
    assert recalibrate_softmax(parts) == recalibrate_softmax(tallied(z, y))


def test_one_class_alone_is_refused():
    with pytest.raises(RemedyError, match="all rows are c1: recalibration needs rows of two classes"):
        recalibrate_softmax(tallied(np.eye(3), [1, 1, 1]))


def test_infinite_losses_are_refused_with_their_number():
    z, y = drawn(100, 3)
    z[:7, :] = 0
    z[np.arange(7), y[:7]] = -np.inf
    with pytest.raises(RemedyError, match="7 rows gave the truth a probability of 0"):
        recalibrate_softmax(tallied(z, y))


def test_decisions_are_refused():
    with pytest.raises(RemedyError, match="a tally of decisions holds no probabilities"):
        recalibrate_softmax(lw.tally([0, 1, 2], decisions=[0, 1, 1]))


def test_two_classes_are_refused():
    with pytest.raises(RemedyError, match="not a softmax of three or more classes"):
        recalibrate_softmax(lw.tally([0, 1], logits=[-1.0, 1.0]))


def test_an_unknown_method_is_refused():
    with pytest.raises(OptionError, match="no method 'platt'"):
        recalibrate_softmax(tallied(*drawn(50, 3)), methods=["platt"])


def test_groups_are_told_of_where_the_sample_does_not_know_them():
    z, y = drawn(3000, 3, bias=1.0)
    found = recalibrate_softmax(tallied(z, y, groups=np.arange(3000) // 10))
    assert found.method == "bias"
    assert "rows come in groups" in found.warnings[0]


def test_weighted_rows_get_a_temperature_and_are_told_why_no_more():
    z, y = drawn(1000, 3, heat=2.0, bias=1.0)
    found = recalibrate_softmax(tallied(z, y, sample_weight=np.full(1000, 2.0)))
    assert found.method == "temperature"
    assert "weighted rows keep no sample" in found.candidates[2].refused


def test_separated_rows_are_left_alone_or_capped():
    found = recalibrate_softmax(tallied(np.eye(3)[[0, 1, 2] * 40] * 3, [0, 1, 2] * 40), methods=["temperature"])
    assert found.calibration.temperature == 1 / 8
    assert "no finite optimum" in found.warnings[0]


def test_beyond_sixty_four_classes_the_sample_is_enough():
    tally = tallied(*drawn(3000, 80, heat=2.0))
    found = recalibrate_softmax(tally)
    assert found.calibration.temperature == pytest.approx(2.0, rel=0.1)
    assert found.before == pytest.approx(tally.losses().log_loss.sum() / 3000, abs=1e-5)


def test_a_tally_of_an_earlier_version_has_a_sample_to_fit_on():
    tally = tallied(*drawn(1000, 3, heat=2.0))
    old = replace(tally, temperature=None)
    assert recalibrate_softmax(old).calibration.temperature == pytest.approx(
        recalibrate_softmax(tally).calibration.temperature, rel=1e-4
    )


def test_beyond_64_classes_the_loss_before_is_that_of_all_rows():
    """The row sample, on which the gain is measured, holds 20,000 of these rows."""
    rng = np.random.default_rng(0)
    y = rng.integers(0, 65, 30_000)
    z = rng.normal(size=(30_000, 65))
    z[np.arange(30_000), y] += 3
    tally = lw.tally(y, logits=2 * z)
    found = recalibrate_softmax(tally, methods=["none", "temperature"])
    assert found.before == pytest.approx(lw.evaluate(tally, policy="baseline").metric("log_loss").value, rel=1e-12)
    assert found.after == pytest.approx(found.before - found.gain, rel=1e-12)
