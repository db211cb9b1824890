"""What a learner did, kept: append-only answers, sittings, bookmarks and notes."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import astuple, dataclass, fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from logitwise.errors import ProgressError
from logitwise.lessons.progress import export
from logitwise.lessons.progress.database import connected, prepare, writing
from logitwise.lessons.progress.home import FILE, home
from logitwise.lessons.progress.merging import merge
from logitwise.lessons.progress.records import Answer, Item, Sitting, SittingKind

COLUMNS: Final = tuple(each.name for each in fields(Answer))
ADD: Final = (
    f"INSERT INTO answers ({', '.join(COLUMNS)}) VALUES ({', '.join('?' * len(COLUMNS))}) "  # noqa: S608  names of ours
    "ON CONFLICT (sitting, number, attempt) DO NOTHING"
)


def now() -> str:
    """The time as it is kept: UTC, ISO 8601, to the microsecond."""
    return datetime.now(UTC).isoformat(timespec="microseconds")


def open_store(folder: str | Path | None = None) -> Store:
    """The learner's store; an empty one is made where there is none.

    Args:
        folder: that holds it; without it, the learner's `home`.

    Raises:
        ProgressError: what lies there is broken, newer or not ours; it is never overwritten.
    """
    path = (Path(folder) if folder is not None else home()) / FILE
    prepare(path)
    return Store(path)


@dataclass(frozen=True, slots=True)
class Store:
    """A learner's work in one SQLite file; every verb is one transaction that is on disk when it returns.

    Several threads and processes may use the same file.

    Attributes:
        path: of the file.
    """

    path: Path

    def begin(self, sitting: Sitting) -> None:
        """Keep a sitting; one that was kept already stays as it is."""
        with writing(self.path) as connection:
            add_sitting(connection, sitting)

    def extend(self, sitting: str, items: Iterable[Item]) -> None:
        """Add items to a sitting; a number that it has already is left as it is."""
        with writing(self.path) as connection:
            add_items(connection, sitting, items)

    def add(self, answer: Answer) -> bool:
        """Keep an answer.

        Returns:
            Whether it is new; False where this attempt at this item was answered already, which then stands.

        Raises:
            ProgressError: its sitting has no such item.
        """
        with writing(self.path) as connection:
            return add_answer(connection, answer)

    def sitting(self, sitting: str) -> Sitting | None:
        """The sitting of that id; None where there is none."""
        found = self._sittings("WHERE id = ?", (sitting,))
        return found[0] if found else None

    def sittings(self, kind: SittingKind | None = None) -> tuple[Sitting, ...]:
        """All sittings, or those of a kind, the oldest first."""
        return self._sittings("", ()) if kind is None else self._sittings("WHERE kind = ?", (kind,))

    def answers(
        self, sitting: str | None = None, *, kind: SittingKind | None = None, skill: str | None = None
    ) -> tuple[Answer, ...]:
        """All answers, or those of a sitting, a kind of sitting or a skill, the oldest first."""
        asked = {"sitting": sitting, "kind": kind, "skill": skill}
        given = {name: value for name, value in asked.items() if value is not None}
        where = "WHERE " + " AND ".join(f"{name} = ?" for name in given) if given else ""
        with connected(self.path) as connection:
            return _answers(connection, where, tuple(given.values()))

    def bookmarks(self) -> tuple[str, ...]:
        """Places that were marked, the oldest first."""
        with connected(self.path) as connection:
            return tuple(place for (place,) in connection.execute("SELECT place FROM bookmarks ORDER BY at, place"))

    def bookmark(self, place: str) -> None:
        """Mark a place, ``slug#anchor``."""
        _check_place(place)
        with writing(self.path) as connection:
            connection.execute("INSERT INTO bookmarks VALUES (?, ?) ON CONFLICT DO NOTHING", (place, now()))

    def unbookmark(self, place: str) -> None:
        """Take a mark away."""
        with writing(self.path) as connection:
            connection.execute("DELETE FROM bookmarks WHERE place = ?", (place,))

    def notes(self) -> dict[str, str]:
        """Notes by place, the oldest first."""
        with connected(self.path) as connection:
            return dict(connection.execute("SELECT place, text FROM notes ORDER BY at, place").fetchall())

    def note(self, place: str, text: str) -> None:
        """Write down a note at a place, instead of the one that is there; an empty one takes it away."""
        _check_place(place)
        if len(text) > export.LONGEST_NOTE:
            raise ProgressError(f"a note holds at most {export.LONGEST_NOTE:,} characters; this one has {len(text):,}")
        with writing(self.path) as connection:
            connection.execute("DELETE FROM notes WHERE place = ?", (place,))
            if text.strip():
                connection.execute("INSERT INTO notes VALUES (?, ?, ?)", (place, now(), text))

    def export(self) -> dict[str, Any]:
        """Everything as a JSON document that `import_from` reads."""
        with connected(self.path) as connection:
            connection.execute("BEGIN")  # one moment for all tables
            return export.document(contents(connection))

    def import_from(self, document: Mapping[str, Any]) -> int:
        """Add what a document holds; what is here already stays, so that reading it twice changes nothing.

        Returns:
            How many answers are new.

        Raises:
            ProgressError: the document cannot be read, or contradicts what is kept; nothing is changed then.
        """
        new = export.contents_of(document)
        with writing(self.path) as connection:
            merged = merge(contents(connection), new)
            return _keep(connection, merged)

    def reset(self) -> None:
        """Delete everything, also from the disk. Whoever calls this has asked before."""
        with connected(self.path) as connection:
            connection.execute("PRAGMA secure_delete = ON")
            connection.execute("BEGIN IMMEDIATE")
            for table in ("answers", "items", "sittings", "bookmarks", "notes"):
                connection.execute(f"DELETE FROM {table}")  # noqa: S608  names of ours
            connection.execute("COMMIT")
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def _sittings(self, where: str, values: tuple[str, ...]) -> tuple[Sitting, ...]:
        with connected(self.path) as connection:
            connection.execute("BEGIN")
            return _sittings(connection, where, values)


