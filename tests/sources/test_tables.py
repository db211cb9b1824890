"""Parquet, CSV, NPZ and frames give the same rows; parts of a stream are the whole."""

from __future__ import annotations

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from logitwise.errors import ColumnError, EmptyError, FormatError, LabelError, ScoreError, ShapeError
from logitwise.sources import open_arrays, open_table
from logitwise.sources import table as tables

COLUMNS = {"label": ["owl", "cat", "dog"], "p_cat": [0.1, 0.7, 0.2], "p_dog": [0.1, 0.2, 0.7], "p_owl": [0.8, 0.1, 0.1]}
TEXT = "label,p_cat,p_dog,p_owl\nowl,0.1,0.1,0.8\ncat,0.7,0.2,0.1\ndog,0.2,0.7,0.1\n"


def only(source, **said):
    (batch,) = open_table(source, **said).batches()
    return batch


@pytest.fixture(params=["parquet", "csv", "npz", "pandas", "polars", "arrow", "categorical"])
def source(request, folder):
    return {
        "parquet": lambda: folder.parquet(COLUMNS),
        "csv": lambda: folder.csv(TEXT),
        "npz": lambda: folder.npz(**COLUMNS),
        "pandas": lambda: pd.DataFrame(COLUMNS),
        "polars": lambda: pl.DataFrame(COLUMNS),
        "arrow": lambda: pa.table(COLUMNS),
        "categorical": lambda: pd.DataFrame(COLUMNS | {"label": pd.Categorical(COLUMNS["label"])}),
    }[request.param]()


def test_every_kind_of_table_gives_the_same_rows(source):
    batch = only(source)
    assert (batch.head.classes, batch.labels.tolist()) == (("cat", "dog", "owl"), [2, 0, 1])
    assert batch.scores.tolist() == [[0.1, 0.1, 0.8], [0.7, 0.2, 0.1], [0.2, 0.7, 0.1]]


def test_declared_classes_put_the_columns_in_their_order(source):
    batch = only(source, classes=["owl", "cat", "dog"])
    assert (batch.labels.tolist(), batch.scores[0].tolist()) == ([0, 1, 2], [0.8, 0.1, 0.1])


def test_declared_classes_have_to_be_those_of_the_columns(source):
    with pytest.raises(ColumnError, match="both must agree"):
        open_table(source, classes=["cat", "dog", "yak"])


def test_a_stream_of_many_parts_is_the_whole(folder, monkeypatch):
    rng = np.random.default_rng(1)
    y, z = rng.integers(0, 3, 1000), rng.normal(size=(1000, 3)).astype(np.float32)
    columns = {"y": y} | {f"z_{j}": z[:, j] for j in range(3)}
    monkeypatch.setattr(tables, "CELLS", 90)
    monkeypatch.setattr(tables, "FEWEST", 7)
    (whole,) = open_arrays(y, logits=z).batches()
    for source in (folder.parquet(columns, row_group_size=100), pd.DataFrame(columns)):
        parts = list(open_table(source).batches())
        assert len(parts) > 20
        assert np.array_equal(np.concatenate([b.labels for b in parts]), whole.labels)
        assert np.array_equal(np.concatenate([b.scores for b in parts]), whole.scores)


def test_a_stream_can_be_read_again(source):
    reading = open_table(source)
    first, second = list(reading.batches()), list(reading.batches())
    assert [b.scores.tolist() for b in first] == [b.scores.tolist() for b in second]


def test_a_row_in_a_later_part_keeps_its_number(folder, monkeypatch):
    monkeypatch.setattr(tables, "CELLS", 10)
    monkeypatch.setattr(tables, "FEWEST", 10)
    p = np.full(100, 0.5)
    p[63] = np.nan
    with pytest.raises(ScoreError, match=r"t.parquet.*NaN at row 64, column p"):
        list(open_table(folder.parquet({"y": np.zeros(100, int), "p": p})).batches())


def test_several_files_of_one_schema_are_one_stream(folder):
    files = [folder.parquet({"label": ["m", "b"], "p": [0.1, 0.2]}, f"{i}.parquet") for i in range(3)]
    reading = open_table(files, positive="m")
    assert (reading.rows, sum(b.rows for b in reading.batches())) == (6, 6)
    other = folder.parquet({"label": ["m"], "q": [0.1]}, "other.parquet")
    with pytest.raises(ColumnError, match=r"other.parquet: column p is missing"):
        open_table([files[0], other], positive="m")


