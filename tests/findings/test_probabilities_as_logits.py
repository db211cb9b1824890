"""LW101: logits that are probabilities already."""

from __future__ import annotations

import numpy as np
import pytest

import logitwise as lw
from logitwise.findings import Facts
from logitwise.findings.finding import Clear, Found, NotApplicable
from logitwise.findings.probabilities_as_logits import PITFALL
from logitwise.policy import baseline


def look(labels, **outputs):
    return PITFALL.look(Facts(lw.tally(labels, **outputs), baseline()))


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def softmax(z):
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def two_classes(rng, rows=400, shift=-1.5):
    z = rng.normal(size=rows) * 2 + shift
    return (rng.random(rows) < sigmoid(z)).astype(int), z


def four_classes(rng, rows=200, scale=2.0):
    z = rng.normal(size=(rows, 4)) * scale
    return (rng.random((rows, 1)) > softmax(z).cumsum(axis=1)).sum(axis=1).clip(0, 3), z


def test_a_softmax_taken_for_logits_is_found():
    y, z = four_classes(np.random.default_rng(0))
    seen = look(y, logits=softmax(z))
    assert isinstance(seen, Found)
    assert "already" in seen.sentence
    assert "all 200 rows" in seen.sentence


def test_the_losses_of_both_readings_are_those_of_the_two_activations():
    y, z = four_classes(np.random.default_rng(1))
    p, at = softmax(z), np.arange(len(y))
    seen = look(y, logits=p)
    assert seen.evidence["log_loss_as_probabilities"] == pytest.approx(-np.log(p[at, y]).mean(), rel=1e-6)
    assert seen.evidence["log_loss_as_logits"] == pytest.approx(-np.log(softmax(p)[at, y]).mean(), rel=1e-6)


def test_logits_between_0_and_1_whose_rows_do_not_sum_to_one_are_clear():
    rng = np.random.default_rng(2)
    assert isinstance(look(rng.integers(0, 4, 100), logits=rng.random((100, 4))), Clear)


@pytest.mark.parametrize(("off", "outcome"), [(0.0009, Found), (0.0011, Clear)])
def test_rows_may_miss_one_by_a_thousandth(off, outcome):
    y, z = four_classes(np.random.default_rng(3))
    p = softmax(z) * (1 - off)
    assert isinstance(look(y, logits=p), outcome)


def test_equal_logits_are_left_to_the_finding_on_constant_output():
    assert isinstance(look([0, 1, 2, 3] * 10, logits=np.full((40, 4), 0.25)), Clear)


def test_a_sigmoid_taken_for_logits_is_found():
    y, z = two_classes(np.random.default_rng(4))
    seen = look(y, logits=sigmoid(z))
    assert isinstance(seen, Found)
    assert "share of positives" in seen.sentence
    assert isinstance(look(y, logits=z), Clear)


def test_over_confident_probabilities_are_known_by_their_ends():
    y, z = two_classes(np.random.default_rng(5), rows=1_000)
    seen = look(y, logits=sigmoid(8 * z + 5))
    assert isinstance(seen, Found)
    assert "both ends" in seen.sentence


@pytest.mark.parametrize(("at_an_end", "outcome"), [(1, Clear), (2, Found)])
def test_a_single_score_at_an_end_says_nothing(at_an_end, outcome):
    """Labels that fit the scores as logits."""
    z = np.r_[[0.001] * at_an_end, np.linspace(0.3, 0.7, 200), [0.999] * 2]
    y = (np.random.default_rng(9).random(len(z)) < sigmoid(z)).astype(int)
    assert isinstance(look(y, logits=z), outcome)


def test_two_columns_of_probabilities_are_found():
    y, z = two_classes(np.random.default_rng(6))
    p = sigmoid(z)
    assert isinstance(look(y, logits=np.c_[1 - p, p]), Found)
    assert isinstance(look(y, logits=np.c_[-z / 2, z / 2]), Clear)


def test_a_matrix_of_sigmoids_is_found():
    rng = np.random.default_rng(7)
    z = rng.normal(size=(300, 5)) * 2 - 2
    y = (rng.random(z.shape) < sigmoid(z)).astype(int)
    assert isinstance(look(y, logits=sigmoid(z), head="multilabel"), Found)
    assert isinstance(look(y, logits=z, head="multilabel"), Clear)


def test_decisions_taken_for_logits_are_called_so():
    seen = look([0, 1] * 20, logits=[0, 1, 1, 0] * 10)
    assert isinstance(seen, Found)
    assert "--decisions" in seen.remedy


@pytest.mark.parametrize("outputs", [{"probabilities": [0.2, 0.8]}, {"decisions": [0, 1]}])
def test_only_logits_can_be_probabilities_already(outputs):
    assert isinstance(look([0, 1], **outputs), NotApplicable)


def test_one_row_and_an_infinite_logit_are_no_trouble():
    assert isinstance(look([1], logits=[0.5]), Clear)
    assert isinstance(look([0, 1], logits=[-np.inf, np.inf]), Clear)


@pytest.mark.parametrize("columns", [1, 2])
def test_small_logits_of_a_net_at_its_beginning_raise_no_alarm(columns):
    """All between 0 and 1, whether calibrated or still three times too small for what they know."""
    rng = np.random.default_rng(8)
    looked = found = 0
    while looked < 300:
        z = rng.normal(rng.uniform(0.2, 0.8), rng.uniform(0.03, 0.2), size=150)
        if z.min() < 0 or z.max() > 1:
            continue
        truth = z.mean() + 3 * (z - z.mean()) if looked % 2 else z
        y = (rng.random(150) < sigmoid(truth)).astype(int)
        found += isinstance(look(y, logits=z if columns == 1 else np.c_[0 * z, z]), Found)
        looked += 1
    assert found / looked <= 0.01
