"""LW201 to LW208 on rows that are odd in every way: each has an outcome, none raises."""

from __future__ import annotations

import numpy as np
import pytest

import logitwise as lw
from logitwise.findings import (
    Facts,
    confused_pairs,
    imbalance,
    inverted,
    lopsided_errors,
    mostly_missed,
    near_chance,
    no_better_than_majority,
    too_good,
)
from logitwise.findings.finding import Clear, Found, NotApplicable
from logitwise.policy import baseline

PITFALLS = (
    no_better_than_majority.PITFALL, mostly_missed.PITFALL, near_chance.PITFALL, inverted.PITFALL,
    lopsided_errors.PITFALL, confused_pairs.PITFALL, too_good.PITFALL, imbalance.PITFALL,
)  # fmt: skip
RNG = np.random.default_rng(0)
Y, Z, Z3 = RNG.integers(0, 2, 60), RNG.normal(-2, 1, 60), RNG.normal(size=(60, 3)) - [0, 0, 6]
LABELS = np.c_[Y, np.zeros(60, int), np.ones(60, int)]
ODD = {
    "one row": (Y[:1], {"logits": Z[:1]}),
    "one class": (np.ones(60, int), {"logits": Z}),
    "infinite": (Y, {"logits": np.where(Z > -2, np.inf, -np.inf)}),
    "constant": (Y, {"logits": np.full(60, -2.0)}),
    "certain": (Y, {"probabilities": (Z > -2).astype(float)}),
    "decisions": (Y, {"decisions": np.zeros(60, int)}),
    "one group": (Y, {"logits": Z, "groups": np.zeros(60, int)}),
    "weights of 0": (Y, {"logits": Z, "sample_weight": np.r_[np.zeros(59), 1]}),
    "masked class": (Y, {"logits": np.c_[Z3[:, :2], np.full(60, -np.inf)]}),
    "one class of three": (np.full(60, 2), {"logits": Z3}),
    "three in groups": (RNG.integers(0, 3, 60), {"logits": Z3, "groups": np.arange(60) % 25}),
    "three by weight": (RNG.integers(0, 3, 60), {"logits": Z3, "sample_weight": RNG.random(60)}),
    "labels all or none": (LABELS, {"logits": Z3 - 2, "head": "multilabel"}),
    "labels by weight": (LABELS, {"logits": Z3 - 2, "head": "multilabel", "sample_weight": RNG.random(60)}),
    "labels decided": (LABELS, {"decisions": np.zeros((60, 3), int), "head": "multilabel"}),
    "many classes": (np.array([0, 19_999, 17, 5]), {"logits": RNG.normal(size=(4, 20_000)).astype(np.float32)}),
}


@pytest.mark.parametrize("name", ODD)
def test_every_pitfall_has_an_outcome(name):
    labels, outputs = ODD[name]
    facts = Facts(lw.tally(labels, **outputs), baseline())
    for pitfall in PITFALLS:
        assert isinstance(pitfall.look(facts), Found | Clear | NotApplicable), pitfall.code
