"""`logitwise evaluate`: verdict, exit status, outputs."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys

import pytest

from logitwise.report import report as report_module

from .commands import RARE, THREE, logitwise


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    """An empty working folder with two confusion matrices."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "rare.csv").write_text(RARE)
    (tmp_path / "three.csv").write_text(THREE)
    return tmp_path


def names(folder):
    return sorted(path.name for path in folder.iterdir() if path.name not in ("rare.csv", "three.csv"))


def asking(folder, text):
    (folder / "p.toml").write_text(f"[require]\n{text}\n")
    return folder / "p.toml"


def test_a_ready_model_ends_with_0(capsys):
    result = logitwise(capsys, "evaluate", "--confusion", "three.csv")
    assert (result.code, result.err) == (0, "")
    assert "READY" in result.out


def test_a_model_that_misses_most_positives_ends_with_1_and_says_why_first(capsys):
    result = logitwise(capsys, "evaluate", "--confusion", "rare.csv")
    assert (result.code, result.err) == (1, "")
    assert "Recall of yes is 0.12 (3 of 25" in result.out.split("\n")[4]


def test_too_little_data_ends_with_3_and_says_how_much_is_needed(capsys, folder):
    policy = asking(folder, 'accuracy = ">= 0.86"')
    result = logitwise(capsys, "evaluate", "--confusion", "three.csv", "--policy", policy)
    assert result.code == 3
    assert "398" in result.out


def test_json_is_the_only_thing_on_stdout(capsys):
    result = logitwise(capsys, "evaluate", "--confusion", "rare.csv", "--json")
    document = json.loads(result.out)
    assert document["verdict"]["outcome"] == "not ready"
    assert (result.code, result.err) == (1, "")


def test_outputs_are_written_in_the_formats_of_their_suffixes(capsys, folder):
    arguments = ["--out", "r.json", "--out", "r.md", "--save-tally", "t.tally"]
    result = logitwise(capsys, "evaluate", "--confusion", "three.csv", *arguments)
    assert result.code == 0
    assert names(folder) == ["r.json", "r.md", "t.tally"]
    assert json.loads((folder / "r.json").read_text())["rows"]["used"] == 158


def test_a_page_is_written_and_the_status_stays_that_of_the_verdict(capsys, folder):
    result = logitwise(capsys, "evaluate", "--confusion", "rare.csv", "-o", "r.html")
    assert (result.code, result.err) == (1, "")
    assert (folder / "r.html").read_text(encoding="utf-8").startswith("<!doctype html>")


def test_charts_are_written_into_a_new_folder(capsys, folder):
    pytest.importorskip("logitwise.report.charts.export")
    assert logitwise(capsys, "evaluate", "--confusion", "three.csv", "--plots", "plots").code == 0
    assert {"confusion.svg", "confusion.png"} <= {path.name for path in (folder / "plots").iterdir()}


def test_when_a_chart_fails_nothing_appears(capsys, folder, monkeypatch):
    export = pytest.importorskip("logitwise.report.charts.export")

    def fail(report, place, **settings):
        (place / "half.svg").write_text("<svg")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(export, "save_plots", fail)
    result = logitwise(capsys, "evaluate", "--confusion", "three.csv", "--out", "r.md", "--plots", "plots")
    assert (result.code, result.out) == (2, "")
    assert "plots: cannot be written: No space left" in result.err
    assert names(folder) == []


def test_a_saved_tally_is_judged_as_the_data_were(capsys):
    first = logitwise(capsys, "evaluate", "--confusion", "three.csv", "--json", "--save-tally", "t.tally")
    again = logitwise(capsys, "evaluate", "t.tally", "--json")
    one, other = json.loads(first.out), json.loads(again.out)
    assert one["metrics"] == other["metrics"]
    assert one["verdict"] == other["verdict"]


