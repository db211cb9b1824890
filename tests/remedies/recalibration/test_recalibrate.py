"""Recalibration of one score: what is tried, what is taken, what it brings."""

from __future__ import annotations

import time

import numpy as np
import pytest

import logitwise as lw
from logitwise.errors import OptionError, RemedyError
from logitwise.remedies.recalibrate import WORTH_IT, recalibrate
from logitwise.rule import Affine, Beta, Identity, Isotonic, Temperature


def tally_of(z, y, **others):
    return lw.tally(y, logits=z, **others)


def refused(found):
    """Methods that were not tried, with the reason."""
    return {each.method: each.refused for each in found.candidates if each.refused is not None}


def test_a_stretched_model_gets_its_temperature(drawn):
    found = recalibrate(tally_of(*drawn(0, 1000, lambda t: 2 * t)), 1)
    assert found.method == "temperature"
    assert isinstance(found.calibration, Temperature)
    assert found.calibration.temperature == pytest.approx(2, abs=0.5)
    assert found.diagnosis.startswith("over-confident")
    assert found.gain_low > 0.03


def test_a_shifted_model_gets_an_intercept(drawn):
    found = recalibrate(tally_of(*drawn(1, 5000, lambda t: t + 1, mean=-2)), 1)
    assert found.method == "affine"
    assert isinstance(found.calibration, Affine)
    assert found.calibration.intercept == pytest.approx(-1, abs=0.2)


def test_an_honest_model_is_left_alone(drawn):
    found = recalibrate(tally_of(*drawn(2, 2000)), 1)
    assert found.calibration == Identity()
    assert (found.gain, found.gain_low, found.gain_high) == (0, 0, 0)
    assert found.after == found.before


def test_an_asymmetric_model_gets_both_weights_and_a_wiggly_one_a_curve(drawn):
    bent = recalibrate(tally_of(*drawn(3, 5000, lambda t: np.where(t > 0, 3 * t, t))), 1)
    assert bent.method in ("beta", "isotonic")
    wiggly = recalibrate(tally_of(*drawn(4, 20_000, lambda t: t + 0.9 * np.sin(4 * t))), 1)
    assert isinstance(wiggly.calibration, Isotonic)


def test_before_is_the_log_loss_and_after_is_not_apparent(drawn):
    z, y = drawn(5, 400, lambda t: 2 * t)
    tally = tally_of(z, y)
    found = recalibrate(tally, 1)
    assert found.before == pytest.approx(lw.evaluate(tally, policy="baseline").metric("log_loss").value)
    assert found.after > np.logaddexp(0, (1 - 2 * y) * found.calibration(z)).mean()
    assert found.before - found.after == pytest.approx(found.gain)


def test_the_gain_is_what_other_rows_show(drawn):
    found = recalibrate(tally_of(*drawn(6, 2000, lambda t: 2 * t)), 1)
    z, y = drawn(7, 200_000, lambda t: 2 * t)
    sign = 1 - 2 * y
    gain = (np.logaddexp(0, sign * z) - np.logaddexp(0, sign * found.calibration(z))).mean()
    assert found.gain_low < gain < found.gain_high


@pytest.mark.parametrize(("rows", "expected"), [
    (99, {"affine", "beta", "isotonic"}), (100, {"beta", "isotonic"}), (499, {"beta", "isotonic"}),
    (500, {"isotonic"}), (1999, {"isotonic"}), (2000, set()),
])  # fmt: skip
def test_methods_wait_for_their_rows(drawn, rows, expected):
    assert set(refused(recalibrate(tally_of(*drawn(8, rows, lambda t: 2 * t)), 1))) == expected


