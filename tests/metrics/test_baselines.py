"""What a rule that looks at no input reaches, and whether the model beats it."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.dummy import DummyClassifier
from sklearn.metrics import brier_score_loss, log_loss

from logitwise.errors import OptionError
from logitwise.metrics import baselines, beats_majority, beats_prior, measure
from logitwise.metrics.proportion import Binomial


def test_the_prior_is_scikit_learns_dummy(rows, binary):
    z, y = rows("bin60")
    p = DummyClassifier(strategy="prior").fit(z[:, None], y).predict_proba(z[:, None])[:, 1]
    found = {b.metric: b.value for b in baselines(binary(z, y))}
    expected = {"accuracy": max(y.mean(), 1 - y.mean()), "log_loss": log_loss(y, p), "brier": brier_score_loss(y, p)}
    assert found == pytest.approx(expected)


def test_the_brier_score_of_the_prior_of_three_classes(rows, softmax):
    tally = softmax(*rows("multi90"))
    share = np.bincount(rows("multi90")[1]) / 90
    assert baselines(tally)[2].value == pytest.approx(1 - share @ share)


def test_finleys_tornadoes_lose_to_never_a_tornado(matrix):
    tally = matrix([[2680, 72], [23, 28]])  # Finley 1884
    majority = baselines(tally)[0]
    assert (majority.chooses, round(majority.value, 4)) == ("A", 0.9818)
    assert measure(tally, "accuracy").value < majority.value
    test = beats_majority(tally)
    assert (test.b, test.c) == (28, 72)
    assert test.upper(0.05) < 0.5


def test_a_rare_class_found_now_and_then_is_undecided(matrix):
    test = beats_majority(matrix([[1075, 0], [22, 3]]))
    assert (test.b, test.c) == (3, 0)
    assert test.lower(0.05) == pytest.approx(0.05 ** (1 / 3))
    assert test.lower(0.05) < 0.5 < test.upper(0.05)


def test_a_good_model_passes(matrix):
    assert beats_majority(matrix([[90, 10], [10, 90]])).lower(0.05) > 0.5


def test_a_model_that_is_the_majority_rule_is_undecided(matrix):
    test = beats_majority(matrix([[90, 0], [10, 0]]))
    assert np.isnan([test.value, test.lower(0.05), test.upper(0.05)]).all()


def test_limits_are_clopper_and_pearsons(matrix):
    test = beats_majority(matrix([[50, 2, 3], [4, 45, 1], [2, 3, 48]]))
    assert (test.b, test.c, test.majority) == (93, 5, "A")
    assert test.lower(0.05) == Binomial(93, 98).lower(0.05)


def test_labels_have_a_majority_each(multilabel):
    z = np.array([[2.0, -1], [2, -1], [2, -1], [-2, 1]])
    tally = multilabel(z, np.array([[1, 0], [1, 0], [1, 1], [0, 0]]))
    often, seldom = beats_majority(tally, of="l0"), beats_majority(tally, of="l1")
    assert (often.b, often.c, often.majority) == (1, 0, "l0")
    assert (seldom.b, seldom.c, seldom.majority) == (0, 1, "without l1")
    with pytest.raises(OptionError, match="labels have a majority each"):
        beats_majority(tally)


def test_the_prior_is_not_asked_without_probabilities(matrix, rows, binary):
    assert beats_prior(matrix([[5, 1], [2, 7]])) is None
    assert beats_prior(binary(*rows("bin2000"))).lower(0.05) > 0


def test_without_probabilities_only_the_majority_is_given(matrix):
    assert [b.name for b in baselines(matrix([[5, 1], [2, 7]]))] == ["majority class"]
    assert baselines(matrix(np.zeros((2, 2), int))) == ()
