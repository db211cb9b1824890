"""`logitwise merge`."""

from __future__ import annotations

import json

import pytest

from .commands import RARE, THREE, logitwise


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch, capsys):
    """A working folder with two tallies of the same task and one of another."""
    monkeypatch.chdir(tmp_path)
    for name, text in (("rare", RARE), ("three", THREE)):
        (tmp_path / f"{name}.csv").write_text(text)
        logitwise(capsys, "evaluate", "--confusion", f"{name}.csv", "--save-tally", f"{name}.tally")
    (tmp_path / "again.tally").write_bytes((tmp_path / "three.tally").read_bytes())
    return tmp_path


def test_tallies_of_one_task_are_added(capsys):
    assert logitwise(capsys, "merge", "three.tally", "again.tally", "-o", "both.tally") == (0, "", "")
    document = json.loads(logitwise(capsys, "evaluate", "both.tally", "--json").out)
    assert document["rows"]["used"] == 2 * 158


def test_tallies_of_different_tasks_are_refused(capsys, folder):
    result = logitwise(capsys, "merge", "three.tally", "rare.tally", "-o", "both.tally")
    assert (result.code, result.out) == (2, "")
    assert "rare.tally" in result.err
    assert not (folder / "both.tally").exists()


def test_the_sum_never_replaces_a_part(capsys, folder):
    before = (folder / "three.tally").read_bytes()
    result = logitwise(capsys, "merge", "three.tally", "again.tally", "-o", "three.tally")
    assert result.code == 2
    assert "one of the inputs" in result.err
    assert (folder / "three.tally").read_bytes() == before


@pytest.mark.parametrize("arguments", [["three.tally"], ["-o", "both.tally"], ["nowhere.tally", "-o", "both.tally"]])
def test_what_is_missing_is_told(capsys, arguments):
    result = logitwise(capsys, "merge", *arguments)
    assert (result.code, result.out) == (2, "")
    assert result.err.count("\n") == 1
