"""Decisions: the classes are those that labels or decisions name, in order."""

from __future__ import annotations

import numpy as np
import pytest

from logitwise.errors import LabelError, ShapeError
from logitwise.sources import open_arrays, open_table


def test_numbers_are_ordered_by_number_and_coded_alike():
    reading = open_arrays([2, 10, 9, 2], decisions=[2, 9, 9, 10])
    (batch,) = reading.batches()
    assert (reading.head.kind, reading.head.classes) == ("softmax", ("2", "9", "10"))
    assert (batch.labels.tolist(), batch.scores.tolist()) == ([0, 2, 1, 0], [0, 1, 1, 2])


def test_of_two_classes_the_later_is_positive():
    (batch,) = open_arrays(["dog", "cat", "dog"], decisions=["cat", "cat", "dog"]).batches()
    assert (batch.head.positive_class, batch.labels.tolist(), batch.scores.tolist()) == ("dog", [1, 0, 1], [0, 0, 1])


def test_of_two_classes_the_other_may_be_said():
    (batch,) = open_arrays(["dog", "cat"], decisions=["cat", "cat"], positive="cat").batches()
    assert (batch.labels.tolist(), batch.scores.tolist()) == ([0, 1], [1, 1])


@pytest.mark.parametrize(
    ("y", "decided", "classes"),
    [
        ([0, 0], [0, 0], ("0", "1")),
        ([True, True], [True, True], ("False", "True")),
        ([True, False], [1, 1], ("0", "1")),
    ],
)
def test_zero_one_and_booleans_are_always_two_classes(y, decided, classes):
    assert open_arrays(np.array(y), decisions=np.array(decided)).head.classes == classes


def test_a_single_other_class_needs_the_rest_named():
    with pytest.raises(LabelError, match=r"only one class .a."):
        open_arrays(["a"], decisions=["a"])
    assert open_arrays(["a"], decisions=["a"], classes=["a", "b"]).head.positive_class == "b"


def test_a_decision_outside_the_declared_classes_is_refused():
    reading = open_arrays(["a", "b"], decisions=["a", "c"], classes=["a", "b"])
    with pytest.raises(LabelError, match=r"decisions: label c .*row 1"):
        list(reading.batches())


def test_multilabel_decisions_are_zero_or_one():
    (batch,) = open_arrays([[0, 1], [1, 1]], decisions=[[0, 1], [0, 1]], head="multilabel").batches()
    assert batch.scores.tolist() == [[0, 1], [0, 1]]
    with pytest.raises(ShapeError, match=r"2 decisions a row.*multilabel"):
        open_arrays([0, 1], decisions=[[0, 1], [0, 1]])


def test_a_table_is_searched_for_classes_before_it_is_counted(folder):
    file = folder.parquet(
        {"label": ["a"] * 40_000 + ["c"], "pred": ["a"] * 40_000 + ["b"], "confidence": [0.5] * 40_001}
    )
    reading = open_table(file)
    assert reading.head.classes == ("a", "b", "c")
    assert sum(b.rows for b in reading.batches()) == 40_001
    assert "confidence from confidence" in reading.read_from


def test_a_csv_spells_numbers_as_it_likes(folder):
    file = folder.csv("label,pred\n1.0,1\n0.0,0\n")
    (batch,) = open_table(file).batches()
    assert (batch.head.classes, batch.labels.tolist()) == (("0", "1"), [1, 0])