def test_a_policy_in_the_working_folder_is_found(capsys, folder):
    (folder / "logitwise.toml").write_text('[require]\naccuracy = ">= 0.99"\n')
    result = logitwise(capsys, "evaluate", "--confusion", "three.csv")
    assert result.code == 1
    assert "logitwise.toml" in result.out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], ["FILE", "--confusion", "--help"]),
        (["nowhere.csv"], ["nowhere.csv"]),
        (["x.csv", "--confusion", "three.csv"], ["either"]),
        (["--confusion", "three.csv", "--thresold", "0.3"], ["--thresold", "--threshold", "--help"]),
        (["--confusion", "three.csv", "--head", "relu"], ["--head", "'relu'", "softmax"]),
        (["--confusion", "three.csv", "--threshold", "much"], ["--threshold", "much"]),
        (["--confusion", "three.csv", "--out", "r.pdf"], ["r.pdf", ".html", ".json", ".md"]),
        (["--confusion", "three.csv", "--out", "r"], ["r", ".json", ".md"]),
        (["--confusion", "three.csv", "--out", "gone/r.md"], ["gone", "does not exist"]),
        (["--confusion", "three.csv", "--out", "r.md", "--out", "./r.md"], ["same name"]),
        (["--confusion", "three.csv", "--plots", "three.csv"], ["three.csv", "expected a folder"]),
        (["--confusion", "three.csv", "--plots", "gone/plots"], ["gone", "does not exist"]),
        (["--confusion", "three.csv", "--out", "r.md", "--plots", "r.md"], ["same name"]),
        (["--confusion", "three.csv", "--save-tally", "t.json"], ["t.json", ".tally"]),
        (["--confusion", "three.csv", "--policy", "nowhere.toml"], ["nowhere.toml", "missing"]),
        (["--confusion", "three.csv", "--bogus\x1b[31m"], ["\\x1b[31m"]),
    ],
)
def test_wrong_usage_is_one_message_and_leaves_nothing(capsys, folder, arguments, words):
    result = logitwise(capsys, "evaluate", *arguments)
    assert (result.code, result.out) == (2, "")
    assert all(word in result.err for word in words), result.err
    assert result.err.startswith("logitwise: ")
    assert result.err.count("\n") == 1
    assert "Traceback" not in result.err
    assert "\x1b" not in result.err
    assert names(folder) == []


def test_an_unsupported_output_is_refused_before_the_input_is_touched(capsys):
    result = logitwise(capsys, "evaluate", "nowhere.csv", "--out", "r.pdf")
    assert "r.pdf" in result.err
    assert "nowhere.csv" not in result.err


def test_when_one_output_fails_none_appears_and_nothing_is_printed(capsys, folder, monkeypatch):
    def fail(tally, place):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("logitwise.tallies.Tally.save", fail)
    result = logitwise(capsys, "evaluate", "--confusion", "three.csv", "--out", "r.md", "--save-tally", "t.tally")
    assert (result.code, result.out) == (2, "")
    assert "t.tally" in result.err
    assert "No space left" in result.err
    assert names(folder) == []


def test_a_fault_of_our_own_ends_with_4_and_says_how_to_report_it(capsys, monkeypatch):
    def break_down(*_, **__):
        raise ZeroDivisionError("by \x1b[31mzero")

    monkeypatch.setattr(report_module, "judge", break_down)
    result = logitwise(capsys, "evaluate", "--confusion", "three.csv")
    assert (result.code, result.out) == (4, "")
    assert all(word in result.err for word in ("ZeroDivisionError", "report it", "LOGITWISE_DEBUG=1", "\\x1b[31m"))
    assert "Traceback" not in result.err


def test_the_traceback_is_shown_to_who_asks_for_it(capsys, monkeypatch):
    monkeypatch.setattr(report_module, "judge", None)
    monkeypatch.setenv("LOGITWISE_DEBUG", "1")
    assert "Traceback" in logitwise(capsys, "evaluate", "--confusion", "three.csv").err


def test_an_interrupt_is_no_traceback(capsys, monkeypatch):
    def interrupt(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr(report_module, "judge", interrupt)
    result = logitwise(capsys, "evaluate", "--confusion", "three.csv")
    assert (result.code, result.out) == (130, "")
    assert "interrupted" in result.err


def test_help_names_every_exit_status(capsys):
    result = logitwise(capsys, "evaluate", "--help")
    assert result.code == 0
    assert all(f"{code} " in " ".join(result.out.split()) for code in range(5))


def test_the_version_is_told(capsys):
    result = logitwise(capsys, "--version")
    assert result.code == 0
    assert re.match(r"logitwise (\d+\.\d+|unknown)", result.out)


def test_without_a_command_help_is_shown(capsys):
    result = logitwise(capsys)
    assert result.code == 0
    assert "evaluate" in result.out


@pytest.mark.slow
def test_a_stream_that_cannot_show_a_character_gets_its_escape(folder):
    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}
    command = [sys.executable, "-m", "logitwise", "evaluate", "--confusion", "three.csv"]
    done = subprocess.run(command, capture_output=True, env=environment, check=False)
    assert done.returncode == 0
    assert done.stdout.isascii()


@pytest.mark.slow
def test_a_reader_that_leaves_early_is_no_error(folder):
    command = f'"{sys.executable}" -m logitwise evaluate --confusion three.csv --json | head -c 1'
    done = subprocess.run(command, shell=True, capture_output=True, check=False)  # noqa: S602
    assert done.stderr == b""


@pytest.mark.slow
def test_judging_a_table_imports_no_heavy_stranger(folder):
    code = (
        "import sys; from logitwise.cli.run import run; run(['evaluate', '--confusion', 'three.csv']);"
        "heavy = {'tensorflow', 'torch', 'sklearn', 'pandas', 'numba', 'scipy.stats'} & sys.modules.keys();"
        "sys.exit(f'imported {heavy}' if heavy else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
