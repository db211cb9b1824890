"""Head and scale follow from names and shapes, never from values (DESIGN section 4)."""

from __future__ import annotations

import numpy as np
import pytest

from logitwise.errors import OptionError, ShapeError
from logitwise.sources import open_arrays

Y = np.array([0, 1, 1, 0])
Z = np.array([[1.0, 2.0, 3.0], [3.0, 2.0, 1.0], [0.0, 5.0, 1.0], [9.0, 1.0, 1.0]])


def only(reading):
    (batch,) = reading.batches()
    return batch


@pytest.mark.parametrize("shape", [(4,), (4, 1)])
def test_one_score_a_row_is_a_sigmoid(shape):
    reading = open_arrays(Y, logits=np.arange(4.0).reshape(shape))
    assert (reading.head.kind, reading.head.positive_class) == ("sigmoid", "1")
    assert only(reading).scores.tolist() == [0.0, 1.0, 2.0, 3.0]


def test_three_columns_with_one_label_a_row_are_a_softmax():
    reading = open_arrays([0, 1, 2, 0], logits=Z)
    assert (reading.head.kind, reading.head.classes, reading.rows) == ("softmax", ("0", "1", "2"), 4)
    assert only(reading).labels.dtype == np.int32


def test_two_columns_of_logits_are_the_sigmoid_of_their_difference():
    batch = only(open_arrays(Y, logits=Z[:, :2].astype(np.float32)))
    assert (batch.form, batch.precision, batch.scores.dtype) == ("logit", "float32", np.float64)
    assert batch.scores.tolist() == [1.0, -1.0, 5.0, -8.0]


def test_the_positive_of_two_columns_may_be_the_first():
    batch = only(open_arrays(Y, logits=Z[:, :2], positive=0))
    assert batch.scores.tolist() == [-1.0, 1.0, -5.0, 8.0]
    assert batch.labels.tolist() == [1, 0, 0, 1]


def test_two_columns_of_probabilities_keep_both_tails_as_odds():
    batch = only(open_arrays([1, 0, 1], probabilities=np.array([[1e-300, 1.0], [1.0, 0.0], [0.0, 1.0]])))
    assert batch.form == "odds"
    np.testing.assert_allclose(batch.scores, [1e300, 0.0, np.inf])


def test_one_score_may_be_of_the_class_coded_0():
    batch = only(open_arrays(Y, probabilities=np.full(4, 0.3), positive="0"))
    assert (batch.head.positive_class, batch.labels.tolist()) == ("0", [1, 0, 0, 1])


def test_multilabel_is_taken_only_where_it_is_said():
    labels = np.array([[0, 1, 1], [0, 0, 0]])
    batch = only(open_arrays(labels, logits=Z[:2], head="multilabel"))
    assert batch.labels.tolist() == labels.tolist()
    assert batch.labels.dtype == np.uint8


def test_a_softmax_of_one_unit_is_refused():
    with pytest.raises(ShapeError, match=r"one unit is always 1.*sigmoid"):
        open_arrays(Y, probabilities=np.ones((4, 1)), head="softmax")


def test_a_sigmoid_of_three_columns_is_refused():
    with pytest.raises(ShapeError, match="one score a row, here are 3"):
        open_arrays([0, 1, 0, 1], logits=Z, head="sigmoid")


def test_an_unknown_head_is_refused_with_those_that_exist():
    with pytest.raises(OptionError, match="sigmoid, softmax, multilabel"):
        open_arrays(Y, logits=np.arange(4.0), head="relu")


@pytest.mark.parametrize("threshold", [0.0, 1.0, np.nan, 1.5])
def test_a_threshold_lies_inside_0_and_1(threshold):
    with pytest.raises(OptionError, match="between 0 and 1"):
        open_arrays(Y, logits=np.arange(4.0), threshold=threshold)


def test_exactly_one_kind_of_scores_is_needed():
    with pytest.raises(OptionError, match="got none"):
        open_arrays(Y)
    with pytest.raises(OptionError, match="got logits and probabilities"):
        open_arrays(Y, logits=Z, probabilities=Z)


def test_positive_needs_two_classes_and_one_of_them():
    with pytest.raises(OptionError, match="two classes; here are 3"):
        open_arrays([0, 1, 2, 0], logits=Z, positive=1)
    with pytest.raises(OptionError, match="none of the classes ben, mal"):
        open_arrays(Y, logits=np.arange(4.0), classes=["ben", "mal"], positive="cat")


def test_shapes_that_do_not_fit_say_so():
    with pytest.raises(ShapeError, match="3 dimensions"):
        open_arrays(Y, logits=np.zeros((2, 2, 2)))
    with pytest.raises(ShapeError, match="0 dimensions"):
        open_arrays(np.array(1), logits=np.array(1.0))
    with pytest.raises(ShapeError, match="4 rows of logits, 2 labels"):
        open_arrays(Y[:2], logits=Z)
    with pytest.raises(ShapeError, match="3 x 4 with 4 labels look transposed"):
        open_arrays(Y, logits=Z.T)


def test_logits_of_1e308_differ_without_a_warning():
    batch = only(open_arrays([1, 0], logits=np.array([[-1e308, 1e308], [1e308, -1e308]])))
    assert batch.scores.tolist() == [np.inf, -np.inf]