def test_and_for_twenty_rows_of_the_rarer_outcome(drawn):
    z, _ = drawn(9, 3000, mean=-5.0)
    for positives, tried in ((19, 2), (20, 5)):
        y = np.zeros(3000, int)
        y[np.argsort(-z - np.random.default_rng(0).normal(0, 2, 3000))[:positives]] = 1
        found = recalibrate(tally_of(z, y), 1)
        assert sum(each.calibration is not None for each in found.candidates) == tried
    assert any("few rows" in said for said in found.warnings)


def test_candidates_stand_from_the_simplest_on_with_their_distance_from_the_best(drawn):
    found = recalibrate(tally_of(*drawn(10, 3000, lambda t: 1.5 * t)), 1)
    assert [c.method for c in found.candidates] == ["none", "temperature", "affine", "beta", "isotonic"]
    assert min(c.behind for c in found.candidates) == 0
    taken = next(c for c in found.candidates if c.method == found.method)
    assert taken.behind <= taken.se
    simpler = found.candidates[: found.candidates.index(taken)]
    assert all(c.behind > c.se for c in simpler)


@pytest.mark.parametrize(("method", "kind"), [("beta", Beta), ("isotonic", Isotonic), ("none", Identity)])
def test_a_method_can_be_asked_for_whatever_the_rows_allow(drawn, method, kind):
    found = recalibrate(tally_of(*drawn(11, 300)), 1, methods=(method,))
    assert isinstance(found.calibration, kind)
    assert [c.method for c in found.candidates] == [method]
    assert method == "none" or any(f"{method} needs " in said for said in found.warnings)


def test_an_unknown_method_suggests_the_nearest(drawn):
    with pytest.raises(OptionError, match=r"no method 'temprature' \(did you mean 'temperature'\?\)"):
        recalibrate(tally_of(*drawn(12, 100)), 1, methods=["temprature"])
    with pytest.raises(OptionError, match="no method is given"):
        recalibrate(tally_of(*drawn(12, 100)), 1, methods=[])


def test_where_order_must_be_kept_there_is_no_isotonic(drawn):
    tally = tally_of(*drawn(13, 20_000, lambda t: t + 0.9 * np.sin(4 * t)))
    found = recalibrate(tally, 1, keep_order=True)
    assert found.method != "isotonic"
    assert "on whose order the guarantee rests" in found.candidates[-1].refused
    with pytest.raises(RemedyError, match="take beta instead"):
        recalibrate(tally, 1, methods=["isotonic"], keep_order=True)


def test_inverted_scores_are_refused(drawn):
    z, y = drawn(14, 500)
    with pytest.raises(RemedyError, match="the score of 1 cannot be recalibrated: the scores are inverted"):
        recalibrate(tally_of(-z, y), 1)
    with pytest.raises(RemedyError, match="inverted"):
        recalibrate(tally_of([-2.0, -1, 1, 2], [1, 1, 0, 0]), 1)


def test_nothing_is_refused_where_nothing_is_recalibrated(drawn):
    z, y = drawn(15, 500)
    assert recalibrate(tally_of(-z, y), 1, methods=["none"]).calibration == Identity()
    alone = recalibrate(tally_of(z, 0 * y), 1, methods=["none"])
    assert "no row holds the outcome" in alone.diagnosis


@pytest.mark.parametrize(("z", "y", "said"), [
    ([0.0, 1.0, 2.0], [0, 0, 0], "no row holds the outcome"),
    ([0.0, 1.0, 2.0], [1, 1, 1], "every row holds the outcome"),
    ([0.0, 1.0, np.inf], [0, 1, 1], "1 row has probability 0 or 1, whose logit is infinite; keep logits"),
])  # fmt: skip
def test_what_cannot_be_fitted_is_refused(z, y, said):
    with pytest.raises(RemedyError, match=said):
        recalibrate(lw.tally(y, logits=z, classes=[0, 1]), 1)


def test_decisions_hold_no_scores():
    with pytest.raises(RemedyError, match="no rows with logits or probabilities"):
        recalibrate(lw.tally([0, 1, 1], decisions=[0, 1, 0]), 1)


