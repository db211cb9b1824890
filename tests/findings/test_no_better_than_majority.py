"""LW201: no better than the majority class."""

from __future__ import annotations

import numpy as np
import pytest

import logitwise as lw
from logitwise.findings import Facts
from logitwise.findings.finding import Clear, Found
from logitwise.findings.no_better_than_majority import PITFALL
from logitwise.policy import baseline


def look(tally):
    return PITFALL.look(Facts(tally, baseline()))


def of_matrix(matrix, **said):
    return look(lw.tally(confusion=matrix, **said))


@pytest.mark.parametrize(("gained", "outcome"), [(4, Found), (5, Clear)])
def test_it_is_found_where_the_sign_test_says_so(gained, outcome):
    """SciPy 1.17: binomtest(4, 16, alternative="less").pvalue is 0.038, binomtest(5, 17) 0.072."""
    assert isinstance(of_matrix([[80, 12], [20, gained]]), outcome)


@pytest.mark.parametrize(("others", "outcome"), [(9, Clear), (10, Found)])
def test_decisions_that_never_differ_are_found_where_there_is_something_to_find(others, outcome):
    assert isinstance(of_matrix([[500, 0], [others, 0]]), outcome)


def test_the_sentence_names_the_majority_and_both_accuracies():
    said = of_matrix([[80, 20], [20, 2]], classes=["no", "yes"]).sentence
    assert "always answering 'no', the majority class (accuracy 0.672 against 0.82)" in said


def test_each_label_has_its_own_majority():
    y = np.c_[np.arange(200) % 2, np.arange(200) % 10 == 0].astype(int)
    decided = np.c_[y[:, 0], np.arange(200) % 10 < 4].astype(int)
    seen = look(lw.tally(y, decisions=decided, head="multilabel", classes=["even", "tens"]))
    assert seen.of == ("tens",)


def test_weights_decide_which_rows_count():
    y, d = np.r_[np.zeros(80, int), np.ones(20, int)], np.r_[np.ones(30, int), np.zeros(50, int), np.ones(20, int)]
    light = np.r_[np.full(30, 0.01), np.ones(70)]
    assert isinstance(look(lw.tally(y, decisions=d)), Clear)  # 20 gained, 30 lost: not surely behind
    assert isinstance(look(lw.tally(y, decisions=1 - y, sample_weight=np.ones(100))), Found)
    assert isinstance(look(lw.tally(y, decisions=d, sample_weight=light)), Clear)


def test_healthy_models_are_rarely_blamed():
    """Calibrated, prevalence near one half: at most the 5 % of the level."""
    blamed = 0
    for seed in range(200):
        rng = np.random.default_rng(seed)
        z = rng.normal(0, 1, 100)
        blamed += isinstance(look(lw.tally((rng.random(100) < 1 / (1 + np.exp(-z))).astype(int), logits=z)), Found)
    assert blamed <= 10
