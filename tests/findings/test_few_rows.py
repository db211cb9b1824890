"""LW601: too few rows of a class."""

from __future__ import annotations

import numpy as np
import pytest

import logitwise as lw
from logitwise.findings import Facts
from logitwise.findings.few_rows import PITFALL
from logitwise.findings.finding import Clear, Found
from logitwise.policy import baseline


def look(labels, **outputs):
    return PITFALL.look(Facts(lw.tally(labels, **outputs), baseline()))


@pytest.mark.parametrize(("positives", "kind"), [(9, Found), (10, Clear)])
def test_ten_rows_of_a_class_are_the_limit(positives, kind):
    labels = [1] * positives + [0] * 100
    assert isinstance(look(labels, probabilities=np.full(len(labels), 0.3)), kind)


def test_the_count_is_said():
    seen = look([1] * 5 + [0] * 500, probabilities=np.full(505, 0.3))
    assert seen.sentence.startswith("Class 1 has 5 rows of 505: even with every one of them right, recall may truly be")
    assert seen.of == ("1",)


def test_one_row_is_said():
    assert "has 1 row of 1" in look([3], logits=[[0.1, 0.2, 0.3, 6.0]]).sentence


def test_a_class_without_rows_is_another_matter():
    assert isinstance(look([0, 1] * 50, logits=np.tile([1.0, 0.0, 0.0], (100, 1))), Clear)


def test_the_rarest_class_comes_first():
    seen = look([0] * 50 + [1] * 7 + [2] * 3, logits=np.tile([1.0, 0.0, 0.0], (60, 1)))
    assert seen.of == ("2", "1")


def test_a_label_that_nearly_every_row_has_is_named_for_those_without():
    labels = np.stack([[1] * 96 + [0] * 4, [0, 1] * 50], axis=1)
    seen = look(labels, logits=np.zeros((100, 2)), head="multilabel", classes=["a", "b"])
    assert "Label a is lacking in 4 rows only of 100" in seen.sentence
    assert "specificity" in seen.sentence


def test_a_confusion_matrix_has_rows_of_classes_too():
    assert isinstance(look(None, confusion=[[5, 1], [20, 30]], classes=["a", "b"]), Found)


def test_fifty_thousand_classes_take_no_room():
    logits = np.zeros((4, 50_000), np.float32)
    logits[:, 0] = 1
    seen = look([0, 1, 2, 3], logits=logits)
    assert seen.evidence["classes"] == 4
