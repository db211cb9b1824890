"""Commands that a report recommends: they run as printed, and read the judged rows as they were judged."""

from __future__ import annotations

import json
import shlex

import numpy as np
import pytest

import logitwise as lw
from logitwise.cli.run import run
from logitwise.findings.facts import Facts
from logitwise.head import Head
from logitwise.policy import baseline
from logitwise.rule import Rule

ROWS = 2_000
SAID = (
    "--label", "truth", "--logits", "raw score", "--head", "sigmoid", "--positive", "no", "--group", "who", "--weight",
    "w", "--class-weight", "no=2", "--invalid", "reject",
)  # fmt: skip


def drawn(seed=0):
    """Scores of ``no`` that are far too low, so that a threshold and a recalibration are called for."""
    rng = np.random.default_rng(seed)
    y = rng.random(ROWS) < 0.1
    return rng, y, 2 * rng.normal(2.0 * y, 1.0) - 6


@pytest.fixture
def folder(tmp_path, monkeypatch):
    rng, y, z = drawn()
    lines = [
        f"{'no' if hit else 'yes'},{score},{row % 400},{weight:.2f},{-score}"
        for row, (hit, score, weight) in enumerate(zip(y, z, rng.uniform(0.5, 1.5, ROWS), strict=True))
    ]
    (tmp_path / "my rows.csv").write_text("\n".join(["truth,raw score,who,w,logit", *lines]) + "\n")
    p = 1 / (1 + np.exp(-z))
    np.savez(tmp_path / "exact.npz", labels=y.astype(int), probabilities=np.where(p < 0.0005, 0.0, p))
    np.savez(tmp_path / "a.npz", labels=y[:1000].astype(int), logits=z[:1000])
    np.savez(tmp_path / "b.npz", labels=y[1000:].astype(int), logits=z[1000:])
    (tmp_path / "costs.toml").write_text(
        'extends = "baseline"\n[task.costs]\nfalse_positive = 1.0\nfalse_negative = 20.0\n'
    )
    monkeypatch.chdir(tmp_path)
    return tmp_path


def recommended(capsys, *arguments):
    """Every command that evaluate prints, and the report."""
    run(["evaluate", *arguments, "--json"])
    report = json.loads(capsys.readouterr().out)
    found = [each for each in report["findings"] if each["outcome"] == "found"]
    return {each["code"]: each["command"] for each in found if each["command"]}, report


def runs(capsys, command):
    """The rule that comes of a command."""
    assert run(shlex.split(command)[1:]) == 0, capsys.readouterr().err
    capsys.readouterr()
    return lw.load_rule("rule.json")


def test_what_was_said_to_evaluate_is_said_to_tune(folder, capsys):
    commands, report = recommended(capsys, "my rows.csv", *SAID, "--policy", "baseline")
    assert commands
    for command in commands.values():
        words = shlex.split(command)
        assert words[2] == "my rows.csv"
        assert all(word in words for word in SAID)
        rule = runs(capsys, command)
        assert (rule.head.positive_class, rule.seen.rows) == ("no", report["rows"]["used"])


def test_several_files_are_named(folder, capsys):
    commands, _ = recommended(capsys, "a.npz", "b.npz")
    assert next(iter(commands.values())).startswith("logitwise tune a.npz b.npz ")
    assert runs(capsys, next(iter(commands.values()))).seen.rows == ROWS


def test_stated_costs_are_the_goal(folder, capsys):
    commands, _ = recommended(capsys, "a.npz", "b.npz", "--policy", "costs.toml")
    command = commands["LW301"]
    assert "--maximize" not in command
    assert "--policy costs.toml" in command
    assert "false_negative=20" in command
    runs(capsys, command)


def test_of_probabilities_of_exactly_0_thresholds_alone_are_tuned(folder, capsys):
    commands, report = recommended(capsys, "exact.npz")
    assert "LW301" in commands
    assert not {"LW401", "LW402", "LW403", "LW404", "LW405"} & commands.keys()
    for command in commands.values():
        assert "--calibrate none" in command
        runs(capsys, command)
    shifted = next(each for each in report["findings"] if each["code"] == "LW403")
    assert shifted["outcome"] == "found"
    assert "Give logits" in shifted["remedy"]


def test_a_declared_policy_that_is_no_file_is_said_by_its_options(folder):
    report = lw.evaluate("exact.npz", policy={"extends": "baseline", "task": {"positive": "0", "head": "sigmoid"}})
    assert report.facts.words == ("exact.npz", "--head", "sigmoid", "--positive", "0")


def test_a_saved_tally_is_named_and_nothing_said_of_it(folder, capsys):
    lw.tally("exact.npz").save("exact.tally")
    report = lw.evaluate("exact.tally", policy={"extends": "baseline", "task": {"head": "sigmoid"}})
    assert report.facts.words == ("exact.tally",)
    runs(capsys, report.facts.tune("--maximize", "f1"))


def test_rows_that_pass_through_a_rule_are_tuned_as_its_head_says(folder):
    Rule(Head("sigmoid", ("0", "1"), positive=0), thresholds=(0.5,)).save("rule.json")
    report = lw.evaluate("b.npz", rule="rule.json", policy="baseline")
    assert report.facts.words == ("b.npz", "--positive", "0", "--policy", "baseline")


def test_more_files_than_a_line_holds_are_called_file(folder):
    _, y, z = drawn()
    for part in range(9):
        np.savez(f"part{part}.npz", labels=y[part::9].astype(int), logits=z[part::9])
    said = lw.evaluate([f"part{part}.npz" for part in range(9)], head="sigmoid").facts.words
    assert said == ("FILE", "--head", "sigmoid")
    assert lw.evaluate("part*.npz").facts.words == ("part*.npz",)


def test_arrays_are_called_file():
    _, y, z = drawn()
    facts = lw.evaluate(y, logits=z, positive=False, policy="baseline").facts
    assert facts.tune("--maximize", "f1") == "logitwise tune FILE --positive False --maximize f1 -o rule.json"


def test_decisions_have_no_command():
    assert Facts(lw.tally([0, 1], decisions=[0, 1]), baseline(), ("x.csv",)).tune("--maximize", "f1") is None


def test_the_report_says_once_to_tune_on_other_rows():
    _, y, z = drawn()
    report = lw.evaluate(y, logits=z, policy="baseline")
    assert report.summary.findings.said.endswith("Tune on other rows than you judge, or LW304 will say so.")
    assert "Tune on other rows" not in lw.evaluate(y, decisions=y, policy="baseline").summary.findings.said
