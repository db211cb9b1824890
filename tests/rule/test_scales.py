"""A model's logits, and the probabilities that they stand for, are one thing to a rule."""

from __future__ import annotations

import numpy as np
import pytest

import logitwise as lw
from logitwise.activations import softmax
from logitwise.rule import Biased, Identity, Rule, Temperature, Vector

CALIBRATIONS = [
    Identity(), Temperature(1.7), Biased(1.7, (0.5, -0.2, 0.0)), Vector((0.6, 1.0, 1.4), (0.5, -0.2, 0.0)),
]  # fmt: skip


@pytest.mark.parametrize("calibration", CALIBRATIONS, ids=lambda each: type(each).__name__)
def test_logits_with_any_offset_give_what_their_probabilities_give(calibration):
    rng = np.random.default_rng(0)
    z = rng.normal(size=(200, 3)) * 3 + rng.normal(size=(200, 1)) * 20
    rule = Rule(lw.Head("softmax", ("a", "b", "c")), (calibration,))
    of_logits, of_probabilities = rule.apply(logits=z), rule.apply(probabilities=softmax(z, axis=-1))
    assert of_logits.probabilities == pytest.approx(of_probabilities.probabilities, abs=1e-12)


def test_a_vector_tuned_on_either_is_the_same_rule():
    rng = np.random.default_rng(0)
    y = rng.integers(0, 3, 3000)
    z = rng.normal(size=(3000, 3)) * [3.0, 1.0, 0.3]
    z[np.arange(3000), y] += 1
    z += rng.normal(size=(3000, 1)) * 5
    of_logits = lw.tune(y, logits=z, calibrate="vector")
    of_probabilities = lw.tune(y, probabilities=softmax(z, axis=-1), calibrate="vector")
    assert of_logits.apply(logits=z).probabilities == pytest.approx(
        of_probabilities.apply(logits=z).probabilities, abs=1e-4
    )