def test_a_softmax_of_more_classes_is_sent_elsewhere():
    with pytest.raises(RemedyError, match="as a whole"):
        recalibrate(lw.tally([0, 1, 2], logits=np.eye(3)), 1)


def test_separated_outcomes_have_no_finite_optimum_and_stop_at_a_temperature_of_an_eighth():
    z = np.linspace(-4, 4, 1000)
    found = recalibrate(tally_of(z, (z > 0).astype(int)), 1)
    assert found.calibration == Temperature(1 / 8)
    assert any("no finite optimum" in said for said in found.warnings)


def test_few_separated_outcomes_are_drawn_towards_the_model_as_it_is():
    z = np.linspace(-4, 4, 40)
    found = recalibrate(tally_of(z, (z > 0).astype(int)), 1)
    assert 1 / 8 < found.calibration.temperature < 1
    assert any("no finite optimum" in said for said in found.warnings)


def test_constant_scores_keep_a_temperature_of_one_and_say_so():
    found = recalibrate(tally_of([0.0] * 200, [0, 1] * 100), 1)
    assert found.calibration == Identity()
    assert any("constant" in said and "T is kept at 1" in said for said in found.warnings)
    forced = recalibrate(tally_of([0.0] * 200, [0, 1] * 100), 1, methods=["temperature"])
    assert forced.calibration == Temperature(1.0)


def test_two_rows_do_not_crash():
    found = recalibrate(tally_of([0.5, -0.5], [0, 1]) + tally_of([0.7, -0.7], [1, 0]), 1)
    assert found.method in ("none", "temperature")


def test_three_weighted_rows_in_groups_do_not_crash():
    tally = tally_of([0.1, 0.2, 0.3], [0, 1, 0], sample_weight=[1.0, 0.2, 0.5], groups=[0, 1, 2])
    assert recalibrate(tally, 1).method == "none"


def test_infinite_logits_of_weighted_rows_are_counted_in_rows():
    with pytest.raises(RemedyError, match="2 rows have probability 0 or 1"):
        recalibrate(tally_of([-np.inf, 0.1, 0.2, np.inf], [0, 1, 0, 1], sample_weight=[0.3, 1, 2, 0.1]), 1)


def test_a_softmax_of_two_classes_is_its_difference(drawn):
    z, y = drawn(16, 1000, lambda t: 2 * t)
    two = recalibrate(lw.tally(y, logits=np.stack([0 * z, z], axis=1)), 1)
    assert two.calibration.temperature == pytest.approx(recalibrate(tally_of(z, y), 1).calibration.temperature)


def test_each_label_has_its_own_and_faults_name_it(drawn):
    (z, y), (other, truth) = drawn(17, 2000, lambda t: 2 * t), drawn(18, 2000)
    tally = lw.tally(
        np.stack([y, truth, 0 * y], 1),
        logits=np.stack([z, other, z], 1),
        classes=["cat", "dog", "emu"],
        head="multilabel",
    )
    assert recalibrate(tally, 0).method == "temperature"
    assert recalibrate(tally, 1).method == "none"
    with pytest.raises(RemedyError, match="label emu cannot be recalibrated: no row holds the outcome"):
        recalibrate(tally, 2)


def test_weights_count_as_the_rows_they_are_worth(drawn):
    z, y = drawn(19, 4000, lambda t: 2 * t)
    weighted = recalibrate(tally_of(z, y, sample_weight=np.tile([0.2, 1.8], 2000)), 1)
    assert weighted.calibration.temperature == pytest.approx(2, abs=0.3)
    assert any("rows that the weights are worth" in said for said in weighted.warnings)
    plain = recalibrate(tally_of(z, y), 1)
    assert weighted.gain_high - weighted.gain_low > plain.gain_high - plain.gain_low


