"""LW103: probabilities of exactly 0 or 1."""

from __future__ import annotations

import numpy as np
import pytest

import logitwise as lw
from logitwise.findings import Facts
from logitwise.findings.certain_and_wrong import PITFALL
from logitwise.findings.finding import Clear, Found, NotApplicable
from logitwise.policy import baseline


def look(labels, **outputs):
    return PITFALL.look(Facts(lw.tally(labels, **outputs), baseline()))


def test_a_probability_of_0_for_the_truth_is_told_with_its_rows():
    seen = look([1, 0, 1, 1], probabilities=[0.0, 0.2, 0.0, 0.9])
    assert isinstance(seen, Found)
    assert seen.evidence["infinite"] == 2
    assert "2 of 4 rows" in seen.sentence
    assert "infinite" in seen.sentence


def test_the_smallest_probability_above_0_is_clear():
    assert isinstance(look([1, 0], probabilities=[5e-324, 0.2]), Clear)


def test_float32_is_named_where_the_scores_tell():
    rng = np.random.default_rng(0)
    p = (1 / (1 + np.exp(-rng.normal(size=200)))).astype(np.float32)
    p[:5] = 1
    seen = look([0] * 5 + [1] * 195, probabilities=p)
    assert "scores are float32" in seen.sentence


def test_decisions_given_as_probabilities_are_called_so():
    seen = look([0, 1, 1, 0], probabilities=[False, True, False, True])
    assert isinstance(seen, Found)
    assert "--decisions" in seen.remedy


def test_a_mask_over_the_truth_is_found():
    z = np.random.default_rng(1).normal(size=(8, 4))
    z[3, 2] = -np.inf
    y = np.array([0, 1, 2, 2, 3, 0, 1, 2])
    assert "1 of 8 rows" in look(y, logits=z).sentence
    assert isinstance(look(np.where(np.arange(8) == 3, 0, y), logits=z), Clear)


def test_a_label_with_certain_misses_is_found():
    p = np.array([[0.0, 0.5], [0.3, 0.5]])
    seen = look([[1, 0], [0, 1]], probabilities=p, head="multilabel")
    assert "1 of 4 pairs of row and label" in seen.sentence


@pytest.mark.parametrize(("certain", "outcome"), [(9, Clear), (10, Found)])
def test_ten_saturated_rows_of_a_thousand_are_told_though_none_is_wrong(certain, outcome):
    p = np.r_[np.ones(certain), np.linspace(0.1, 0.9, 1_000 - certain)]
    y = np.r_[np.ones(certain, int), np.tile([0, 1], 500)[: 1_000 - certain]]
    assert isinstance(look(y, probabilities=p), outcome)


def test_what_is_certain_and_right_is_not_called_wrong():
    p = np.r_[np.ones(20), np.linspace(0.1, 0.9, 980)]
    said = look(np.r_[np.ones(20, int), np.tile([0, 1], 490)], probabilities=p).sentence
    assert "None is wrong yet" in said
    assert "wrong" not in PITFALL.title


def test_a_saturated_softmax_is_found():
    p = np.tile([0.2, 0.5, 0.3], (100, 1))
    p[:20] = [0, 1, 0]
    assert "largest probability is exactly 1" in look([1] * 100, probabilities=p).sentence


def test_decisions_have_no_losses():
    assert isinstance(look([0, 1], decisions=[0, 1]), NotApplicable)


def test_large_logits_are_no_certainty():
    assert isinstance(look([0, 1], logits=[800.0, 1e300]), Clear)


def test_calibrated_probabilities_raise_no_alarm():
    rng = np.random.default_rng(2)
    found = 0
    for _ in range(200):
        p = 1 / (1 + np.exp(-3 * rng.normal(size=500))).astype(np.float32)
        found += isinstance(look((rng.random(500) < p).astype(int), probabilities=p), Found)
    assert found <= 2
