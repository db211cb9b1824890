"""The file of a learner's work: made whole or not at all, and refused untouched where it is not ours."""

from __future__ import annotations

import os
import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Final

from logitwise.errors import ProgressError
from logitwise.lessons.grading.posterior import CEILING

APPLICATION: Final = 0x4C575052
"""``LWPR`` in the file's header: tells a store of progress from every other SQLite file."""
VERSION: Final = 1
WAIT: Final = 15.0
"""Seconds that a second process waits for the first to have written."""
MAGIC: Final = b"SQLite format 3\x00"
SCHEMA: Final = f"""
PRAGMA application_id = {APPLICATION};
PRAGMA user_version = {VERSION};
CREATE TABLE sittings (
    id TEXT PRIMARY KEY NOT NULL,
    kind TEXT NOT NULL,
    started TEXT NOT NULL,
    seed INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE items (
    sitting TEXT NOT NULL REFERENCES sittings (id),
    number INTEGER NOT NULL CHECK (number >= 1),
    question TEXT NOT NULL,
    variant INTEGER NOT NULL,
    seed INTEGER NOT NULL,
    PRIMARY KEY (sitting, number)
) WITHOUT ROWID;
CREATE TABLE answers (
    sitting TEXT NOT NULL,
    number INTEGER NOT NULL,
    attempt INTEGER NOT NULL CHECK (attempt >= 1),
    at TEXT NOT NULL,
    question TEXT NOT NULL,
    variant INTEGER NOT NULL,
    skill TEXT NOT NULL,
    difficulty TEXT NOT NULL,
    kind TEXT NOT NULL,
    chance REAL NOT NULL CHECK (chance >= 0 AND chance < {CEILING}),
    answer TEXT NOT NULL,
    right INTEGER NOT NULL CHECK (right IN (0, 1)),
    hints INTEGER NOT NULL CHECK (hints >= 0),
    misconception TEXT,
    PRIMARY KEY (sitting, number, attempt),
    FOREIGN KEY (sitting, number) REFERENCES items (sitting, number)
) WITHOUT ROWID;
CREATE TRIGGER answers_are_not_changed BEFORE UPDATE ON answers
BEGIN SELECT RAISE(ABORT, 'an answer that was given is not changed'); END;
CREATE TABLE bookmarks (place TEXT PRIMARY KEY NOT NULL, at TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE notes (place TEXT PRIMARY KEY NOT NULL, at TEXT NOT NULL, text TEXT NOT NULL) WITHOUT ROWID;
"""


def prepare(path: Path) -> None:
    """See that a store lies at `path`: one that is there is checked, else an empty one is made.

    Raises:
        ProgressError: what lies there is no store of ours, a newer one, or a broken one; it is left as it is.
    """
    try:
        if not path.exists():
            _make(path)
        _check(path)
    except sqlite3.Error as error:
        raise ProgressError(f"{path}: {_said(error)}") from error
    except OSError as error:
        raise ProgressError(f"{path}: progress cannot be kept there: {error.strerror or error}") from error


@contextmanager
def connected(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection for one piece of work; a write in it is on disk when it is acknowledged.

    A connection lives for one piece of work, so that threads and processes never share one.

    Raises:
        ProgressError: the file cannot be read or written, or stays in use.
    """
    try:
        with closing(_connect(path, "rw")) as connection:
            connection.execute("PRAGMA synchronous = FULL")  # in WAL, NORMAL could lose acknowledged answers
            connection.execute("PRAGMA foreign_keys = ON")
            yield connection
    except sqlite3.Error as error:
        raise ProgressError(f"{path}: {_said(error)}") from error


@contextmanager
def writing(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection in a transaction that is written whole or not at all."""
    with connected(path) as connection:
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield connection
        except BaseException:
            if connection.in_transaction:  # a full disk has ended it already
                connection.execute("ROLLBACK")
            raise
        connection.execute("COMMIT")


def _connect(path: Path, mode: str) -> sqlite3.Connection:
    address = f"{path.absolute().as_uri()}?mode={mode}"
    return sqlite3.connect(address, uri=True, timeout=WAIT, isolation_level=None)


def _make(path: Path) -> None:
    """Make it beside its place and link it there, so that no half-made store is ever seen, whoever else makes one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    try:
        with closing(_connect(beside, "rwc")) as connection:
            connection.executescript(f"BEGIN; {SCHEMA} COMMIT;")
            connection.execute("PRAGMA journal_mode = WAL")
        beside.chmod(0o600)  # what somebody got wrong is theirs
        _place(beside, path)
    finally:
        for left in (beside, *(Path(f"{beside}{end}") for end in ("-wal", "-shm", "-journal"))):
            left.unlink(missing_ok=True)


def _place(beside: Path, path: Path) -> None:
    """Give it its name, unless another process was first."""
    try:
        os.link(beside, path)
    except FileExistsError:
        return
    except OSError:  # a file system without links
        if not path.exists():
            beside.rename(path)
    with suppress(OSError):  # a folder cannot be opened everywhere
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _check(path: Path) -> None:
    """Refuse what is not ours from its first bytes, and what is broken by reading it; nothing is written."""
    with path.open("rb") as file:
        head = file.read(100)
    version, application = (int.from_bytes(head[start : start + 4], "big") for start in (60, 68))
    if len(head) < 100 or not head.startswith(MAGIC) or application != APPLICATION:
        raise ProgressError(
            f"{path}: is no store of progress, or a broken one, and is left as it is. Move it away to begin anew"
        )
    if version != VERSION:
        raise ProgressError(
            f"{path}: is of version {version}; this logitwise reads version {VERSION}. Update logitwise, or move the "
            "file away to begin anew"
        )
    found = _fault(path) and _fault(path)  # a second look, since another process may have been writing
    if found:
        raise ProgressError(f"{path}: is broken ({found}) and is left as it is. Move it away to begin anew")


def _fault(path: Path) -> str:
    """What reading all of it shows; empty where it is sound."""
    in_use = Path(f"{path}-wal").exists()
    try:
        # Where nobody writes, immutable leaves no files of its own beside it.
        with closing(_connect(path, "ro" if in_use else "ro&immutable=1")) as connection:
            said = str(connection.execute("PRAGMA quick_check(1)").fetchone()[0])
    except sqlite3.DatabaseError as error:
        if "malformed" not in str(error) and "not a database" not in str(error):
            raise
        return str(error)
    return "" if said == "ok" else said


def _said(error: sqlite3.Error) -> str:
    """The fault in words that say what to do."""
    text = str(error)
    if "locked" in text or "busy" in text:
        return "stays in use by another process; close it and try again"
    if "malformed" in text or "not a database" in text:
        return f"is broken ({text}) and is left as it is. Move it away to begin anew"
    if "is full" in text or "disk I/O" in text:
        return f"nothing can be written; the disk may be full ({text}). Make room, then try again"
    if "readonly" in text or "unable to open" in text:
        return f"cannot be written ({text}); make it writable, or set LOGITWISE_HOME to a folder that is"
    return f"progress cannot be read or kept there: {text}"
