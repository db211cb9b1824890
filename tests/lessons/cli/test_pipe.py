"""The commands as a shell runs them: in a process of their own, through pipes, and in a terminal."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest


@pytest.fixture
def shell(tmp_path):
    def run(*arguments: str, answers: bytes = b"", **changed):
        environment = {**os.environ, "LOGITWISE_HOME": str(tmp_path)}
        command = [sys.executable, "-m", "logitwise", *arguments]
        return subprocess.run(
            command, input=answers, env=environment, capture_output=True, check=False, timeout=120, **changed
        )

    return run


def _confusion(folder):
    (folder / "c.csv").write_text(",A,B,C\nA,50,2,3\nB,4,45,1\nC,2,3,48\n")
    return str(folder / "c.csv"), str(folder / "r.json")


@pytest.mark.slow
def test_questions_on_ones_own_report_are_answered_through_a_pipe(shell, tmp_path):
    from logitwise.lessons.progress.store import open_store

    csv, report = _confusion(tmp_path)
    assert shell("evaluate", "--confusion", csv, "--out", report).returncode == 0
    result = shell("quiz", "--report", report, "--seed", "1", answers=b"0 0\nA\xff\nA\n")
    assert result.returncode == 0, result.stderr
    assert b"your report" in result.stdout
    assert b"\x1b" not in result.stdout
    kept = open_store(tmp_path).answers()
    assert {answer.kind for answer in kept} == {"yours"}
    assert len(kept) == 2  # the second line is no answer


@pytest.mark.slow
def test_a_closed_stdin_is_the_end_of_input(shell, tmp_path):
    csv, report = _confusion(tmp_path)
    shell("evaluate", "--confusion", csv, "--out", report)
    closed = f'"{sys.executable}" -m logitwise quiz --report "{report}" <&-'
    environment = {**os.environ, "LOGITWISE_HOME": str(tmp_path)}
    result = subprocess.run(["/bin/sh", "-c", closed], env=environment, capture_output=True, check=False, timeout=120)
    assert result.returncode == 0, result.stderr
    assert b"Stopped; 0 answers kept." in result.stdout
