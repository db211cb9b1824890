"""With invalid="reject" faulty rows are left out and counted by reason; faults of the whole still refuse."""

from __future__ import annotations

import numpy as np
import pytest

from logitwise.errors import EmptyError, LabelError, OptionError, ShapeError
from logitwise.sources import open_arrays, open_table
from logitwise.sources.beside import beside_of_arrays

NAN, INF = np.nan, np.inf


def only(y, **said):
    (batch,) = open_arrays(y, invalid="reject", **said).batches()
    return batch


def test_each_row_is_counted_under_its_first_reason():
    z = np.array([[1, 2, NAN], [INF, 1, 2], [1, 2, 3], [NAN, 2, 3], [-INF, -INF, -INF]])
    batch = only([0, 1, 2, 7, 0], logits=z)
    assert batch.rejected == {
        "label belongs to no class": 1,
        "score is NaN": 1,
        "logit is +inf": 1,
        "every logit is -inf": 1,
    }
    assert (batch.labels.tolist(), batch.scores.tolist()) == ([2], [[1, 2, 3]])


def test_probabilities_have_reasons_of_their_own():
    p = np.array([[0.5, 0.4, 0.1], [-0.1, 1.0, 0.1], [0.5, 0.5, 0.5], [0.2, 0.2, 0.6]])
    assert only([0, 1, 2, 1], probabilities=p).rejected == {"probability is negative": 1, "row does not sum to 1": 1}
    assert only([0, 1, 1], probabilities=np.array([0.5, 1.5, 0.1])).rejected == {"probability is above 1": 1}


def test_ids_follow_the_rows_that_are_kept():
    kept = only([0, 9, 1], logits=np.zeros(3), beside=beside_of_arrays({"ids": ["a", "b", "c"]}, None, {}))
    assert (
        kept.ids.tolist()
        == only([0, 1], logits=np.zeros(2), beside=beside_of_arrays({"ids": ["a", "c"]}, None, {})).ids.tolist()
    )


def test_labels_shifted_as_a_whole_are_no_fault_of_rows():
    with pytest.raises(LabelError, match="start at 1"):
        only([1, 2, 3], logits=np.zeros((3, 3)))


def test_rows_of_several_ones_are_no_fault_of_rows():
    with pytest.raises(LabelError, match="multilabel"):
        only([[1, 1, 0], [0, 1, 0]], logits=np.zeros((2, 3)))


def test_shapes_are_refused_all_the_same():
    with pytest.raises(ShapeError):
        only([0, 1, 1], logits=np.zeros(2))


def test_when_no_row_is_left_there_is_nothing_to_judge():
    with pytest.raises(EmptyError, match="no rows are left"):
        only([7, 8], logits=np.zeros(2))


def test_a_table_counts_missing_values_too(folder):
    file = folder.csv("label,p\n1,0.5\nNA,.2\n0,0.3\n0,NA\n1,1e400\n0,\n")
    (batch,) = open_table(file, invalid="reject").batches()
    assert batch.rejected == {"label is missing": 1, "score is missing": 3}
    assert batch.scores.tolist() == [0.5, 0.3]


def test_there_are_two_ways_with_invalid_rows():
    with pytest.raises(OptionError, match="refuse or reject"):
        open_arrays([0, 1], logits=np.zeros(2), invalid="ignore")
