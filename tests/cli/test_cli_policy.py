"""`logitwise policy`."""

from __future__ import annotations

import pytest

from .commands import THREE, logitwise


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    """An empty working folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_init_writes_a_policy_that_check_accepts_and_evaluate_finds(capsys, folder):
    assert logitwise(capsys, "policy", "init").code == 0
    assert logitwise(capsys, "policy", "check", "logitwise.toml").code == 0
    (folder / "three.csv").write_text(THREE)
    assert "logitwise.toml" in logitwise(capsys, "evaluate", "--confusion", "three.csv").out


def test_init_never_replaces_a_policy_unless_forced(capsys, folder):
    (folder / "logitwise.toml").write_text("mine")
    result = logitwise(capsys, "policy", "init")
    assert (result.code, result.out) == (2, "")
    assert "--force" in result.err
    assert (folder / "logitwise.toml").read_text() == "mine"
    assert logitwise(capsys, "policy", "init", "--force").code == 0
    assert (folder / "logitwise.toml").read_text() != "mine"


def test_check_says_what_is_asked(capsys, folder):
    (folder / "p.toml").write_text('[require]\nrecall."not sure" = ">= 0.9"\n[confidence]\nlooks = 5\n')
    out = logitwise(capsys, "policy", "check", "p.toml").out
    assert "recall of not sure >= 0.9" in out
    assert "5 looks" in out


def test_check_refuses_what_cannot_be_read(capsys, folder):
    (folder / "p.toml").write_text("[require]\nrecall >= 0.8\n")
    result = logitwise(capsys, "policy", "check", "p.toml")
    assert (result.code, result.out) == (2, "")
    assert "p.toml" in result.err
    assert "line 2" in result.err
