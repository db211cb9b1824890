"""LW301: the threshold in use costs you."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from sklearn.metrics import f1_score
from sklearn.model_selection import StratifiedKFold

import logitwise as lw
from logitwise.findings import Facts
from logitwise.findings.finding import Clear, Found, NotApplicable
from logitwise.findings.threshold_costs import PITFALL
from logitwise.policy import baseline
from logitwise.policy.values import Costs, Requirement


def rows(n=4_000, *, centre=-3.0, seed=0):
    """Calibrated log-odds with their labels."""
    rng = np.random.default_rng(seed)
    z = rng.normal(centre, 2, n)
    return (rng.random(n) < 1 / (1 + np.exp(-z))).astype(int), z


def look(labels, *, costs=None, requirements=(), prevalence=None, **outputs):
    policy = baseline()
    policy = replace(policy, task=replace(policy.task, costs=costs, prevalence=prevalence), requirements=requirements)
    return PITFALL.look(Facts(lw.tally(labels, **outputs), policy, ("f.csv",)))


def test_rare_positives_gain_f1_by_a_lower_threshold():
    labels, z = rows(12_000, centre=-4.0)
    seen = look(labels, logits=z)
    assert isinstance(seen, Found)
    assert 0.1 < seen.evidence["better_threshold"] < 0.4
    assert seen.evidence["f1"] == pytest.approx(f1_score(labels, z >= 0))
    assert seen.command == "logitwise tune f.csv --maximize f1 -o rule.json"


def test_the_threshold_of_largest_f1_is_left_alone():
    labels, z = rows()
    assert isinstance(look(labels, logits=z, threshold=0.25), Clear)


def test_balanced_classes_gain_too_little_to_be_said():
    labels, z = rows(centre=0.0)
    assert isinstance(look(labels, logits=z), Clear)


def test_a_gain_that_is_not_sure_is_not_said():
    labels, z = rows(120)
    seen = look(labels, logits=z)
    assert isinstance(seen, Clear)
    assert seen.evidence["gain_low"] < 0


def test_dear_misses_ask_for_the_threshold_that_elkan_gives():
    labels, z = rows(20_000)
    seen = look(labels, logits=z, costs=Costs(1.0, 19.0))
    assert seen.evidence["better_threshold"] == pytest.approx(0.05, abs=0.02)  # 1 / (1 + 19), probabilities are right
    assert "--cost false_positive=1 --cost false_negative=19" in seen.command


def test_the_threshold_of_these_costs_is_left_alone():
    labels, z = rows()
    assert isinstance(look(labels, logits=z, costs=Costs(1.0, 19.0), threshold=0.05), Clear)


def test_the_cost_in_use_is_counted_from_the_confusion():
    labels, z = rows()
    alarms, misses = ((z >= 0) & (labels == 0)).sum(), ((z < 0) & (labels == 1)).sum()
    seen = look(labels, logits=z, costs=Costs(1.0, 19.0))
    assert seen.evidence["cost_a_row"] == pytest.approx((alarms + 19 * misses) / len(labels))


def cost_there(labels, decided, *, prevalence, costs):
    """Mean cost of a row where so many are positive, from the two rates."""
    missed, alarms = np.mean(~decided[labels == 1]), np.mean(decided[labels == 0])
    return prevalence * costs.false_negative * missed + (1 - prevalence) * costs.false_positive * alarms


def test_costs_are_those_at_the_stated_prevalence():
    labels, z = rows(20_000, centre=0.0)
    costs, p = Costs(1.0, 5.0), 1 / (1 + np.exp(-z))
    seen = look(labels, logits=z, costs=costs, prevalence=0.02)
    assert isinstance(seen, Found)
    assert seen.evidence["cost_a_row"] == pytest.approx(cost_there(labels, z >= 0, prevalence=0.02, costs=costs))
    cuts = np.quantile(p, np.linspace(0, 1, 401))
    least = min(cost_there(labels, p >= cut, prevalence=0.02, costs=costs) for cut in cuts)
    there = cost_there(labels, p >= seen.evidence["better_threshold"], prevalence=0.02, costs=costs)
    assert there == pytest.approx(least, rel=0.02)
    assert seen.evidence["better_threshold"] > 0.5  # on these rows it would be 1 / (1 + 5)
    assert "2.0 % of the rows are positive" in seen.sentence
    assert seen.command.endswith("--cost false_positive=1 --cost false_negative=5 --prevalence 0.02 -o rule.json")


def test_a_threshold_that_is_right_at_the_stated_prevalence_is_left_alone():
    labels, z = rows(20_000, centre=0.0)
    share = labels.mean()
    at = 1 / 6  # on probabilities that are right where 2 % are positive; on these log-odds so much higher:
    odds = at / (1 - at) / (0.02 / 0.98) * share / (1 - share)
    there = {"logits": z, "costs": Costs(1.0, 5.0), "threshold": odds / (1 + odds)}
    assert isinstance(look(labels, prevalence=0.02, **there), Clear)
    assert isinstance(look(labels, **there), Found)


def test_the_prevalence_of_the_rows_themselves_changes_nothing():
    labels, z = rows(20_000)
    plain = look(labels, logits=z, costs=Costs(1.0, 19.0)).evidence
    stated = look(labels, logits=z, costs=Costs(1.0, 19.0), prevalence=float(labels.mean())).evidence
    assert stated["gain"] == pytest.approx(plain["gain"])
    assert stated["better_threshold"] == plain["better_threshold"]


def test_cross_fitted_f1_is_near_that_of_scikit_learns_folds():
    labels, z = rows(6_000)
    ours = look(labels, logits=z).evidence["f1_there"]
    folds = []
    for fit, held in StratifiedKFold(5, shuffle=True, random_state=0).split(z, labels):
        cuts = np.quantile(z[fit], np.linspace(0.7, 0.99, 30))
        best = cuts[np.argmax([f1_score(labels[fit], z[fit] >= cut) for cut in cuts])]
        folds.append(f1_score(labels[held], z[held] >= best))
    assert ours == pytest.approx(np.mean(folds), abs=0.015)


def test_a_policy_that_asks_for_recall_is_not_told_of_f1():
    labels, z = rows()
    seen = look(labels, logits=z, requirements=(Requirement("recall", bound=0.9),))
    assert isinstance(seen, NotApplicable)
    assert "recall >= 0.9" in seen.reason


def test_labels_are_named_the_largest_gain_first():
    rare, z = rows(12_000, centre=-4.0)
    even, w = rows(12_000, centre=0.0, seed=1)
    seen = look(np.stack([even, rare], axis=1), logits=np.stack([w, z], axis=1), head="multilabel", classes=["a", "b"])
    assert seen.of == ("b",)


def test_groups_are_kept_together_and_widen_the_limit():
    labels, z = rows()
    alone = look(labels, logits=z)
    grouped = look(np.repeat(labels, 4), logits=np.repeat(z, 4), groups=np.repeat(np.arange(len(z)), 4))
    assert grouped.evidence["gain_low"] < look(np.repeat(labels, 4), logits=np.repeat(z, 4)).evidence["gain_low"]
    assert grouped.evidence["gain"] == pytest.approx(alone.evidence["gain"], abs=0.05)


@pytest.mark.parametrize("outputs", [{"decisions": [0, 1] * 20}, {"logits": np.zeros((40, 3))}])
def test_without_a_threshold_there_is_nothing_to_compare(outputs):
    assert isinstance(look([0, 1] * 20, **outputs), NotApplicable)


def test_few_positives_choose_no_threshold():
    assert isinstance(look([1] * 9 + [0] * 50, logits=np.arange(59.0)), NotApplicable)
    assert not isinstance(look([1] * 10 + [0] * 50, logits=np.arange(60.0)), NotApplicable)


def test_where_f1_cannot_gain_healthy_samples_are_seldom_named():
    drawn = [rows(800, seed=seed) for seed in range(60)]
    named = sum(isinstance(look(labels, logits=z, threshold=0.25), Found) for labels, z in drawn)
    assert named <= 3  # 5 %


@pytest.mark.parametrize("share", [0.1, 0.3, 0.5])
def test_scores_that_rank_nothing_are_not_sent_to_another_threshold(share):
    """Deciding every row positive has an F1 of 2 p / (1 + p), which is no merit of the scores."""
    rng = np.random.default_rng(0)
    y = (rng.random(3000) < share).astype(int)
    z = rng.normal(np.log(share / (1 - share)) - 1, 0.5, 3000)
    assert isinstance(PITFALL.look(Facts(lw.tally(y, logits=z), baseline())), Clear)
