"""Labels name classes by number, by name or one-hot; what names none is refused with its place."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from logitwise.errors import ColumnError, LabelError, ShapeError
from logitwise.sources import open_arrays

P = np.array([0.1, 0.9, 0.8, 0.3])
Z = np.arange(12.0).reshape(4, 3)
ANIMALS = ["cat", "dog", "owl"]


def codes(y, **said):
    (batch,) = open_arrays(y, **said).batches()
    return batch.labels.tolist()


@pytest.mark.parametrize(
    "y",
    [
        np.array([0, 2, 1, 0], np.int8),
        np.array([0, 2, 1, 0], ">i4"),
        np.array([0, 2, 1, 0], np.uint64),
        np.array([0.0, 2.0, 1.0, 0.0]),
        np.array([[0], [2], [1], [0]]),
        np.eye(3)[[0, 2, 1, 0]],
        np.eye(3, dtype=bool)[[0, 2, 1, 0]],
        ["0", "2", "1", "0"],
        ["0.0", "2.0", "1.0", "0.0"],
        np.array([0, 2, 1, 0], dtype=object),
    ],
)
def test_the_same_classes_in_every_coding(y):
    assert codes(y, logits=Z) == [0, 2, 1, 0]


def test_text_joins_the_declared_classes_by_name():
    assert codes(["cat", "owl", "dog", "cat"], logits=Z, classes=ANIMALS) == [0, 2, 1, 0]
    assert codes(np.array([b"cat", b"owl", b"dog", b"cat"]), logits=Z, classes=ANIMALS) == [0, 2, 1, 0]


def test_numbers_are_places_among_declared_names():
    assert codes([0, 2, 1, 0], logits=Z, classes=ANIMALS) == [0, 2, 1, 0]


def test_numbers_join_declared_numbers_by_value():
    assert codes([-1, 1, 1, -1], probabilities=P, classes=[-1, 1]) == [0, 1, 1, 0]
    assert codes([30, 10, 20, 30], logits=Z, classes=[10, 20, 30]) == [2, 0, 1, 2]


def test_a_categorical_joins_by_value_and_not_by_code():
    y = pd.Categorical(["owl", "cat", "dog", "cat"], categories=["owl", "cat", "dog", "yak"])
    assert codes(y, logits=Z, classes=ANIMALS) == [2, 0, 1, 0]


@pytest.mark.parametrize("spelling", [("True", "False"), ("true", "false"), ("TRUE", "FALSE")])
def test_booleans_written_out_are_booleans(spelling):
    true, false = spelling
    reading = open_arrays([true, false, true, false], probabilities=P)
    assert reading.head.positive_class == true
    assert next(reading.batches()).labels.tolist() == [1, 0, 1, 0]


def test_two_spellings_of_true_are_not_one():
    with pytest.raises(LabelError, match=r"label false .*row 1.*mean False"):
        codes(["True", "false", "TRUE", "0"], probabilities=P)


def test_booleans_bring_their_names():
    assert open_arrays(np.array([True, False, True, False]), probabilities=P).head.classes == ("False", "True")


def test_text_for_one_score_needs_the_positive_class():
    with pytest.raises(LabelError, match=r"of which class the score is.*positive"):
        codes(["m", "b", "m", "b"], probabilities=P)
    assert codes(["m", "b", "m", "b"], probabilities=P, positive="m") == [1, 0, 1, 0]
    assert codes(["m", "b", "m", "b"], probabilities=P, positive="b") == [0, 1, 0, 1]


def test_text_for_several_scores_needs_their_classes():
    with pytest.raises(LabelError, match="nothing says which of 3 score columns"):
        codes(["cat", "owl", "dog", "cat"], logits=Z)


def test_a_third_name_beside_two_classes_is_refused():
    with pytest.raises(LabelError, match="two classes, one of them m"):
        codes(["m", "b", "x", "b"], probabilities=P, positive="m")


@pytest.mark.parametrize(
    ("y", "message"),
    [
        ([0, 1, 2, 3], "label 3 .int64. of row 3 belongs to no class; the classes are 0 to 2 .1 such row among 4"),
        ([0, -1, 2, -1], "label -1 .*row 1.*2 such rows"),
        ([1, 2, 3, 1], "start at 1 and run to 3"),
        ([-100, 0, 1, 2], "-100 is what PyTorch ignores"),
        (np.array([0, 1, 2, 2**63], np.uint64), "label 9223372036854775808 .uint64. of row 3"),
        ([0, 1, 0.5, 2], "label 0.5 of row 2 is no whole number"),
        ([0, np.nan, 1, 2], "label of row 1 is missing .NaN"),
        ([0, np.inf, 1, 2], "label inf"),
        (["0", "1", None, "2"], "row 2 is missing .null"),
        (np.array(["2020-01-01"] * 4, "M8[D]"), "datetime"),
        ([0, 1, 1j, 2], "complex128 name no class"),
        ([[1, 0, 0], [0, 0, 0], [0, 1, 0], [0, 0, 1]], "row 1 of the label matrix holds 0 ones.*multilabel"),
        ([[1, 1, 0], [0, 1, 0], [0, 1, 0], [0, 0, 1]], "row 0 of the label matrix holds 2 ones.*multilabel"),
        ([[0.5, 0.5, 0], [0, 1, 0], [0, 1, 0], [0, 0, 1]], "0.5 at row 0, column 0.*0 or 1"),
    ],
)
def test_labels_that_name_no_class_are_refused(y, message):
    with pytest.raises(LabelError, match=message):
        codes(y, logits=Z)


def test_minus_and_plus_one_have_to_be_declared():
    with pytest.raises(LabelError, match=r"label -1 .*row 0.*classes=\[-1, 1\]"):
        codes([-1, 1, 1, -1], probabilities=P)


def test_labels_that_wrapped_in_int8_are_found():
    wrapped = np.arange(300).astype(np.int8)
    with pytest.raises(LabelError, match=r"label -128 .int8. of row 128.*wrapped"):
        codes(wrapped, logits=np.zeros((300, 300)))


def test_a_near_name_is_suggested_and_never_merged():
    with pytest.raises(LabelError, match=r"label Cat .*row 1.*did you mean cat"):
        codes(["cat", "Cat", "dog", "owl"], logits=Z, classes=ANIMALS)
    with pytest.raises(LabelError, match=r"label 'cat ' .*row 0.*did you mean cat"):
        codes(["cat ", "cat", "dog", "owl"], logits=Z, classes=ANIMALS)


def test_a_label_matrix_of_another_width_is_refused():
    with pytest.raises(ShapeError, match=r"labels of shape 4 x 2.*one-hot rows of 3"):
        codes(np.eye(2)[[0, 1, 0, 1]], logits=Z)
    with pytest.raises(ShapeError, match="2 labels a row, 3 in the head"):
        codes(np.eye(2)[[0, 1, 0, 1]], logits=Z, head="multilabel")


def test_class_names_are_there_once_and_can_be_read():
    with pytest.raises(ColumnError, match="named twice"):
        codes([0, 1, 2, 0], logits=Z, classes=["a", "a", "b"])
    with pytest.raises(ColumnError, match="empty"):
        codes([0, 1, 2, 0], logits=Z, classes=["a", " ", "b"])
    with pytest.raises(ShapeError, match=r"3 classes by the shape.*2 were named"):
        codes([0, 1, 2, 0], logits=Z, classes=["a", "b"])


def test_a_name_with_control_characters_is_shown_escaped():
    with pytest.raises(LabelError) as caught:
        codes(["\x1b[31mred\n", "cat", "dog", "owl"], logits=Z, classes=ANIMALS)
    assert "\x1b" not in str(caught.value)
    assert "\n" not in str(caught.value)
    assert r"\x1b[31mred\n" in str(caught.value)
