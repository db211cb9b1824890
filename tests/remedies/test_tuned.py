"""A rule from rows to file: what is fitted on some rows does on others what it was said to do."""

from __future__ import annotations

import re

import numpy as np
import pytest

import logitwise as lw
from logitwise.errors import NoGuaranteeError, OptionError, RemedyError
from logitwise.remedies.goals import Goals, floor_of
from logitwise.remedies.tuned import tuned
from logitwise.rule import Affine, Identity, Temperature


def rows(n, *, prevalence=0.1, apart=2.0, seed=0, shift=0.0, slope=1.0):
    """Labels, and log-odds that are right where `shift` is 0 and `slope` 1: two normal densities `apart`."""
    rng = np.random.default_rng(seed)
    y = rng.random(n) < prevalence
    x = rng.normal(apart * y, 1.0)
    honest = apart * x - apart**2 / 2 + np.log(prevalence / (1 - prevalence))
    return y.astype(int), slope * honest + shift


def three(n, *, seed=0, sure=2.0):
    """Labels of three classes with logits that are `sure` times too large."""
    rng = np.random.default_rng(seed)
    y = rng.integers(0, 3, n)
    z = rng.normal(size=(n, 3)) * 1.5
    p = np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)
    y = np.array([rng.choice(3, p=each) for each in p])
    return y, sure * z


def test_shifted_log_odds_are_put_right_on_other_rows():
    y, z = rows(4000, shift=-2.0)
    rule = tuned(lw.tally(y, logits=z), Goals())
    assert isinstance(rule.calibrations[0], Affine)
    other, score = rows(4000, shift=-2.0, seed=1)
    assert rule.apply(logits=score).probabilities.mean() == pytest.approx(other.mean(), abs=0.015)


def test_honest_probabilities_are_left_alone():
    y, z = rows(4000)
    assert tuned(lw.tally(y, logits=z), Goals()).calibrations == (Identity(),)


def test_without_a_goal_the_threshold_of_the_head_is_kept():
    y, z = rows(2000)
    rule = tuned(lw.tally(y, logits=z, threshold=0.3), Goals())
    assert ((rule.apply(logits=z).decisions == 1) == (z >= np.log(0.3 / 0.7))).all()


@pytest.mark.slow
def test_a_recall_floor_holds_on_other_rows_nearly_always():
    """Allowed is one in twenty; four of thirty would come up in six of a hundred such tests."""
    other, score = rows(100_000, seed=1000)
    broken = 0
    for seed in range(30):
        y, z = rows(1000, seed=seed)
        rule = tuned(lw.tally(y, logits=z), Goals(require=(floor_of("recall >= 0.9"),)), calibrate="none")
        broken += (rule.apply(logits=score).decisions == 1)[other == 1].mean() < 0.9
    assert broken <= 4
    assert "Guaranteed" in " ".join(rule.sentences)


def test_what_few_positives_cannot_guarantee_is_refused_with_how_many_are_needed():
    y, z = rows(200)
    with pytest.raises(NoGuaranteeError, match="29 rows"):
        tuned(lw.tally(y[:150], logits=z[:150]), Goals(require=(floor_of("recall >= 0.9"),)))


def test_a_precision_floor_at_another_prevalence_is_a_stricter_one_here():
    y, z = rows(30_000, apart=3.0)
    goals = Goals(require=(floor_of("precision >= 0.5"),))
    there = tuned(lw.tally(y, logits=z), goals, prevalence=0.02)
    here = 49 * y.mean() / (1 - y.mean())  # odds 1 x (0.98 / 0.02), less those of the prior here
    assert f"is precision >= {here / (1 + here):g}" in " ".join(there.sentences)
    other, score = rows(400_000, prevalence=0.02, apart=3.0, seed=2)
    score += np.log(0.1 / 0.9) - np.log(0.02 / 0.98)  # what a model trained at one in ten says
    decided = there.apply(logits=score).decisions == 1
    assert other[decided].mean() >= 0.5


def test_a_stated_prevalence_moves_probabilities_by_its_odds():
    y, z = rows(5000)
    here = tuned(lw.tally(y, logits=z), Goals())
    there = tuned(lw.tally(y, logits=z), Goals(), prevalence=0.01)
    moved = there.apply(logits=z).logits - here.apply(logits=z).logits
    share = y.mean()
    assert moved == pytest.approx(np.log(0.01 / 0.99) - np.log(share / (1 - share)))


