"""LW202: a class mostly missed. Its causes are tested apart."""

from __future__ import annotations

import numpy as np
import pytest

import logitwise as lw
from logitwise.findings import Facts
from logitwise.findings.finding import Clear, Found
from logitwise.findings.mostly_missed import PITFALL
from logitwise.policy import BaselineClauses, Policy, Requirement, baseline


def look(tally, policy=None):
    return PITFALL.look(Facts(tally, policy or baseline()))


@pytest.mark.parametrize(("hits", "outcome"), [(4, Found), (5, Clear)])
def test_it_is_found_where_recall_is_surely_below_one_half(hits, outcome):
    """SciPy 1.17: binomtest(4, 19, alternative="less").pvalue is 0.0096 and of 5 0.032, at 0.05 / 3 tests."""
    assert isinstance(look(lw.tally(confusion=[[500, 0], [19 - hits, hits]])), outcome)


def test_more_classes_ask_for_more_certainty():
    many = np.diag([500] * 9 + [4])
    many[9, 0] = 15
    assert isinstance(look(lw.tally(confusion=many)), Clear)  # 0.0096 is above 0.05 / 11


def test_the_share_is_the_policys():
    policy = Policy("p.toml", clauses=BaselineClauses(mostly_missed=0.1))
    assert isinstance(look(lw.tally(confusion=[[500, 0], [15, 4]]), policy), Clear)


@pytest.mark.parametrize(("of", "outcome"), [(None, Clear), ("1", Clear), ("0", Found)])
def test_without_the_clause_a_class_whose_recall_the_policy_bounds_is_left_to_it(of, outcome):
    policy = Policy("p.toml", requirements=(Requirement("recall", of=of, op=">=", bound=0.9),))
    assert isinstance(look(lw.tally(confusion=[[500, 0], [15, 4]]), policy), outcome)


def test_the_sentence_says_recall_and_how_accuracy_hides_it():
    said = look(lw.tally(confusion=[[1075, 0], [22, 3]], classes=["no", "yes"])).sentence
    assert said.startswith("Recall of yes is 0.12 [0.042, 0.3] (3 of 25 rows): the class is mostly missed")
    assert "accuracy is 0.98, 0.3 points above always answering 'no', the majority class (0.977)." in said


def test_cause_remedy_and_command_come_with_it():
    rng = np.random.default_rng(0)
    z = rng.normal(-4.5, 2.2, 5000)
    seen = look(lw.tally((rng.random(5000) < 1 / (1 + np.exp(-z))).astype(int), logits=z))
    assert "so the threshold is the cause" in seen.cause
    assert (seen.command, seen.of) == ("logitwise tune FILE --maximize f1 -o rule.json", ("1",))
    assert seen.evidence["cause"] == "threshold"


def test_groups_that_go_together_leave_it_open():
    y, hit = np.r_[np.zeros(400, int), np.ones(60, int)], np.r_[np.zeros(440, int), np.ones(20, int)]
    groups = np.r_[np.arange(400) % 40, np.repeat([40, 41, 42], 20)]
    assert isinstance(look(lw.tally(y, decisions=hit)), Found)
    assert isinstance(look(lw.tally(y, decisions=hit, groups=groups)), Clear)


def test_a_healthy_model_is_never_blamed():
    """Calibrated, half of the rows positive, recall truly 0.69: an error may be false in 1 of 100."""
    for seed in range(200):
        rng = np.random.default_rng(seed)
        z = rng.normal(0, 1.5, 100)
        assert isinstance(look(lw.tally((rng.random(100) < 1 / (1 + np.exp(-z))).astype(int), logits=z)), Clear)
