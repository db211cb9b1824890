"""Arrow IPC files, Feather files and IPC streams; what is damaged in them is found before it is used."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest
from pyarrow import feather

from logitwise.errors import EmptyError, FormatError, LimitError, ScoreError
from logitwise.sources import Limits, open_table
from logitwise.sources import table as tables

COLUMNS = {"label": ["owl", "cat"] * 20, "p_cat": [0.25, 0.75] * 20, "p_owl": [0.75, 0.25] * 20}


def labels(reading):
    return [label for batch in reading.batches() for label in batch.labels.tolist()]


@pytest.mark.parametrize("compression", [None, "lz4", "zstd"])
@pytest.mark.parametrize("stream", [False, True])
def test_files_and_streams_in_any_compression_hold_the_same_rows(folder, compression, stream):
    reading = open_table(folder.arrow(COLUMNS, stream=stream, compression=compression, chunk=7))
    assert labels(reading) == [1, 0] * 20
    assert reading.rows == (None if stream else 40)


def test_a_feather_file_is_an_arrow_file(folder):
    feather.write_feather(pa.table(COLUMNS), folder.path / "t.feather")
    assert labels(open_table(folder.path / "t.feather")) == [1, 0] * 20


def test_one_large_batch_is_cut_into_parts(folder, monkeypatch):
    monkeypatch.setattr(tables, "CELLS", 10)
    monkeypatch.setattr(tables, "FEWEST", 10)
    p = np.where(np.arange(40) == 33, np.nan, 0.5)
    file = folder.arrow({"label": [0, 1] * 20, "p": p})
    with pytest.raises(ScoreError, match="NaN at row 34, column p"):
        list(open_table(file).batches())


def test_codes_that_stand_for_no_entry_are_refused_by_the_name_of_their_column(folder):
    codes = pa.array([0, 1] * 20, pa.int32())
    coded = pa.DictionaryArray.from_arrays(codes, ["a", "b"])
    file = folder.arrow(COLUMNS | {"label": coded})
    data = file.read_bytes()
    file.write_bytes(data.replace(np.array([0, 1] * 20, "i4").tobytes(), np.array([0, 9] * 20, "i4").tobytes()))
    with pytest.raises(FormatError, match="column label is damaged after row 0"):
        list(open_table(file).batches())


def test_text_that_is_not_utf8_is_refused_by_the_name_of_its_column(folder):
    file = folder.arrow(COLUMNS)
    file.write_bytes(file.read_bytes().replace(b"owlcatowl", b"owl\xffatowl"))
    with pytest.raises(FormatError, match="column label is damaged"):
        list(open_table(file).batches())


@pytest.mark.filterwarnings("ignore:Feather V1:DeprecationWarning")
def test_feather_of_version_1_is_refused_with_the_way_out(folder):
    feather.write_feather(pa.table(COLUMNS), folder.path / "t.feather", version=1)
    with pytest.raises(FormatError, match=r"version 1.*write_feather"):
        open_table(folder.path / "t.feather")


@pytest.mark.parametrize("stream", [False, True])
def test_a_file_cut_short_is_refused(folder, stream):
    file = folder.arrow(COLUMNS, stream=stream)
    file.write_bytes(file.read_bytes()[:-700])
    with pytest.raises(FormatError, match="damaged"):
        list(open_table(file).batches())


def test_what_is_no_arrow_file_is_refused(folder):
    with pytest.raises(EmptyError, match="0 bytes"):
        open_table(folder.csv("", "t.arrow"))
    with pytest.raises(FormatError, match="not an Arrow IPC or Feather file"):
        open_table(folder.csv("label,p\n1,0.5\n", "t.arrow"))
    with pytest.raises(EmptyError, match="no rows"):
        open_table(folder.arrow({"label": pa.array([], pa.int64()), "p": pa.array([], pa.float64())}))


@pytest.mark.parametrize("stream", [False, True])
def test_a_batch_that_unfolds_too_far_is_refused_before_it_is_unfolded(folder, stream):
    file = folder.arrow({"label": np.zeros(10**6, int), "p": np.zeros(10**6)}, stream=stream, compression="zstd")
    with pytest.raises(LimitError, match=r"unfolds into 16,000,000.*'decompressed'.*--limits decompressed"):
        list(open_table(file, limits=Limits(decompressed=10**6)).batches())
    assert len(labels(open_table(file))) == 10**6
