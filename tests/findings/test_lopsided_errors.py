"""LW205: nearly all errors of one kind."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

import logitwise as lw
from logitwise.findings import Facts
from logitwise.findings.finding import Clear, Found, NotApplicable
from logitwise.findings.lopsided_errors import PITFALL
from logitwise.policy import baseline
from logitwise.policy.values import Costs, Task


def look(*source, policy=None, **said):
    return PITFALL.look(Facts(lw.tally(*source, **said), policy or baseline()))


def of_matrix(matrix, **said):
    return look(confusion=matrix, **said)


@pytest.mark.parametrize(("false", "outcome"), [(76, Clear), (77, Found)])
def test_errors_that_are_surely_nine_of_ten_of_one_kind_are_found(false, outcome):
    """SciPy 1.17: binomtest(77, 79, 0.9, alternative="greater").pvalue is 0.0116, of 76 of 78 0.0126; at 0.05 / 4."""
    assert isinstance(of_matrix([[900 - false, false], [2, 98]]), outcome)


@pytest.mark.parametrize("matrix", [[[500, 400], [1, 99]], [[1, 400], [1, 601]]])
def test_the_sentence_says_which_kind(matrix):
    said = of_matrix(matrix, classes=["no", "yes"]).sentence
    assert (
        said
        == "400 other rows are taken for yes and 1 row of it missed: 99.8 % of the errors about it are false alarms."
    )


def test_missed_rows_count_as_much_as_false_ones():
    assert isinstance(of_matrix([[899, 1], [100, 200]]), Found)


def test_a_class_that_is_mostly_missed_is_another_codes():
    assert isinstance(of_matrix([[899, 1], [200, 100]]), Clear)


def test_what_costs_or_a_chosen_threshold_explain_is_not_asked():
    y, p = (
        np.r_[np.zeros(900), np.ones(100)].astype(int),
        np.r_[np.full(400, 0.6), np.full(500, 0.1), np.full(100, 0.9)],
    )
    costs = replace(baseline(), task=Task(costs=Costs(1, 20)))
    assert isinstance(look(y, probabilities=p), Found)
    assert isinstance(look(y, probabilities=p, threshold=0.4), NotApplicable)
    assert isinstance(look(y, probabilities=p, policy=costs), NotApplicable)


def test_a_class_that_swallows_others_is_named():
    matrix = np.diag([100, 100, 100])
    matrix[1:, 0] = 60
    assert of_matrix(matrix, classes=["sink", "b", "c"]).of == ("sink", "b", "c")


def test_groups_that_go_together_leave_it_open():
    y, d = np.r_[np.zeros(900, int), np.ones(100, int)], np.r_[np.ones(80, int), np.zeros(820, int), np.ones(100, int)]
    groups = np.repeat(np.arange(25), 40)
    assert isinstance(look(y, decisions=d), Found)
    assert isinstance(look(y, decisions=d, groups=groups), Clear)


def test_healthy_models_are_rarely_blamed():
    blamed = 0
    for seed in range(200):
        rng = np.random.default_rng(seed)
        z = rng.normal(-1, 3, 500)
        blamed += isinstance(look((rng.random(500) < 1 / (1 + np.exp(-z))).astype(int), logits=z), Found)
    assert blamed <= 10