@pytest.mark.parametrize("kind", [pa.list_(pa.float32()), pa.list_(pa.float32(), 3), pa.large_list(pa.float64())])
def test_a_list_column_holds_the_vector_of_a_row(folder, kind):
    file = folder.parquet({"label": [0, 1], "logits": pa.array([[1, 2, 3], [4, 5, 6]], kind)})
    assert only(file).scores.tolist() == [[1, 2, 3], [4, 5, 6]]


def test_lists_of_different_lengths_are_refused(folder):
    file = folder.parquet({"label": [0, 1, 1], "logits": [[1.0, 2], [3, 4], [5]]})
    with pytest.raises(ShapeError, match="row 3 of column logits holds 1 values"):
        open_table(file)


def test_nulls_are_not_zeros_and_not_nan(folder):
    file = folder.parquet({"label": [0, 1, 1], "p_0": [0.5, None, 1.0], "p_1": [0.5, 1.0, None]})
    with pytest.raises(ScoreError, match=r"null at row 2, column p_0.*2 such rows among 3"):
        list(open_table(file).batches())
    with pytest.raises(LabelError, match=r"label of row 2 is missing .null"):
        only(folder.parquet({"label": [0, None], "p": [0.5, 0.5]}, "b.parquet"))
    with pytest.raises(ScoreError, match="null at row 2, column 0"):
        only(folder.parquet({"label": [0, 1], "logits": [[1.0, 2.0], None]}, "c.parquet"))


def test_dictionaries_and_decimals_are_read_by_value(folder):
    labels = pa.DictionaryArray.from_arrays(pa.array([2, 0, 1], pa.int8()), ["dog", "owl", "cat"])
    decimal = pa.array([0.1, 0.7, 0.2]).cast(pa.decimal128(9, 6))
    batch = only(folder.parquet(COLUMNS | {"label": labels, "p_cat": decimal}))
    assert (batch.labels.tolist(), batch.scores[:, 0].tolist()) == ([0, 1, 2], [0.1, 0.7, 0.2])


def test_numbers_do_not_join_named_columns_by_place(source):
    frame = pd.DataFrame(COLUMNS | {"label": [0, 1, 2]})
    with pytest.raises(LabelError, match="joined to named columns by name"):
        list(open_table(frame).batches())
    assert only(frame, classes=["cat", "dog", "owl"]).labels.tolist() == [0, 1, 2]


def test_text_where_numbers_belong_is_refused(folder):
    with pytest.raises(ScoreError, match=r"text .the first is .*numbers were expected"):
        open_table(folder.parquet({"label": [0, 1], "p": ["a", "b"]}))
    with pytest.raises(FormatError, match="column label is of type binary"):
        open_table(folder.parquet({"label": [b"a", b"b"], "p": [0.1, 0.2]}))
    with pytest.raises(FormatError, match="mixes types"):
        open_table(pd.DataFrame({"label": [0, 1], "p": ["a", 1]}))


def test_no_rows_are_nothing_to_judge(folder):
    with pytest.raises(EmptyError, match="no rows"):
        open_table(folder.parquet({"label": pa.array([], pa.int64()), "p": pa.array([], pa.float64())}))
    with pytest.raises(EmptyError, match="no rows"):
        open_table(pd.DataFrame({"label": [], "p": []}))


def test_what_was_read_is_told(folder):
    file = folder.parquet(
        {"label": [0, 1], "logit_0": [1.0, 2], "logit_1": [2.0, 1], "p_0": [0.5, 0.5], "p_1": [0.5, 0.5]}
    )
    reading = open_table(file)
    for words in (
        "logits from columns logit_0, logit_1",
        "labels from column label",
        "left out: p_0, p_1",
        "positive 1",
    ):
        assert words in reading.read_from


def test_a_positive_name_is_looked_for_in_all_rows(folder):
    file = folder.parquet({"label": ["b"] * 30_000 + ["m"], "p": [0.5] * 30_001})
    assert open_table(file, positive="m").head.classes == ("b", "m")


def test_multilabel_columns_of_a_csv(folder):
    file = folder.csv("y_a,y_b,p_b,p_a\n0,1,0.2,0.3\n1,True,0.1,0.4\n")
    with pytest.raises(FormatError, match="'True' at row 2"):
        only(file, head="multilabel")
    file = folder.csv("y_a,y_b,p_b,p_a\n0,1,0.2,0.3\n1,0,0.1,0.4\n")
    batch = only(file, head="multilabel")
    assert (batch.labels.tolist(), batch.scores.tolist()) == ([[0, 1], [1, 0]], [[0.3, 0.2], [0.4, 0.1]])
