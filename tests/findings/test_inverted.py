"""LW204: scores that rank the wrong way."""

from __future__ import annotations

import numpy as np
import pytest

import logitwise as lw
from logitwise.findings import Facts
from logitwise.findings.finding import Clear, Found, NotApplicable
from logitwise.findings.inverted import PITFALL
from logitwise.policy import baseline

RNG = np.random.default_rng(0)
Y = RNG.integers(0, 2, 1000)
Z = RNG.normal(0, 1.5, 1000) + 2 * Y - 1


def look(*source, **said):
    return PITFALL.look(Facts(lw.tally(*source, **said), baseline()))


@pytest.mark.parametrize(("sign", "outcome"), [(-1, Found), (1, Clear)])
def test_negated_scores_are_found_and_right_ones_not(sign, outcome):
    seen = look(Y, logits=sign * Z)
    assert isinstance(seen, outcome)
    assert ("swapped" in seen.sentence) == (outcome is Found)


@pytest.mark.parametrize(("sign", "outcome"), [(-1, Found), (1, Clear)])
def test_so_are_decisions(sign, outcome):
    assert isinstance(look(Y, decisions=(sign * Z > 0).astype(int)), outcome)


@pytest.mark.parametrize(("sign", "outcome"), [(-1, Found), (1, Clear)])
def test_negated_logits_of_several_classes_put_the_truth_last(sign, outcome):
    y = RNG.integers(0, 4, 500)
    assert isinstance(look(y, logits=sign * (RNG.normal(size=(500, 4)) + 4 * np.eye(4)[y])), outcome)


def test_shifted_columns_are_not_inverted():
    y = RNG.integers(0, 3, 500)
    z = 9.0 * np.eye(3)[y] + RNG.normal(0, 0.1, (500, 3))
    assert isinstance(look(y, logits=np.roll(z, 1, axis=1)), NotApplicable)


def test_an_inverted_label_is_named():
    seen = look(np.c_[Y, Y], logits=np.c_[Z, -Z], head="multilabel", classes=["red", "round"])
    assert seen.of == ("round",)


def test_chance_is_rarely_called_inverted():
    """Scores that know nothing: 1 % by the level; 5 or more of 150 would happen twice in 100."""
    blamed = 0
    for seed in range(150):
        rng = np.random.default_rng(seed)
        blamed += isinstance(look(rng.integers(0, 2, 100), logits=rng.normal(size=100)), Found)
    assert blamed <= 4