def test_a_metric_and_a_bound_at_another_prevalence_are_not_had_together():
    y, z = rows(3000)
    goals = Goals(require=(floor_of("recall >= 0.8"),), maximize="f1")
    with pytest.raises(OptionError, match="not both"):
        tuned(lw.tally(y, logits=z), goals, prevalence=0.01)


def test_a_band_around_the_threshold_is_not_decided():
    y, z = rows(5000, prevalence=0.4, apart=3.0)
    rule = tuned(lw.tally(y, logits=z), Goals(abstain=0.02))
    other, score = rows(50_000, prevalence=0.4, apart=3.0, seed=1)
    decisions = rule.apply(logits=score).decisions
    decided = decisions >= 0
    assert 0.5 < decided.mean() < 1
    assert (decisions[decided] != other[decided]).mean() <= 0.02


def test_labels_have_thresholds_of_their_own():
    y, z = rows(3000)
    w, v = rows(3000, prevalence=0.3, seed=1)
    tally = lw.tally(np.stack([y, w], axis=1), logits=np.stack([z, v], axis=1), head="multilabel")
    rule = tuned(tally, Goals(maximize="f1"))
    assert len(rule.thresholds) == 2
    assert rule.apply(logits=np.stack([z, v], axis=1)).decisions.shape == (3000, 2)


def test_labels_that_cannot_be_treated_are_told_together():
    y, z = rows(300)
    both = np.stack([z, z], axis=1)
    tally = lw.tally(np.stack([y, y], axis=1), logits=both, head="multilabel")
    with pytest.raises(NoGuaranteeError, match="1 more label"):
        tuned(tally, Goals(require=(floor_of("recall >= 0.99"),)))


def test_a_softmax_that_is_too_sure_gets_its_temperature():
    y, z = three(4000)
    rule = tuned(lw.tally(y, logits=z), Goals(), calibrate="temperature")
    assert isinstance(rule.calibrations[0], Temperature)
    assert rule.calibrations[0].temperature == pytest.approx(2.0, rel=0.1)
    assert rule.thresholds == ()


def test_a_cost_matrix_decides_for_what_costs_least():
    y, z = three(3000, sure=1.0)
    costs = [[0, 1, 1], [10, 0, 10], [1, 1, 0]]
    rule = tuned(lw.tally(y, logits=z), Goals(), costs=costs)
    other, score = three(5000, seed=1, sure=1.0)
    plain = score.argmax(axis=1)
    cost = np.asarray(costs)
    assert cost[other, rule.apply(logits=score).decisions].mean() < cost[other, plain].mean()


def test_a_softmax_has_no_threshold_to_choose():
    y, z = three(600)
    with pytest.raises(OptionError, match="largest"):
        tuned(lw.tally(y, logits=z), Goals(maximize="f1"))


@pytest.mark.parametrize(
    ("tally", "word"),
    [
        (lambda: lw.tally([0, 1, 1, 0], decisions=[0, 1, 0, 0]), "no scores"),
        (lambda: lw.tally([1] * 50, logits=np.linspace(-1, 1, 50), classes=["0", "1"]), "outcome"),
        (lambda: lw.tally([0, 1] * 200, logits=[1.0, -1.0] * 199 + [0.0, 0.5]), "inverted"),
        (lambda: lw.tally([0, 1] * 20, logits=[-np.inf, 1.0] * 20), "infinite"),
        (lambda: lw.tally([0, 1] * 200, logits=[1.0] * 400), "constant"),
    ],
)
def test_rows_that_no_rule_can_be_fitted_to_are_refused(tally, word):
    with pytest.raises(RemedyError, match=word):
        tuned(tally(), Goals())


def test_thresholds_can_be_chosen_where_log_odds_are_infinite():
    y, z = rows(600)
    z = np.where(z < -6, -np.inf, z)
    rule = tuned(lw.tally(y, logits=z), Goals(maximize="f1"), calibrate="none")
    assert rule.calibrations == (Identity(),)


def test_the_rule_file_gives_the_same_rule(tmp_path):
    y, z = rows(2500)
    rule = tuned(lw.tally(y, logits=z), Goals(maximize="f1"))
    rule.save(tmp_path / "rule.json")
    assert lw.load_rule(tmp_path / "rule.json") == rule


def test_groups_widen_what_can_be_guaranteed():
    y, z = rows(3000)
    z = z + np.repeat(np.random.default_rng(3).normal(size=100), 30)
    alone = tuned(lw.tally(y, logits=z), Goals(require=(floor_of("recall >= 0.8"),)), calibrate="none")
    grouped = lw.tally(y, logits=z, groups=np.repeat(np.arange(100), 30))
    together = tuned(grouped, Goals(require=(floor_of("recall >= 0.8"),)), calibrate="none")
    assert together.thresholds[0] < alone.thresholds[0]
    assert "approximate" in " ".join(together.sentences)


