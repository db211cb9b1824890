"""A process that is killed while it answers loses nothing that was acknowledged, and counts nothing twice."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from dataclasses import replace

import pytest

from logitwise.lessons.progress.records import Item, Sitting
from logitwise.lessons.progress.store import open_store

ANSWERING = """
import sys
from logitwise.lessons.progress.records import Answer
from logitwise.lessons.progress.store import now, open_store
store = open_store(sys.argv[1])
for number in range(int(sys.argv[2]), 3000, int(sys.argv[3])):
    facts = ("q", 0, "axis", "easy", "practice", 0.25, ("A",), True, 0, None)
    new = store.add(Answer("a-sitting", number, 1, now(), *facts))
    print(number, int(new), flush=True)
"""


def _begin(folder) -> Sitting:
    sitting = Sitting(
        "a-sitting", "practice", "2026-01-31T12:00:00+00:00", 7, tuple(Item(n, "q", 0, 0) for n in range(1, 3001))
    )
    open_store(folder).begin(sitting)
    return sitting


def _answering(folder, first: int = 1, step: int = 1) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", ANSWERING, str(folder), str(first), str(step)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def _acknowledged(process: subprocess.Popen[str], least: int) -> set[int]:
    """Kill it at a moment of its own, and read what it had acknowledged."""
    lines = [process.stdout.readline() for _ in range(least)]
    time.sleep(0.003)
    process.send_signal(signal.SIGKILL)
    rest = process.stdout.read()
    process.wait()
    process.stdout.close()
    whole = [line for line in ("".join(lines) + rest).splitlines(keepends=True) if line.endswith("\n")]
    return {int(line.split()[0]) for line in whole}


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs a signal that cannot be caught")
@pytest.mark.parametrize("least", [1, 7, 20])
def test_killed_while_answering_nothing_acknowledged_is_lost(tmp_path, least):
    _begin(tmp_path)
    acknowledged = _acknowledged(_answering(tmp_path), least)
    kept = [answer.number for answer in open_store(tmp_path).answers()]
    assert acknowledged <= set(kept)
    assert len(kept) == len(set(kept))
    assert len(kept) - len(acknowledged) <= 1  # the one under way


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs a signal that cannot be caught")
def test_killed_and_begun_anew_nothing_counts_twice(tmp_path, make_answer):
    _begin(tmp_path)
    for least in (3, 8):  # the second run sends again what the first had sent
        _acknowledged(_answering(tmp_path), least)
    store = open_store(tmp_path)
    before = store.answers()
    assert [answer.number for answer in before] == list(range(1, len(before) + 1))
    assert not store.add(replace(make_answer(1, question="q"), right=False))
    assert store.answers() == before


@pytest.mark.slow
def test_two_processes_answer_at_once(tmp_path):
    _begin(tmp_path)
    odd, even = _answering(tmp_path, 2801, 2), _answering(tmp_path, 2802, 2)
    said = [process.communicate(timeout=120)[0].splitlines() for process in (odd, even)]
    assert [process.returncode for process in (odd, even)] == [0, 0]
    assert all(line.endswith(" 1") for lines in said for line in lines)
    assert sorted(answer.number for answer in open_store(tmp_path).answers()) == list(range(2801, 3000))


@pytest.mark.slow
def test_two_processes_begin_at_once(tmp_path):
    opening = "import sys; from logitwise.lessons.progress.store import open_store; open_store(sys.argv[1])"
    started = [subprocess.Popen([sys.executable, "-c", opening, str(tmp_path / "new")]) for _ in range(3)]
    assert [process.wait(60) for process in started] == [0, 0, 0]
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["progress.db"]
