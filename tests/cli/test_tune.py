"""``logitwise tune`` from a file to a rule, and what it refuses."""

from __future__ import annotations

import contextlib
import io
import json
from pathlib import Path

import numpy as np
import pytest

import logitwise as lw
from logitwise.cli.run import run


@pytest.fixture
def folder(tmp_path, monkeypatch):
    rng = np.random.default_rng(0)
    y = (rng.random(3000) < 0.1).astype(int)
    z = rng.normal(2.0 * y, 1.0) * 2 - 6
    np.savez(tmp_path / "tune.npz", labels=y[:1500], logits=z[:1500])
    np.savez(tmp_path / "judge.npz", labels=y[1500:], logits=z[1500:])
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "120")
    return tmp_path


def command(*arguments):
    """Exit status, stdout and stderr."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        status = run(arguments)
    return status, out.getvalue(), err.getvalue()


def test_a_model_that_misses_a_class_is_mended_on_rows_that_did_not_tune(folder):
    before = lw.evaluate("judge.npz", policy="baseline")
    assert command("tune", "tune.npz", "--maximize", "f1", "-o", "rule.json")[0] == 0
    after = lw.evaluate("judge.npz", rule="rule.json", policy="baseline")
    assert before.verdict.outcome == "not ready"
    assert after.verdict.outcome == "ready"


def test_the_page_says_what_was_done_and_what_comes_next(folder):
    status, out, _ = command("tune", "tune.npz", "--require", "recall >= 0.8", "-o", "rule.json")
    assert status == 0
    for said in (
        "RULE rule.json",
        "Guaranteed",
        "recall of 1 >= 0.8",
        "--rule rule.json",
        "cross-fitted",
        "behind the best",
    ):
        assert said in out


def test_json_prints_the_rule_and_nothing_else(folder):
    status, out, err = command("tune", "tune.npz", "-o", "rule.json", "--json")
    assert (status, err) == (0, "")
    assert json.loads(out) == json.loads(Path("rule.json").read_text())


def test_what_cannot_be_guaranteed_ends_with_3_and_leaves_no_file(folder):
    status, out, err = command("tune", "tune.npz", "--require", "recall >= 0.999", "-o", "rule.json")
    assert (status, out) == (3, "")
    assert "2,995" in err
    assert not Path("rule.json").exists()


def test_a_rule_of_before_stays_where_tuning_fails(folder):
    Path("rule.json").write_text("before")
    assert command("tune", "tune.npz", "--require", "recall >= 0.999", "-o", "rule.json")[0] == 3
    assert Path("rule.json").read_text() == "before"


def test_costs_of_the_policy_are_taken_where_nothing_is_asked(folder):
    Path("logitwise.toml").write_text(
        'extends = "baseline"\n[task]\ncosts = {false_positive = 1, false_negative = 20}\n'
    )
    assert command("tune", "tune.npz", "-o", "rule.json")[0] == 0
    assert lw.load_rule("rule.json").thresholds[0] == pytest.approx(1 / 21, abs=0.003)


def test_the_prevalence_of_the_policy_holds_where_a_threshold_is_chosen_freely(folder):
    Path("logitwise.toml").write_text(
        'extends = "baseline"\n[task]\nprevalence = 0.01\ncosts = {false_positive = 1, false_negative = 20}\n'
    )
    for said in ((), ("--maximize", "f1"), ("--capacity", "10/100")):
        assert command("tune", "tune.npz", *said, "-o", "rule.json")[0] == 0
        assert command("tune", "tune.npz", *said, "--prevalence", "0.01", "-o", "same.json")[0] == 0
        taken, same = lw.load_rule("rule.json"), lw.load_rule("same.json")
        assert (taken.shift, taken.thresholds) == (same.shift, same.thresholds)
        assert taken.shift is not None
    assert command("tune", "tune.npz", "--cost", "false_positive=1", "--cost", "false_negative=20",
                   "--prevalence", "0.1", "-o", "same.json")[0] == 0  # fmt: skip
    assert lw.load_rule("same.json").shift != taken.shift  # what is said goes before what the policy says


@pytest.mark.parametrize("said", [("--require", "precision >= 0.3"), ("--abstain", "0.05")])
def test_a_bound_is_kept_on_rows_like_these_whatever_the_policy_states(folder, said):
    assert command("tune", "tune.npz", *said, "-o", "plain.json")[0] == 0
    Path("logitwise.toml").write_text('extends = "baseline"\n[task]\nprevalence = 0.01\n')
    assert command("tune", "tune.npz", *said, "-o", "rule.json")[0] == 0
    assert lw.load_rule("rule.json").shift is None
    assert lw.load_rule("rule.json").thresholds == lw.load_rule("plain.json").thresholds


def test_the_prevalence_is_estimated_from_outputs_without_labels(folder):
    rng = np.random.default_rng(1)
    y = rng.random(20_000) < 0.02
    np.savez("used.npz", logits=rng.normal(2.0 * y, 1.0) * 2 - 6)
    assert command("tune", "tune.npz", "--unlabeled", "used.npz", "-o", "rule.json")[0] == 0
    prior = lw.load_rule("rule.json").evidence["prior"]
    assert prior["low"][1] <= 0.02 <= prior["high"][1] < 0.1
    asked = ("--unlabeled", "used.npz", "--prior-by", "hard-bbse")
    assert command("tune", "tune.npz", *asked, "-o", "rule.json")[0] == 0
    assert lw.load_rule("rule.json").evidence["prior"]["method"] == "hard bbse"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "needs a FILE"),
        (("tune.npz", "-o", "rule.txt"), "saved as .json"),
        (("missing.npz", "-o", "rule.json"), "does not exist"),
        (("tune.npz", "-o", "rule.json", "--require", "recal >= 0.9"), "did you mean 'recall'"),
        (("tune.npz", "-o", "rule.json", "--require", "recall >= 1"), "floor of 1"),
        (("tune.npz", "-o", "rule.json", "--maximize", "f2"), "f2"),
        (
            ("tune.npz", "-o", "rule.json", "--cost", "false_positive=-1", "--cost", "false_negative=2"),
            "false_positive",
        ),
        (("tune.npz", "-o", "rule.json", "--cost", "false_positive=0", "--cost", "false_negative=2"), "above 0"),
        (("tune.npz", "-o", "rule.json", "--cost", "false_positive=1"), "false_negative"),
        (("tune.npz", "-o", "rule.json", "--capacity", "lots"), "capacity"),
        (("tune.npz", "-o", "rule.json", "--prevalence", "2"), "between 0 and 1"),
        (("tune.npz", "-o", "rule.json", "--prevalence", "0.1", "--unlabeled", "judge.npz"), "either"),
        (("tune.npz", "-o", "rule.json", "--calibrate", "platt"), "platt"),
        (("tune.npz", "-o", "rule.json", "--unlabeled", "judge.npz", "--prior-by", "bbsse"), "did you mean 'bbse'"),
        (("tune.npz", "-o", "rule.json", "--abstain", "0"), "abstain"),
    ],
)
def test_what_cannot_be_meant_is_refused_in_one_sentence(folder, arguments, said):
    status, out, err = command("tune", *(arguments or ("-o", "rule.json")))
    assert (status, out) == (2, "")
    assert said in err
    assert err.count("\n") == 1
    assert not Path("rule.json").exists()
