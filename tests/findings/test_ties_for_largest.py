"""LW108: exact ties for the largest class."""

from __future__ import annotations

import numpy as np
import pytest

import logitwise as lw
from logitwise.findings import Facts
from logitwise.findings.finding import Clear, Found, NotApplicable
from logitwise.findings.ties_for_largest import PITFALL
from logitwise.policy import baseline


def look(labels, **outputs):
    return PITFALL.look(Facts(lw.tally(labels, **outputs), baseline()))


def test_tied_rows_are_told_with_their_number():
    seen = look([0, 1, 2], logits=[[1.0, 1.0, 0.0], [2.0, 5.0, 5.0], [0.0, 0.0, 3.0]])
    assert isinstance(seen, Found)
    assert "2 of 3 rows" in seen.sentence
    assert "tie" in seen.sentence


@pytest.mark.parametrize(("rows", "outcome"), [(1_000, Found), (1_001, Clear)])
def test_one_in_a_thousand_is_the_limit_and_fewer_are_still_counted(rows, outcome):
    z = np.random.default_rng(0).normal(size=(rows, 3))
    z[5] = [1, 1, 0]
    seen = look(z.argmax(axis=1), logits=z)
    assert isinstance(seen, outcome)
    assert seen.evidence["ties"] == 1


def test_a_tie_below_the_largest_decides_nothing():
    assert isinstance(look([0, 1], logits=[[3.0, 1.0, 1.0], [0.0, 2.0, 0.0]]), Clear)


@pytest.mark.parametrize("outputs", [{"logits": [0.0, 0.0]}, {"decisions": [0, 1]}, {"logits": np.zeros((2, 2))}])
def test_two_classes_and_decisions_have_no_such_ties(outputs):
    assert isinstance(look([0, 1], **outputs), NotApplicable)


def test_float32_logits_raise_no_alarm():
    rng = np.random.default_rng(1)
    for _ in range(20):
        z = rng.normal(size=(500, 10)).astype(np.float32)
        assert isinstance(look(z.argmax(axis=1), logits=z), Clear)
