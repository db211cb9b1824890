"""Rows of the old prevalence under a rule with a prior shift."""

from __future__ import annotations

import numpy as np
import pytest

import logitwise as lw
from logitwise.findings.mix_of_rule import other_mix
from logitwise.head import Head
from logitwise.rule import Affine, Rule

CALIBRATION = ("LW401", "LW402", "LW403", "LW404", "LW405", "LW406")
TWO = Head("sigmoid", ("0", "1"))


def drawn(share, rows=4_000, seed=0):
    """Labels and calibrated log-odds for rows of which half are positive."""
    rng = np.random.default_rng(seed)
    y = (rng.random(rows) < share).astype(int)
    return y, 2 * rng.normal(2 * y - 1, 1)


@pytest.fixture(scope="module")
def rule():
    y, z = drawn(0.5)
    return lw.tune(y, logits=z, maximize="f1", prevalence=0.02)


def outcomes(report):
    return {each.outcome for each in report.findings if each.code in CALIBRATION}


def test_rows_of_the_old_prevalence_are_no_proof_against_probabilities(rule):
    y, z = drawn(0.5, seed=1)
    report = lw.evaluate(y, logits=z, rule=rule, policy="baseline")
    assert outcomes(report) == {"not applicable"}
    assert any("2.0 % of 1 (these rows: " in note and "--class-weight 1=0.02" in note for note in report.notes)


def test_the_weights_of_the_note_judge_them_where_the_rule_is_used(rule):
    y, z = drawn(0.5, seed=1)
    report = lw.evaluate(y, logits=z, rule=rule, class_weight={"1": 0.0204}, policy="baseline")
    assert outcomes(report) == {"clear"}
    assert not any("these rows" in note for note in report.notes)


def test_rows_from_where_it_is_used_are_judged_as_they_are(rule):
    y, z = drawn(0.02, rows=20_000, seed=2)
    assert "not applicable" not in outcomes(lw.evaluate(y, logits=z, rule=rule, policy="baseline"))


def test_twice_the_stated_prevalence_is_found(rule):
    y, z = drawn(0.06, rows=20_000, seed=3)
    report = lw.evaluate(y, logits=z, rule=rule, policy="baseline")
    assert next(each.outcome for each in report.findings if each.code == "LW403") == "found"


@pytest.mark.parametrize("prior", [None, {"old": [0.5], "new": "x"}, {"old": [0.5, 0.5], "new": [1.0, 0.0]}, [1]])
def test_a_shift_that_does_not_say_to_what_counts_for_unweighted_rows_alone(prior):
    rule = Rule(TWO, (Affine(1.0, 0.0),), shift=(-2.0,), thresholds=(0.5,), evidence={"prior": prior})
    y, z = drawn(0.5, rows=500)
    assert other_mix(rule, lw.tally(y, logits=z)).there is None
    assert other_mix(rule, lw.tally(y, logits=z, sample_weight=np.ones(500))) is None


def test_a_rule_without_a_shift_is_of_these_rows():
    y, z = drawn(0.5, rows=500)
    assert other_mix(Rule(TWO, (Affine(1.0, 0.0),), thresholds=(0.5,)), lw.tally(y, logits=z)) is None


def test_of_a_softmax_every_class_is_weighed():
    rng = np.random.default_rng(4)
    y, z = rng.integers(0, 3, 900), rng.normal(size=(900, 3))
    z[np.arange(900), y] += 1
    rule = lw.tune(y, logits=z, prevalence={"0": 0.8, "1": 0.1, "2": 0.1})
    note = next(each for each in lw.evaluate(y, logits=z, rule=rule, policy="baseline").notes if "is for" in each)
    assert note.count("--class-weight") == 3
    assert "80.0 % of 0" in note


def test_labels_cannot_be_weighed_and_are_told_to_come_from_there():
    rng = np.random.default_rng(5)
    y = (rng.random((900, 2)) < 0.5).astype(int)
    z = rng.normal(2 * y - 1, 1)
    rule = lw.tune(y, logits=z, head="multilabel", prevalence=0.05)
    notes = lw.evaluate(y, logits=z, rule=rule, policy="baseline").notes
    assert any("judge them on rows from there" in note for note in notes)
