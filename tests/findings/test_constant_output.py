"""LW105: constant output, or a class never predicted."""

from __future__ import annotations

import numpy as np
import pytest

import logitwise as lw
from logitwise.findings import Facts
from logitwise.findings.constant_output import PITFALL
from logitwise.findings.finding import Clear, Found
from logitwise.policy import baseline


def look(labels, **outputs):
    return PITFALL.look(Facts(lw.tally(labels, **outputs), baseline()))


@pytest.mark.parametrize("outputs", [{"logits": np.full(8, 0.7)}, {"probabilities": np.full((8, 3), 1 / 3)}])
def test_constant_output_is_found(outputs):
    assert "constant" in look([0, 1] * 4, **outputs).sentence


def test_one_other_row_is_enough_to_vary():
    z = np.full((12, 3), 0.4)
    z[7, 2] = 0.5
    assert "constant" not in look([2] * 12, logits=z).sentence


def test_a_dead_label_is_named():
    rng = np.random.default_rng(0)
    z = np.c_[rng.normal(size=100), np.full(100, -2.0)]
    seen = look(rng.integers(0, 2, (100, 2)), logits=z, head="multilabel", classes=["red", "round"])
    assert seen.of == ("round",)


@pytest.mark.parametrize(("rows", "outcome"), [(5, Clear), (6, Found)])
def test_a_class_never_predicted_is_told_from_six_of_its_rows_on(rows, outcome):
    """Found in half of its rows it would be missed in all six with probability 1/64, below .05 / 2."""
    z = -np.linspace(1, 2, 100)
    assert isinstance(look(np.arange(100) < rows, logits=z), outcome)


def test_classes_never_predicted_are_named_with_the_largest_first():
    z = np.random.default_rng(1).normal(size=(60, 3)) + np.array([9, 0, 0])
    seen = look([0] * 20 + [1] * 15 + [2] * 25, logits=z, classes=["cat", "dog", "owl"])
    assert seen.of == ("owl", "dog")
    assert "never predicted, though 40 rows" in seen.sentence
    assert seen.command is None


def test_two_classes_are_sent_to_another_threshold():
    seen = look([1] * 20 + [0] * 80, logits=-np.linspace(1, 2, 100))
    assert seen.command == "logitwise tune FILE --maximize f1 -o rule.json"


def test_a_confusion_matrix_tells_it_too():
    seen = PITFALL.look(Facts(lw.evaluate(confusion=[[50, 0], [20, 0]]).tally, baseline()))
    assert isinstance(seen, Found)
    assert isinstance(PITFALL.look(Facts(lw.evaluate(confusion=[[50, 0], [19, 1]]).tally, baseline())), Clear)


def test_a_calibrated_model_raises_no_alarm():
    rng = np.random.default_rng(2)
    found = 0
    for _ in range(100):
        z = rng.normal(size=(300, 6)) * 2
        e = np.exp(z)
        y = (rng.random((300, 1)) > (e / e.sum(axis=1, keepdims=True)).cumsum(axis=1)).sum(axis=1).clip(0, 5)
        found += isinstance(look(y, logits=z), Found)
    assert found <= 5


def test_one_row_is_no_constant():
    assert isinstance(look([1], logits=[0.3]), Clear)
