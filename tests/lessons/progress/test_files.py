"""What is not ours, newer or broken is refused and left to the byte."""

from __future__ import annotations

import os
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pytest

from logitwise.errors import ProgressError
from logitwise.lessons.progress.home import home
from logitwise.lessons.progress.records import Item
from logitwise.lessons.progress.store import open_store


def test_the_file_is_made_with_all_folders_and_nothing_lies_beside_it(tmp_path):
    store = open_store(tmp_path / "a" / "b")
    assert [path.name for path in (tmp_path / "a" / "b").iterdir()] == ["progress.db"]
    if os.name == "posix":
        assert store.path.stat().st_mode & 0o777 == 0o600


def test_it_is_in_wal_and_says_whose_it_is(store):
    with closing(sqlite3.connect(store.path)) as connection:
        said = [
            connection.execute(f"PRAGMA {n}").fetchone()[0] for n in ("journal_mode", "user_version", "application_id")
        ]
    assert said == ["wal", 1, 0x4C575052]


def _left_alone(path: Path, match: str) -> None:
    before = path.read_bytes(), path.stat().st_mtime_ns
    with pytest.raises(ProgressError, match=match) as caught:
        open_store(path.parent)
    assert str(path) in str(caught.value)
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before
    assert [each.name for each in path.parent.iterdir()] == ["progress.db"]


@pytest.mark.parametrize(
    "held", [b"", b"not a database at all", b"SQLite format 3\x00", b"SQLite format 3\x00" + bytes(200)]
)
def test_a_file_of_something_else_is_left_alone(tmp_path, held):
    (tmp_path / "progress.db").write_bytes(held)
    _left_alone(tmp_path / "progress.db", "no store of progress.*left as it is.*Move it away")


def test_a_database_of_another_program_is_left_alone(tmp_path):
    with closing(sqlite3.connect(tmp_path / "progress.db")) as connection:
        connection.execute("CREATE TABLE answers (a)")
    _left_alone(tmp_path / "progress.db", "no store of progress")


@pytest.mark.parametrize("version", [0, 2, 1000])
def test_a_store_of_another_version_is_left_alone(store, version):
    with closing(sqlite3.connect(store.path)) as connection:
        connection.execute(f"PRAGMA user_version = {version}")
    _left_alone(store.path, f"of version {version}; this logitwise reads version 1")


def _with_answers(store, sitting, make_answer) -> bytes:
    store.begin(sitting)
    store.extend(sitting.id, [Item(n, f"question-{n}", 0, 0) for n in range(6, 200)])
    for number in range(1, 40):
        store.add(make_answer(number, at="2026-01-31T12:00:00+00:00"))
    return store.path.read_bytes()


@pytest.mark.parametrize("kept", [0.3, 0.5, 0.9])
def test_a_truncated_store_is_left_alone(store, sitting, make_answer, kept):
    whole = _with_answers(store, sitting, make_answer)
    store.path.write_bytes(whole[: int(kept * len(whole))])
    _left_alone(store.path, "is broken")


def test_a_store_with_pages_of_noise_is_left_alone(store, sitting, make_answer):
    whole = _with_answers(store, sitting, make_answer)
    store.path.write_bytes(whole[:4096] + b"\xa5" * (len(whole) - 4096))
    _left_alone(store.path, "is broken")


def test_a_folder_that_cannot_be_made_is_told(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(ProgressError, match=r"progress\.db: progress cannot be kept there"):
        open_store(tmp_path / "file" / "below")


def test_a_store_that_vanishes_is_not_made_anew_in_silence(store, sitting):
    store.path.unlink()
    with pytest.raises(ProgressError, match="unable to open database file"):
        store.begin(sitting)
    assert not store.path.exists()


def test_home_is_where_the_variable_says(monkeypatch, tmp_path):
    monkeypatch.setenv("LOGITWISE_HOME", str(tmp_path / "mine"))
    assert home() == tmp_path / "mine"
    assert open_store().path == tmp_path / "mine" / "progress.db"


@pytest.mark.skipif(sys.platform != "linux", reason="the folder of this platform is another")
def test_home_is_the_platforms_folder(monkeypatch, tmp_path):
    monkeypatch.delenv("LOGITWISE_HOME", raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert home() == tmp_path / "logitwise"
    monkeypatch.setenv("XDG_DATA_HOME", "relative")
    assert home() == Path.home() / ".local" / "share" / "logitwise"
