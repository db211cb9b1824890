"""What to do next fits what went wrong."""

from __future__ import annotations

import numpy as np

import logitwise as lw

RNG = np.random.default_rng(3)
LOGITS = RNG.normal(0, 1.5, 2000)
LABELS = (RNG.random(2000) < 1 / (1 + np.exp(-LOGITS))).astype(int)


def advised(policy_text: str, folder, *, logits=LOGITS) -> str:
    path = folder / "p.toml"
    path.write_text(policy_text)
    return " ".join(lw.evaluate(LABELS, logits=logits, policy=path).verdict.advice)


def test_probabilities_that_fall_short_are_to_be_recalibrated(tmp_path):
    said = advised('[require]\ncalibration_gap = "<= 0.03"\n', tmp_path, logits=4 * LOGITS)
    assert "recalibrate" in said
    assert "which classes it misses" not in said


def test_decisions_that_fall_short_are_not(tmp_path):
    assert "recalibrate" not in advised('[require]\naccuracy = ">= 0.99"\n', tmp_path)


def test_a_policy_that_asks_for_nothing_more_is_to_be_filled_not_made_again(tmp_path):
    said = advised('extends = "baseline"\n', tmp_path)
    assert "[require]" in said
    assert "policy init" not in said


RARE = RNG.normal(-4.5, 2.2, 6000)
FOUND = (RNG.random(6000) < 1 / (1 + np.exp(-RARE))).astype(int)


def test_a_class_mostly_missed_is_told_its_cause_and_what_to_run():
    (said,) = lw.evaluate(FOUND, logits=RARE).verdict.advice
    assert "probabilities are honest, so the threshold is the cause: at 0." in said
    assert "Run: logitwise tune FILE --" in said


def test_a_recall_that_is_required_is_tuned_for():
    (said,) = lw.evaluate(FOUND, logits=RARE, policy={"require": {"recall": ">= 0.9"}}).verdict.advice
    assert said.endswith("Run: logitwise tune FILE --require 'recall >= 0.9' -o rule.json")


def test_a_ranking_that_falls_short_is_told_that_nothing_is_to_be_run(tmp_path):
    said = advised('[require]\naccuracy = ">= 0.99"\n', tmp_path)
    assert "so the ranking is the cause" in said
    assert "Run:" not in said


def test_an_error_that_alone_decides_comes_first_with_what_to_do():
    verdict = lw.evaluate(LABELS, logits=-LOGITS, policy={"require": {"prevalence": ">= 0.2"}}).verdict
    assert verdict.outcome == "not ready"
    assert "mostly missed" in verdict.reasons[0]
    assert "inverted" in verdict.advice[0]
