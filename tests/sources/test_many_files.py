"""Patterns stand for files, several files are one stream, and the first difference between them is named."""

from __future__ import annotations

import pyarrow as pa
import pytest

import logitwise as lw
from logitwise.errors import ColumnError, FileError, InputError, OptionError
from logitwise.sources import open_table
from logitwise.sources.paths import expanded
from logitwise.verbs.merge import merge

ROWS = {"label": [0, 1, 1], "p": [0.25, 0.5, 0.75]}
CSV = "label,p\n0,0.25\n1,0.5\n1,0.75\n"


def test_a_pattern_stands_for_its_files_in_the_order_of_their_names(folder):
    files = [folder.parquet(ROWS, f"{name}.parquet") for name in ("b", "a", "c")]
    folder.csv("not a table", ".hidden.parquet")
    (folder.path / "folder.parquet").mkdir()
    assert expanded([f"{folder.path}/*.parquet"]) == sorted(map(str, files))
    assert open_table(f"{folder.path}/[ab].parquet").rows == 6
    assert open_table([f"{folder.path}/a*", folder.path / "c.parquet"]).rows == 6


def test_two_stars_look_into_folders(folder):
    (folder.path / "day" / "hour").mkdir(parents=True)
    folder.parquet(ROWS, "day/hour/a.parquet")
    assert open_table(f"{folder.path}/**/*.parquet").rows == 3


def test_a_path_that_is_there_is_itself(folder):
    folder.parquet(ROWS, "a.parquet")
    assert expanded([f"{folder.path}/*.parquet", str(folder.parquet(ROWS, "[a].parquet"))])[-1].endswith("[a].parquet")
    assert len(expanded([f"{folder.path}/[[]a].parquet"])) == 1


def test_a_pattern_that_nothing_matches_is_refused(folder):
    with pytest.raises(FileError, match=r"\*.parquet: no file matches this pattern"):
        lw.evaluate(f"{folder.path}/*.parquet")


def test_the_same_file_by_name_and_by_pattern_is_refused(folder):
    file = folder.parquet(ROWS)
    with pytest.raises(OptionError, match="the same file was given twice"):
        lw.evaluate([file, f"{folder.path}/*.parquet"])


def test_patterns_of_tallies_are_merged_and_evaluated(folder):
    for name in "ab":
        report = lw.evaluate(folder.parquet(ROWS, f"{name}.parquet"), policy="baseline")
        report.tally.save(folder.path / f"{name}.tally")
    pattern = f"{folder.path}/*.tally"
    assert merge([pattern]).rows == 6
    assert lw.evaluate(pattern, policy="baseline").tally == merge([pattern])
    with pytest.raises(InputError, match="twice"):
        merge([pattern, folder.path / "a.tally"])


def test_kinds_of_files_mix_where_their_columns_agree(folder):
    files = [folder.parquet(ROWS), folder.csv(CSV), folder.gzip(CSV), folder.arrow(ROWS), folder.npz(**ROWS)]
    files.append(folder.jsonl(*pa.table(ROWS).to_pylist()))
    batches = list(open_table(files).batches())
    assert [b.labels.tolist() for b in batches] == [[0, 1, 1]] * 6
    assert [b.scores.tolist() for b in batches] == [[0.25, 0.5, 0.75]] * 6
    assert [b.labels.tolist() for b in open_table(files[::-1]).batches()] == [[0, 1, 1]] * 6


def test_the_order_of_columns_is_free(folder):
    files = [folder.parquet(ROWS), folder.parquet(dict(reversed(ROWS.items())), "b.parquet")]
    assert open_table(files).rows == 6


@pytest.mark.parametrize(
    ("first", "other", "message"),
    [
        (ROWS, {"label": [0], "q": [0.5]}, r"b.parquet: column p is missing, which the first file \(.*a.parquet\) has"),
        (ROWS, ROWS | {"label": ["a", "b", "b"]}, r"b.parquet: column label holds text, in .*a.parquet\) numbers"),
        (ROWS, ROWS | {"p": [[0.5], [0.5], [0.5]]}, r"column p holds lists of numbers, in .* numbers"),
        (ROWS, ROWS | {"logit": [0.5, 0.5, 0.5]}, r"b.parquet: column logit holds scores too, which .* lacks"),
        (
            {"label": [0, 1], "p_0": [0.5, 0.5], "p_1": [0.5, 0.5]},
            {"label": [0, 1], "p_0": [0.5, 0.5], "p_1": [0.5, 0.5], "p_2": [0, 0]},
            r"b.parquet: column p_2 holds scores too",
        ),
        (
            {"label": [0], "logits": pa.array([[1.0, 2]], pa.list_(pa.float32(), 2))},
            {"label": [0], "logits": pa.array([[1.0, 2, 3]], pa.list_(pa.float64(), 3))},
            r"b.parquet: column logits holds lists of 3 numbers, in .* lists of 2 numbers",
        ),
        (
            {"label": [0], "logits": [[1.0, 2]]},
            {"label": [0], "logits": [[1.0, 2, 3]]},
            r"b.parquet",
        ),
    ],
)
def test_the_first_difference_is_named(folder, first, other, message):
    files = [folder.parquet(first, "a.parquet"), folder.parquet(other, "b.parquet")]
    with pytest.raises(InputError, match=message):
        list(open_table(files).batches())


def test_numbers_of_another_width_are_no_difference(folder):
    narrow = {"label": pa.array([0, 1, 1], pa.int8()), "p": pa.array([0.25, 0.5, 0.75], pa.float32())}
    assert open_table([folder.parquet(ROWS, "a.parquet"), folder.parquet(narrow, "b.parquet")]).rows == 6


def test_a_difference_is_told_before_anything_is_read(folder):
    with pytest.raises(ColumnError, match=r"t.jsonl: column label holds text"):
        open_table([folder.parquet(ROWS), folder.jsonl({"label": "a", "p": 0.5})])
