"""LW102: rows whose probabilities miss one."""

from __future__ import annotations

import numpy as np
import pytest

import logitwise as lw
from logitwise.findings import Facts
from logitwise.findings.finding import Clear, Found, NotApplicable
from logitwise.findings.rows_that_miss_one import PITFALL
from logitwise.policy import baseline


def look(labels, **outputs):
    return PITFALL.look(Facts(lw.tally(labels, **outputs), baseline()))


def test_rows_that_miss_one_a_little_are_told_with_their_number():
    p = np.array([[0.5, 0.3, 0.2], [0.5, 0.3, 0.2002], [0.1, 0.8, 0.1]])
    seen = look([0, 1, 2], probabilities=p)
    assert isinstance(seen, Found)
    assert seen.evidence["rows"] == 1
    assert "1 of 3 rows" in seen.sentence
    assert "sum" in seen.sentence


@pytest.mark.parametrize(("miss", "outcome"), [(0.9e-5, Clear), (1.1e-5, Found)])
def test_float_rounding_is_no_miss(miss, outcome):
    assert isinstance(look([0, 1, 2], probabilities=np.tile([0.5, 0.3, 0.2 + miss], (3, 1))), outcome)


def test_a_sigmoid_above_one_is_told_in_its_own_words():
    seen = look([0, 1, 1], probabilities=[0.2, 1.0005, 0.7])
    assert isinstance(seen, Found)
    assert "exceeds one" in seen.sentence


@pytest.mark.parametrize("outputs", [{"logits": [0.2, 3.0]}, {"decisions": [0, 1]}])
def test_only_probabilities_can_miss_one(outputs):
    assert isinstance(look([0, 1], **outputs), NotApplicable)


def test_a_float32_softmax_raises_no_alarm():
    z = np.random.default_rng(0).normal(size=(5_000, 50)).astype(np.float32) * 4
    e = np.exp(z - z.max(axis=1, keepdims=True))
    assert isinstance(look(z.argmax(axis=1), probabilities=e / e.sum(axis=1, keepdims=True)), Clear)
