"""Paths are judged by what they say: local, there, a file, and of a suffix that is supported."""

from __future__ import annotations

import pytest

from logitwise.errors import FileError, OptionError, SuffixError
from logitwise.sources import Limits, open_table


@pytest.mark.parametrize("name", ["t.json", "t.npy", "t.pkl", "t.csv.gz", "t", "t.yaml", "t.PT"])
def test_other_suffixes_are_refused_with_those_that_are_supported(tmp_path, name):
    (tmp_path / name).write_bytes(b"x")
    with pytest.raises(SuffixError, match=r"supported are \.parquet, \.csv, \.npz, \.tally"):
        open_table(tmp_path / name)


def test_a_suffix_may_be_in_capitals(folder):
    assert open_table(folder.csv("label,p\n1,0.5\n", "T.CSV")).head.kind == "sigmoid"


@pytest.mark.parametrize(
    "url", ["http://169.254.169.254/latest", "file:///etc/passwd", "s3://bucket/x.parquet", r"\\host\share\x.csv"]
)
def test_nothing_is_fetched(url):
    with pytest.raises(FileError, match="not a local file"):
        open_table(url)


def test_missing_files_and_folders_are_named(tmp_path):
    with pytest.raises(FileError, match=r"does/not/exist.parquet does not exist"):
        open_table("does/not/exist.parquet")
    with pytest.raises(FileError, match="is a directory"):
        open_table(tmp_path)
    with pytest.raises(FileError, match="no file was named"):
        open_table([])
    with pytest.raises(FileError, match="NUL"):
        open_table("a\0b.csv")


def test_a_name_that_looks_like_a_pattern_is_a_name(folder):
    file = folder.parquet({"label": [0, 1], "p": [0.2, 0.7]}, "it'll[0-9]*'; --.parquet")
    assert open_table(str(file)).rows == 2


def test_a_tally_is_no_table(tmp_path):
    (tmp_path / "a.tally").write_bytes(b"x")
    with pytest.raises(SuffixError, match="a tally"):
        open_table(tmp_path / "a.tally")


def test_limits_are_set_by_name():
    assert Limits.parse(["field=7", "ratio=2"]) == Limits(field=7, ratio=2)
    for wrong in ("fields=7", "field", "field=x", "field=0", "field=-1"):
        with pytest.raises(OptionError, match="--limits"):
            Limits.parse([wrong])
