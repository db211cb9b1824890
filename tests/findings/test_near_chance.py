"""LW203: labels and scores look unrelated."""

from __future__ import annotations

import numpy as np
import pytest

import logitwise as lw
from logitwise.findings import Facts
from logitwise.findings.finding import Clear, Found, NotApplicable
from logitwise.findings.near_chance import PITFALL
from logitwise.policy import baseline

RNG = np.random.default_rng(0)
Y = RNG.integers(0, 2, 2000)
Z = RNG.normal(0, 1.5, 2000) + 2.5 * Y


def look(*source, **said):
    return PITFALL.look(Facts(lw.tally(*source, **said), baseline()))


def test_shuffled_labels_are_near_chance_and_look_like_a_join_error():
    seen = look(RNG.permutation(Y), logits=Z)
    assert "0.5 is chance" in seen.sentence
    assert "wrong join" in seen.sentence
    assert isinstance(look(Y, logits=Z), Clear)


@pytest.mark.parametrize(("shift", "outcome"), [(0.05, Found), (0.45, Clear)])
def test_an_area_near_one_half_is_found_and_one_of_0_62_is_not(shift, outcome):
    assert isinstance(look(Y, logits=RNG.normal(size=2000) + shift * Y), outcome)


def test_an_area_that_is_weak_but_surely_no_chance_is_not():
    y = np.arange(20_000) % 2
    assert isinstance(look(y, logits=RNG.normal(size=20_000) + 0.25 * y), Clear)  # ROC AUC 0.57


def test_shuffled_labels_of_several_classes_are_found_with_and_without_scores():
    y, z = RNG.integers(0, 5, 2000), RNG.normal(size=(2000, 5))
    right = z + 4 * np.eye(5)[y]
    assert isinstance(look(y, logits=z), Found)
    assert isinstance(look(y, decisions=z.argmax(axis=1), classes=list("abcde")), Found)
    assert isinstance(look(y, logits=right), Clear)
    assert isinstance(look(y, decisions=right.argmax(axis=1), classes=list("abcde")), Clear)


def test_a_label_that_is_shuffled_is_named():
    z = np.c_[Z, Z]
    seen = look(np.c_[Y, RNG.permutation(Y)], logits=z, head="multilabel", classes=["red", "round"])
    assert seen.of == ("round",)


@pytest.mark.parametrize("source", [{"logits": np.zeros(1000)}, {"decisions": np.zeros(1000, int)}])
def test_what_never_varies_is_another_codes(source):
    assert isinstance(look(np.arange(1000) % 2, **source), NotApplicable)


def test_few_rows_cannot_tell():
    assert isinstance(look(Y[:29], logits=np.ones(29)), NotApplicable)


def test_healthy_models_are_rarely_blamed():
    blamed = 0
    for seed in range(100):
        rng = np.random.default_rng(seed)
        z = rng.normal(0, 1, 200)  # ROC AUC 0.74
        blamed += isinstance(look((rng.random(200) < 1 / (1 + np.exp(-z))).astype(int), logits=z), Found)
    assert blamed <= 5
