"""``logitwise report``: a report of saved tallies; it writes, and judging is another command's."""

from __future__ import annotations

import json

import pytest

from .commands import RARE, THREE, logitwise

POLICY = '[require]\nrecall = ">= 0.9"\n'


@pytest.fixture
def tally(tmp_path, capsys):
    """A tally of a model that is not ready."""
    (tmp_path / "rare.csv").write_text(RARE)
    saved = tmp_path / "rare.tally"
    words = ("evaluate", "--confusion", tmp_path / "rare.csv", "--policy", "baseline", "--save-tally", saved)
    assert logitwise(capsys, *words).code == 1
    return saved


def report(capsys, *words):
    return logitwise(capsys, "report", *words)


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_a_report_that_is_not_ready_is_written_all_the_same(tally, tmp_path, capsys):
    assert report(capsys, tally, "-o", tmp_path / "r.html", "--policy", "baseline") == (0, "", "")
    assert "Not ready" in (tmp_path / "r.html").read_text(encoding="utf-8")


def test_it_says_what_evaluate_says_of_the_same_tally(tally, tmp_path, capsys):
    report(capsys, tally, "--out", tmp_path / "a.json", "--policy", "baseline")
    assert logitwise(capsys, "evaluate", tally, "--out", tmp_path / "b.json", "--policy", "baseline").code == 1
    assert json.loads((tmp_path / "a.json").read_text()) == json.loads((tmp_path / "b.json").read_text())


def test_several_formats_are_written_at_once(tally, tmp_path, capsys):
    (tmp_path / "out").mkdir()
    places = [tmp_path / "out" / f"r{suffix}" for suffix in (".html", ".json", ".md", ".xml")]
    assert report(capsys, tally, *(word for place in places for word in ("-o", place))).code == 0
    assert names(tmp_path / "out") == [place.name for place in places]


def test_several_tallies_are_added(tally, tmp_path, capsys):
    (tmp_path / "twice.tally").write_bytes(tally.read_bytes())
    assert report(capsys, tmp_path / "*.tally", "-o", tmp_path / "r.json").code == 0
    assert json.loads((tmp_path / "r.json").read_text())["rows"]["used"] == 2 * 1100


def test_the_policy_is_the_one_that_was_named(tally, tmp_path, capsys):
    (tmp_path / "p.toml").write_text(POLICY)
    assert report(capsys, tally, "-o", tmp_path / "r.json", "--policy", tmp_path / "p.toml").code == 0
    said = json.loads((tmp_path / "r.json").read_text())
    assert [each["metric"] for each in said["verdict"]["requirements"]] == ["recall"]


def test_findings_are_chosen_as_in_evaluate(tally, tmp_path, capsys):
    report(capsys, tally, "-o", tmp_path / "a.json", "--select", "LW2", "--ignore", "LW208")
    codes = {each["code"] for each in json.loads((tmp_path / "a.json").read_text())["findings"]}
    assert codes
    assert all(code.startswith("LW2") for code in codes)
    assert "LW208" not in codes


def test_charts_are_saved_into_a_folder(tally, tmp_path, capsys):
    pytest.importorskip("logitwise.report.charts.export")
    assert report(capsys, tally, "--plots", tmp_path / "plots") == (0, "", "")
    assert {"confusion.svg", "confusion.png"} <= set(names(tmp_path / "plots"))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "name one with -o report.html, or --plots DIR"),
        (("-o", "r.pdf"), "supported are .html, .json, .md, .xml"),
        (("-o", "nowhere/r.html"), "does not exist"),
        (("-o", "r.html", "-o", "r.html"), "two outputs have the same name"),
        (("-o", "r.html", "--plots", "r.html"), "two outputs have the same name"),
        (("--plots", "rare.csv"), "is a file; expected a folder"),
        (("--plots", ""), "the name is empty"),
        (("-o", ""), "the name is empty"),
        (("--plots", "new", "-o", "new/r.html"), "make new first"),
        (("-o", "r.html", "--policy", "none.toml"), "none.toml"),
        (("-o", "r.html", "--select", "LW9"), "LW9"),
        (("-o", "r.html", "--ignore", "LW9"), "LW9"),
        (("-o", "r.html", "--json"), "No such option"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(words, said, tally, capsys, monkeypatch):
    monkeypatch.chdir(tally.parent)
    code, out, err = report(capsys, tally, *words)
    assert (code, out) == (2, "")
    assert said in err
    assert names(tally.parent) == ["rare.csv", "rare.tally"]


def test_rows_are_sent_to_evaluate(tally, tmp_path, capsys):
    (tmp_path / "three.csv").write_text(THREE)
    code, _, err = report(capsys, tmp_path / "three.csv", "-o", tmp_path / "r.html")
    assert code == 2
    assert "is no .tally; of rows, logitwise evaluate writes a report with --out" in err


def test_a_tally_that_is_not_there_is_named(tmp_path, capsys):
    code, _, err = report(capsys, tmp_path / "no.tally", "-o", tmp_path / "r.html")
    assert code == 2
    assert "no.tally" in err


def test_its_help_says_that_it_does_not_gate(capsys):
    assert "whatever the verdict" in logitwise(capsys, "report", "--help").out.replace("\n", " ")
