"""Whatever holds numbers in memory is read without a copy where its memory can be shared."""

from __future__ import annotations

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from logitwise.errors import ColumnError, ScoreError, ShapeError
from logitwise.sources import open_arrays

Y, P = np.array([0, 1, 1, 0]), np.array([0.1, 0.9, 0.8, 0.3], np.float32)
FRAME = {"p_cat": [0.1, 0.7], "p_dog": [0.1, 0.2], "p_owl": [0.8, 0.1]}


def only(y=Y, **said):
    (batch,) = open_arrays(y, **said).batches()
    return batch


class Exporting:
    """An array that speaks only DLPack."""

    def __init__(self, array):
        self.array = array

    def __dlpack__(self, **options):
        return self.array.__dlpack__(**options)

    def __dlpack_device__(self):
        return self.array.__dlpack_device__()


@pytest.mark.parametrize("wrap", [np.asarray, list, Exporting, pd.Series, pa.array, pl.Series])
def test_every_wrapping_gives_the_same_scores(wrap):
    assert only(probabilities=wrap(P)).scores.astype(np.float32).tolist() == P.tolist()


@pytest.mark.parametrize("wrap", [Exporting, pd.Series, pa.array, pl.Series])
def test_memory_is_shared(wrap):
    base = pa.array(P).to_numpy() if wrap is pa.array else P
    given = pa.array(base) if wrap is pa.array else wrap(base)
    scores = only(probabilities=given).scores
    assert scores.base is not None
    assert scores.dtype == np.float32
    if wrap is Exporting:
        assert np.shares_memory(scores, P)


def test_torch_tensors_are_detached_from_their_graph():
    torch = pytest.importorskip("torch")
    tensor = torch.tensor(P, requires_grad=True)
    batch = only(torch.tensor(Y), probabilities=tensor)
    assert batch.scores.tolist() == P.tolist()
    assert np.shares_memory(batch.scores, tensor.detach().numpy())
    assert only(torch.tensor(Y), logits=tensor.to(torch.bfloat16)).precision == "float32"


@pytest.mark.slow
def test_tensorflow_tensors_are_arrays():
    tf = pytest.importorskip("tensorflow")
    batch = only(tf.constant(Y[:, None]), probabilities=tf.constant(P[:, None]))
    assert (batch.scores.tolist(), batch.labels.tolist()) == (P.tolist(), Y.tolist())
    names = tf.constant(["a", "b", "b", "a"])
    assert only(names, probabilities=tf.constant(P), positive="b").labels.tolist() == [0, 1, 1, 0]


def test_masked_values_are_missing():
    with pytest.raises(ScoreError, match="null at row 1"):
        only(probabilities=np.ma.array(P, mask=[0, 1, 0, 0]))


@pytest.mark.parametrize("frame", [pd.DataFrame(FRAME), pl.DataFrame(FRAME), pa.table(FRAME)])
def test_the_columns_of_a_frame_join_labels_by_name(frame):
    batch = only(["owl", "cat"], probabilities=frame)
    assert (batch.head.classes, batch.labels.tolist()) == (("cat", "dog", "owl"), [2, 0])
    batch = only(["owl", "cat"], probabilities=frame, classes=["owl", "dog", "cat"])
    assert (batch.labels.tolist(), batch.scores[0].tolist()) == ([0, 2], [0.8, 0.1, 0.1])


def test_a_frame_with_numbers_for_names_keeps_their_order():
    assert only([0, 2], logits=pd.DataFrame(np.arange(6.0).reshape(2, 3))).labels.tolist() == [0, 2]


def test_frames_of_labels_and_scores_are_joined_by_name():
    y = pd.DataFrame({"y_b": [1, 0], "y_a": [0, 0]})
    batch = only(y, probabilities=pd.DataFrame({"p_a": [0.1, 0.2], "p_b": [0.8, 0.9]}), head="multilabel")
    assert (batch.labels.tolist(), batch.head.classes) == ([[0, 1], [0, 0]], ("a", "b"))
    with pytest.raises(ColumnError, match="do not stand for the same classes"):
        only(y, probabilities=pd.DataFrame({"p_a": [0.1, 0.2], "p_c": [0.8, 0.9]}), head="multilabel")


def test_doubled_columns_of_a_frame_are_refused():
    with pytest.raises(ColumnError, match="same name"):
        only([0, 1], logits=pd.DataFrame([[1.0, 2.0], [2.0, 1.0]], columns=["a", "a"]))


@pytest.mark.parametrize("value", [{"a": 1}, (x for x in P), object(), [[1, 2], [3]], "text"])
def test_what_is_no_array_is_refused(value):
    with pytest.raises((ShapeError, ScoreError), match="logits"):
        only(logits=value)
