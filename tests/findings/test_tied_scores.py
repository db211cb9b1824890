"""LW104: scores tied by low precision, or whole numbers."""

from __future__ import annotations

import numpy as np
import pytest

import logitwise as lw
from logitwise.findings import Facts
from logitwise.findings.finding import Clear, Found, NotApplicable
from logitwise.findings.tied_scores import PITFALL
from logitwise.policy import baseline


def look(labels, **outputs):
    return PITFALL.look(Facts(lw.tally(labels, **outputs), baseline()))


def calibrated(rng, rows=400):
    p = 1 / (1 + np.exp(-1.5 * rng.normal(size=rows)))
    return (rng.random(rows) < p).astype(int), p


@pytest.mark.parametrize(("decimals", "outcome"), [(1, Found), (2, Clear), (6, Clear)])
def test_rounding_is_found_once_it_ties_pairs(decimals, outcome):
    y, p = calibrated(np.random.default_rng(0))
    assert isinstance(look(y, probabilities=p.round(decimals)), outcome)


def test_rare_positives_make_the_same_rounding_costly():
    rng = np.random.default_rng(8)
    p = 1 / (1 + np.exp(4 - 1.5 * rng.normal(size=2_000)))
    y = (rng.random(2_000) < p).astype(int)
    assert look(y, probabilities=p.round(2)).evidence["precision"] == "2 decimals"


def test_the_share_of_tied_pairs_is_that_of_all_pairs():
    y, p = calibrated(np.random.default_rng(1))
    p = p.round(1)
    seen = look(y, probabilities=p)
    brute = (p[y == 1][:, None] == p[y == 0][None, :]).mean()
    assert seen.evidence["tied_pairs"] == pytest.approx(brute, rel=1e-12)
    assert seen.evidence["precision"] == "1 decimal"


def test_float16_is_named():
    rng = np.random.default_rng(2)
    y = rng.integers(0, 2, 2_000)
    z = (rng.normal(size=2_000) * 0.003 + 7).astype(np.float16)
    assert look(y, logits=z).evidence["precision"] == "float16"


def test_a_tree_of_few_leaves_is_not_blamed_on_rounding():
    rng = np.random.default_rng(3)
    assert isinstance(look(rng.integers(0, 2, 300), probabilities=rng.choice([1 / 3, 3 / 7, 8 / 11], 300)), Clear)


def test_integer_logits_miss_their_scale():
    rng = np.random.default_rng(4)
    z = rng.integers(-90, 100, (64, 5)).astype(np.int8)
    seen = look(rng.integers(0, 5, 64), logits=z)
    assert isinstance(seen, Found)
    assert "integer" in seen.sentence
    assert "scale" in seen.sentence


def test_one_fraction_shows_that_logits_are_no_integers():
    z = np.arange(-20.0, 20.0)
    y = (z > 0).astype(int)
    assert isinstance(look(y, logits=z), Found)
    assert isinstance(look(y, logits=np.r_[z[:-1], 19.5]), Clear)


def test_floats_too_large_for_a_fraction_are_not_called_integers():
    rng = np.random.default_rng(5)
    z = (rng.normal(size=100) * 1e9).astype(np.float32)
    assert isinstance(look(rng.integers(0, 2, 100), logits=z), Clear)


@pytest.mark.parametrize(("rows", "outcome"), [(19, NotApplicable), (20, Found)])
def test_a_few_rows_typed_by_hand_are_left_alone(rows, outcome):
    assert isinstance(look([0, 1] * 9 + [1] * (rows - 18), logits=np.arange(rows)), outcome)


def test_the_rounded_labels_are_named():
    rng = np.random.default_rng(6)
    p = np.c_[rng.random(300).round(1), rng.random(300).round(1)]
    seen = look((rng.random(p.shape) < p).astype(int), probabilities=p, head="multilabel", classes=["red", "round"])
    assert set(seen.of) == {"red", "round"}


def test_constant_scores_and_decisions_are_left_to_other_findings():
    y = [0, 1] * 20
    assert isinstance(look(y, probabilities=np.full(40, 0.5)), Clear)
    assert isinstance(look(y, probabilities=[0.0, 1.0] * 20), Clear)
    assert isinstance(look(y, decisions=y), NotApplicable)


def test_scores_with_all_their_digits_raise_no_alarm():
    rng = np.random.default_rng(7)
    assert not any(isinstance(look(y, probabilities=p), Found) for y, p in (calibrated(rng) for _ in range(200)))
