"""Columns beside labels and scores in files: named in messages with the file, the column and the row as it counts."""

from __future__ import annotations

import numpy as np
import pytest

import logitwise as lw
from logitwise.sources import open_table
from logitwise.sources.names import BesideNames

COLUMNS = {
    "label": [0, 1, 0, 1],
    "p": [0.1, 0.9, 0.2, 0.7],
    "w": [1.0, 1.0, -1.0, 1.0],
    "patient": ["a", "b", None, "b"],
    "site": ["x", None, "x", "y"],
}
CSV = "label,p,w,patient,site\n0,.1,1,a,x\n1,.9,1,b,\n0,.2,-1,,x\n1,.7,1,b,y\n"


def written(folder, kind):
    if kind == "csv":
        return folder.csv(CSV), r"row 3 \(line 4\)"
    if kind == "jsonl":
        rows = [dict(zip(COLUMNS, row, strict=True)) for row in zip(*COLUMNS.values(), strict=True)]
        return folder.jsonl(*rows), r"row 3 \(line 3\)"
    return folder.parquet(COLUMNS), "row 3"


@pytest.mark.parametrize("kind", ["csv", "jsonl", "parquet"])
@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"sample_weight": "w"}, "column w: the weight of {row} is negative"),
        ({"groups": "patient"}, "column patient: the group of {row} is missing"),
        ({"ids": "patient"}, "column patient: the id of {row} is missing"),
    ],
)
def test_a_fault_is_told_by_file_column_and_row(folder, kind, said, words):
    file, row = written(folder, kind)
    with pytest.raises(lw.InputError, match=f"{file}: {words.format(row=row)}"):
        lw.tally(file, probabilities="p", **said)


def test_rows_of_an_npz_count_from_zero(folder):
    file = folder.npz(label=np.array([0, 1, 0]), logits=np.zeros(3), w=np.array([1, 1, -1.0]), wide=np.ones((3, 2)))
    with pytest.raises(lw.InputError, match="key w: the weight of row 2 is negative"):
        lw.tally(file, sample_weight="w")
    for word in ("sample_weight", "groups", "ids", "slices"):
        with pytest.raises(lw.InputError, match="key wide holds vectors; one value a row was expected"):
            lw.tally(file, **{word: "wide"})


def test_the_second_file_counts_from_its_own_first_row(folder):
    good = folder.csv("label,p,g\n0,.1,a\n1,.9,b\n", "a.csv")
    bad = folder.csv("label,p,g\n0,.1,a\n1,.9,\n", "b.csv")
    with pytest.raises(lw.InputError, match=r"b\.csv: column g: the group of row 2 \(line 3\) is missing"):
        lw.tally([good, bad], groups="g")


@pytest.mark.parametrize(
    ("said", "option"),
    [
        ({"sample_weight": "q"}, "--weight"),
        ({"groups": "q"}, "--group"),
        ({"ids": "q"}, "--id"),
        ({"slices": ["site", "q"]}, "--slice"),
        ({"confidence": "q"}, "--confidence"),
    ],
)
def test_a_column_that_is_not_there_is_told_by_its_option(folder, said, option):
    file = folder.parquet(COLUMNS)
    with pytest.raises(lw.InputError, match=f"{file}: {option} names q, which is not there; the columns are label, p"):
        lw.tally(file, **said)


@pytest.mark.parametrize("word", ["sample_weight", "groups", "ids", "confidence"])
def test_an_array_is_no_name_of_a_column(folder, word):
    with pytest.raises(lw.InputError, match=f"{word} is the name of a column where a file or frame is judged"):
        lw.tally(folder.parquet(COLUMNS), **{word: [1, 2, 3, 4]})


@pytest.mark.parametrize("slices", [{"site": [1]}, np.ones(4), [1, 2]])
def test_slices_of_a_file_are_names(folder, slices):
    with pytest.raises(lw.InputError, match="slices are names of columns where a file or frame is judged"):
        lw.tally(folder.parquet(COLUMNS), slices=slices)


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_rows_without_a_value_are_a_slice_of_their_own(folder, kind):
    file, _ = written(folder, kind)
    tally = lw.tally(file, probabilities="p", slices="site")
    assert {name: part.rows for name, part in tally.slices["site"].items()} == {"(no value)": 1, "x": 2, "y": 1}


def test_rejected_rows_are_counted_by_reason(folder):
    file, _ = written(folder, "csv")
    tally = lw.tally(file, probabilities="p", sample_weight="w", groups="patient", invalid="reject")
    assert dict(tally.rejected) == {"weight is negative": 1}  # the first reason of the row that has two
    assert tally.weighted.total == 3 * 2**28


def test_one_column_may_serve_twice_and_is_told(folder):
    file = folder.parquet({**COLUMNS, "patient": list("abcb")})
    reading = open_table(file, probabilities="p", beside=BesideNames(groups="patient", slices=("patient",)))
    (batch,) = reading.batches()
    assert list(batch.slices) == ["patient"]
    assert "groups from patient; sliced by patient" in reading.read_from