def test_a_floor_of_one_label_leaves_the_others_as_they_are():
    y, z = rows(3000)
    w, v = rows(3000, prevalence=0.3, seed=1)
    tally = lw.tally(np.stack([y, w], axis=1), logits=np.stack([z, v], axis=1), head="multilabel", classes=["a", "b"])
    rule = tuned(tally, Goals(require=(floor_of("recall.a >= 0.9"),)), calibrate="none")
    assert rule.thresholds[0] < 0.2
    assert rule.thresholds[1] == pytest.approx(0.5, abs=0.01)


def test_a_floor_of_a_class_that_no_threshold_decides_is_refused():
    y, z = rows(2000)
    with pytest.raises(OptionError, match="specificity"):
        tuned(lw.tally(y, logits=z), Goals(require=(floor_of("recall.0 >= 0.9"),)))


def test_a_band_tells_what_is_left_undecided_and_what_the_decided_rows_reach():
    y, z = rows(5000, prevalence=0.4, apart=3.0)
    said = " ".join(tuned(lw.tally(y, logits=z), Goals(abstain=0.02)).sentences)
    assert re.search(
        r"Of the decided ones \d\.\d % are wrong, recall is 0\.\d+ and precision 0\.\d+ on rows that", said
    )
    assert re.search(r"[\d,]+ rows \(\d+\.\d %\) are left undecided; no other decision changes\.", said)


def test_where_no_row_has_to_be_left_out_the_band_is_not_told_as_one():
    y, z = rows(5000, prevalence=0.4, apart=3.0)
    said = " ".join(tuned(lw.tally(y, logits=z), Goals(abstain=0.3)).sentences)
    assert "Every row can be decided, none has to be left out. At most 30.0 % of decided rows wrong" in said
    assert "Not decided" not in said


@pytest.mark.parametrize("by", ["em", "bbse", "hard-bbse"])
def test_the_prior_can_be_estimated_in_three_ways(by):
    y, z = rows(4000, apart=3.0)
    other, score = rows(4000, prevalence=0.3, apart=3.0, seed=1)
    score += np.log(0.1 / 0.9) - np.log(0.3 / 0.7)  # what a model trained at one in ten says
    rule = lw.tune(y, logits=z, unlabeled=score, prior_by=by)
    assert rule.evidence["prior"]["new"][1] == pytest.approx(other.mean(), abs=0.03)


def test_a_way_to_estimate_the_prior_that_there_is_not_is_refused():
    y, z = rows(400)
    with pytest.raises(OptionError, match="expected one of em, bbse, hard-bbse"):
        lw.tune(y, logits=z, unlabeled=z, prior_by="saerens")


def test_positives_of_few_groups_make_an_estimated_prior_uncertain_and_are_told():
    rng = np.random.default_rng(0)
    y = np.repeat(np.arange(60) < 4, 50)
    z = 2.0 * y - 3 + np.repeat(rng.normal(size=60), 50) + rng.normal(size=3000)
    ends = []
    for groups in (None, np.repeat(np.arange(60), 50)):
        rule = lw.tune(y, logits=z, groups=groups, unlabeled=z[::2], calibrate="none")
        ends.append(rule.evidence["prior"]["high"][1] - rule.evidence["prior"]["low"][1])
    assert ends[1] > 2 * ends[0]
    assert "lie in 4 groups or few more" in " ".join(rule.sentences)


@pytest.mark.parametrize(
    "goals",
    [Goals(abstain=0.05), Goals(require=(floor_of("recall >= 0.5"),), capacity=0.2)],
)
def test_shares_of_all_rows_are_not_promised_at_another_prevalence(goals):
    y, z = rows(3000)
    with pytest.raises(OptionError, match="at another prevalence"):
        tuned(lw.tally(y, logits=z), goals, prevalence=0.3)


def test_labels_with_a_guarantee_each_say_what_holds_together():
    y, z = rows(3000)
    w, v = rows(3000, prevalence=0.3, seed=1)
    tally = lw.tally(np.stack([y, w], axis=1), logits=np.stack([z, v], axis=1), head="multilabel")
    said = tuned(tally, Goals(require=(floor_of("recall >= 0.5"),)), calibrate="none").sentences
    assert any("all 2 hold together with 90.0 % at least" in each for each in said)