def test_equal_weights_change_nothing(drawn):
    z, y = drawn(20, 1000, lambda t: 2 * t)
    even = recalibrate(tally_of(z, y, sample_weight=np.full(1000, 3.0)), 1)
    assert even.calibration.temperature == pytest.approx(recalibrate(tally_of(z, y), 1).calibration.temperature)


def of_groups(seed, groups, size, spread):
    """Rows whose groups share a part of their log-odds that the model does not know."""
    rng = np.random.default_rng(seed)
    seen, hidden = rng.normal(0, 1.5, (groups, size)), rng.normal(0, spread, (groups, 1))
    y = rng.random((groups, size)) < 1 / (1 + np.exp(-seen - hidden))
    return 2 * seen.ravel(), y.ravel().astype(int), np.repeat(np.arange(groups), size)


def test_groups_widen_the_interval_of_the_gain():
    z, y, groups = of_groups(0, 60, 50, spread=1.5)
    apart, together = recalibrate(tally_of(z, y), 1), recalibrate(tally_of(z, y, groups=groups), 1)
    assert together.method != "none"
    assert together.gain_high - together.gain_low > 1.3 * (apart.gain_high - apart.gain_low)


@pytest.mark.slow
def test_groups_that_err_together_are_no_miscalibration():
    kinds = []
    for seed in range(40):  # honest but for a part of each group's log-odds that nobody knows
        rng = np.random.default_rng(seed)
        seen, hidden = rng.normal(0, 1.5, (40, 50)), rng.normal(0, 0.6, (40, 1))
        chance = 1 / (1 + np.exp(-seen - hidden))
        z = seen / np.sqrt(1 + 0.6**2 * 3 / np.pi**2)  # what is left of the log-odds on average over groups
        y = (rng.random((40, 50)) < chance).astype(int)
        found = recalibrate(tally_of(z.ravel(), y.ravel(), groups=np.repeat(np.arange(40), 50)), 1)
        kinds.append(found.diagnosis.startswith("no miscalibration"))
    assert sum(kinds) >= 35


def test_groups_are_never_split_and_their_weights_count():
    z, y, groups = of_groups(1, 60, 50, spread=1.0)
    weights = np.random.default_rng(2).uniform(0.5, 1.5, len(z))
    found = recalibrate(tally_of(z, y, groups=groups, sample_weight=weights), 1)
    assert found.method != "none"
    assert found.gain_low < found.gain < found.gain_high


def test_one_group_cannot_judge_a_method():
    z, y, _ = of_groups(3, 10, 100, spread=1.0)
    found = recalibrate(tally_of(z, y, groups=np.zeros(len(z), int)), 1)
    assert found.method == "none"
    forced = recalibrate(tally_of(z, y, groups=np.zeros(len(z), int)), 1, methods=["affine"])
    assert isinstance(forced.calibration, Affine)
    assert np.isnan(forced.gain)
    assert any("all are of one fold of groups" in said for said in forced.warnings)


def test_the_same_tally_gives_the_same(drawn):
    tally = tally_of(*drawn(21, 3000, lambda t: 1.4 * t))
    assert recalibrate(tally, 1) == recalibrate(tally, 1)


def test_many_distinct_scores_take_little_time(drawn):
    tally = tally_of(*drawn(22, 65_000, lambda t: 2 * t))
    started = time.process_time()
    found = recalibrate(tally, 1)
    assert time.process_time() - started < 3  # 0.2 s on a quiet machine
    assert found.calibration.temperature == pytest.approx(2, abs=0.05)


def test_a_gain_that_may_be_chance_and_is_little_changes_nothing(drawn):
    """Best is another method by more than its error, and the simplest beside it gains next to nothing."""
    kept = 0
    for seed in range(12):
        found = recalibrate(tally_of(*drawn(seed, 6000, lambda t: t)), 1)
        kept += found.method == "none"
        assert found.method == "none" or found.gain_low > 0 or found.gain >= WORTH_IT * found.before
    assert kept >= 10