def contents(connection: sqlite3.Connection) -> export.Contents:
    """All that is kept."""
    noted = connection.execute("SELECT place, at, text FROM notes ORDER BY at, place")
    return export.Contents(
        _sittings(connection, "", ()),
        _answers(connection, "", ()),
        dict(connection.execute("SELECT place, at FROM bookmarks ORDER BY at, place").fetchall()),
        {place: (at, text) for place, at, text in noted},
    )


def add_sitting(connection: sqlite3.Connection, sitting: Sitting) -> None:
    """A sitting with its items, unless it is there."""
    row = (sitting.id, sitting.kind, sitting.started, sitting.seed)
    connection.execute("INSERT INTO sittings VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING", row)
    add_items(connection, sitting.id, sitting.items)


def add_items(connection: sqlite3.Connection, sitting: str, items: Iterable[Item]) -> None:
    """Items of a sitting, unless they are there."""
    rows = [(sitting, *astuple(item)) for item in items]
    try:
        connection.executemany("INSERT INTO items VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING", rows)
    except sqlite3.IntegrityError as error:
        raise ProgressError(f"there is no sitting {sitting}, or an item of it cannot be kept: {error}") from error


def add_answer(connection: sqlite3.Connection, answer: Answer) -> bool:
    """An answer, unless it is there; whether it is new."""
    values = {**{name: getattr(answer, name) for name in COLUMNS}, "answer": json.dumps(answer.answer)}
    try:
        return connection.execute(ADD, tuple(values.values())).rowcount == 1
    except sqlite3.IntegrityError as error:
        raise ProgressError(
            f"sitting {answer.sitting} has no item {answer.number}, or the answer cannot be kept: {error}"
        ) from error


def _keep(connection: sqlite3.Connection, merged: export.Contents) -> int:
    for sitting in merged.sittings:
        add_sitting(connection, sitting)
    for place, at in merged.bookmarks.items():
        connection.execute("INSERT INTO bookmarks VALUES (?, ?) ON CONFLICT DO NOTHING", (place, at))
    connection.execute("DELETE FROM notes")
    rows = [(place, at, text) for place, (at, text) in merged.notes.items()]
    connection.executemany("INSERT INTO notes VALUES (?, ?, ?)", rows)
    return sum(add_answer(connection, answer) for answer in merged.answers)


def _sittings(connection: sqlite3.Connection, where: str, values: tuple[str, ...]) -> tuple[Sitting, ...]:
    chosen = f"SELECT id, kind, started, seed FROM sittings {where} ORDER BY started, id"  # noqa: S608  names of ours
    found = connection.execute(chosen, values).fetchall()
    of_each: dict[str, list[Item]] = {name: [] for name, *_ in found}
    named = f"SELECT id FROM sittings {where}"  # noqa: S608  names of ours
    items = f"SELECT sitting, number, question, variant, seed FROM items WHERE sitting IN ({named}) ORDER BY number"  # noqa: S608
    for name, *item in connection.execute(items, values):
        of_each[name].append(Item(*item))
    return tuple(Sitting(name, kind, started, seed, tuple(of_each[name])) for name, kind, started, seed in found)


def _answers(connection: sqlite3.Connection, where: str, values: tuple[str, ...]) -> tuple[Answer, ...]:
    chosen = f"SELECT {', '.join(COLUMNS)} FROM answers {where} ORDER BY at, sitting, number, attempt"  # noqa: S608
    rows = [dict(zip(COLUMNS, row, strict=True)) for row in connection.execute(chosen, values)]
    return tuple(
        Answer(**{**row, "answer": tuple(json.loads(row["answer"])), "right": bool(row["right"])}) for row in rows
    )


def _check_place(place: str) -> None:
    if not re.fullmatch(export.PLACE, place):
        raise ProgressError(f"{place!r} is no place of the lesson; expected one like metrics#thresholds")
