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
