"""Paths are judged by what they say: local, there, a file, and of a suffix that is supported."""

from __future__ import annotations

from pathlib import Path

import pytest

import logitwise as lw
from logitwise.errors import FileError, InputError, OptionError, SuffixError
from logitwise.sources import Limits, open_table
from logitwise.verbs.merge import merge

SUPPORTED = r"supported are \.parquet, \.csv, \.csv\.gz, \.npz, \.arrow, \.feather, \.jsonl, \.tally"


@pytest.mark.parametrize("name", ["t.json", "t.npy", "t.pkl", "t.jsonl.gz", "t", "t.yaml", "t.PT"])
def test_other_suffixes_are_refused_with_those_that_are_supported(tmp_path, name):
    (tmp_path / name).write_bytes(b"x")
    with pytest.raises(SuffixError, match=SUPPORTED):
        open_table(tmp_path / name)


def test_a_suffix_may_be_in_capitals(folder):
    assert open_table(folder.csv("label,p\n1,0.5\n", "T.CSV")).head.kind == "sigmoid"


@pytest.mark.parametrize(
    "url",
    [
        *("http://169.254.169.254/latest", "https://host/x.csv", "file:///etc/passwd", "s3://bucket/x.parquet"),
        *("gs://bucket/x.jsonl", r"\\host\share\x.csv", Path("http://host/x.csv"), "s3://bucket/*.tally"),
    ],
)
def test_nothing_is_fetched(url, tmp_path):
    """Whatever a path is for, it is local or refused before anything is opened."""
    for take in (
        *(lambda: open_table(url), lambda: open_table([url, url]), lambda: lw.evaluate(url), lambda: merge([url])),
        *(lambda: lw.evaluate(confusion=str(url)), lambda: lw.evaluate(confusion=[[5, 1], [1, 5]], policy=str(url))),
        lambda: lw.evaluate([0, 1], model=str(url), inputs=[[1.0], [2.0]], policy="baseline"),
    ):
        with pytest.raises(InputError, match="not a local file"):
            take()


def test_a_file_whose_name_looks_like_a_url_can_be_read(folder, monkeypatch):
    monkeypatch.chdir(folder.path)
    (folder.path / "run:").mkdir()
    assert open_table(folder.csv("label,p\n1,0.5\n", "run:/t.csv").relative_to(folder.path)).head.kind == "sigmoid"


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
