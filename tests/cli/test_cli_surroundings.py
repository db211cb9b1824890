"""The command line on a machine that does not cooperate."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from logitwise.cli.run import run

from .commands import logitwise

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "is_it_an_8.npz"
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[2] / "src")}


def shell(line: str, **environment) -> subprocess.CompletedProcess[str]:
    command = line.replace("logitwise", f"{sys.executable} -m logitwise", 1).replace("EXAMPLE", str(EXAMPLE))
    return subprocess.run(
        ["bash", "-c", command], check=False, capture_output=True, text=True, env={**ENVIRONMENT, **environment}
    )


@pytest.mark.slow
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_a_full_disk_is_told_and_is_not_our_fault():
    done = shell("logitwise evaluate EXAMPLE > /dev/full")
    assert done.returncode == 2
    assert "No space left" in done.stderr


@pytest.mark.slow
def test_a_command_that_is_told_to_end_leaves_nothing_half_written(tmp_path):
    stopped = (
        "import os, signal, sys; import logitwise.report.html as html; from logitwise.cli.run import run\n"
        "html.page = lambda _: os.kill(os.getpid(), signal.SIGTERM)\n"
        "sys.exit(run(['evaluate', sys.argv[1], '-o', 'r.md', '-o', 'r.html']))"
    )
    words = [sys.executable, "-c", stopped, str(EXAMPLE.resolve())]
    done = subprocess.run(words, check=False, capture_output=True, text=True, env=ENVIRONMENT, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (130, "")
    assert done.stderr == "logitwise: interrupted; nothing was written\n"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
def test_closed_streams_are_survived():
    assert shell("logitwise evaluate EXAMPLE --policy baseline 2>&-").returncode == 1
    without_stdout = shell("logitwise evaluate EXAMPLE >&-")
    assert without_stdout.returncode == 2
    assert "stdout is closed" in without_stdout.stderr


@pytest.mark.slow
@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "latin-1"])
def test_a_reader_without_box_characters_gets_plain_ones(encoding):
    done = shell("logitwise evaluate EXAMPLE --policy baseline", PYTHONIOENCODING=encoding)
    assert "\\u" not in done.stdout
    assert "NOT READY" in done.stdout


def test_a_name_no_system_takes_is_refused(capsys):
    assert run(["evaluate", "a" * 300 + ".csv"]) == 2
    assert "too long" in capsys.readouterr().err


@pytest.mark.parametrize("kind", ["folder", "dangling link"])
def test_a_policy_in_the_folder_that_cannot_be_read_is_refused(kind, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    place = tmp_path / "logitwise.toml"
    place.mkdir() if kind == "folder" else place.symlink_to("/nowhere/at/all")
    assert run(["evaluate", str(EXAMPLE)]) == 2
    assert "logitwise.toml" in capsys.readouterr().err


def test_the_shipped_policy_can_be_checked(capsys):
    assert run(["policy", "check", "baseline"]) == 0
    assert "baseline" in capsys.readouterr().out


@pytest.mark.parametrize("width", [60, 80, 100, 120])
def test_numbers_and_intervals_are_whole_at_any_width(width, monkeypatch, capsys):
    monkeypatch.setenv("COLUMNS", str(width))
    assert run(["evaluate", str(EXAMPLE), "--policy", "baseline"]) == 1
    out = capsys.readouterr().out
    assert any("accuracy" in line and "0.931" in line and "0.913 to 0.946" in line for line in out.splitlines())
    assert max(map(len, out.splitlines())) <= width


def test_an_option_without_its_value_points_to_the_help_of_its_command(capsys):
    assert logitwise(capsys, "evaluate", "--out").err.endswith("See logitwise evaluate --help\n")
    assert logitwise(capsys, "policy", "init", "--nix").err.endswith("See logitwise policy init --help\n")


@pytest.mark.slow
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_a_full_stderr_leaves_the_exit_status():
    assert shell("logitwise evaluate nix.csv 2> /dev/full").returncode == 2
