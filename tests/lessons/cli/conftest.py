"""The command line with a small bank, a home of its own, and answers that come through a pipe."""

from __future__ import annotations

import io
import json
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import pytest

from logitwise.cli.asking import sittings
from logitwise.cli.run import run
from logitwise.lessons.progress import review
from logitwise.lessons.progress.store import Store, open_store


@dataclass(frozen=True)
class Terminal:
    """What runs a command."""

    capsys: pytest.CaptureFixture[str]
    monkeypatch: pytest.MonkeyPatch

    def bank(self, made: Any) -> None:
        """Let questions come from this bank."""
        self.monkeypatch.setattr(sittings, "bank", lambda: made)
        self.monkeypatch.setattr(review, "shipped", lambda: made)

    def run(self, *arguments: str, answers: str = "") -> SimpleNamespace:
        """Exit status, stdout and stderr of a command that reads these answers."""
        self.monkeypatch.setattr("sys.stdin", io.StringIO(answers))
        code = run(arguments)
        printed = self.capsys.readouterr()
        return SimpleNamespace(code=code, out=printed.out, err=printed.err)

    def json(self, *arguments: str, answers: str = "") -> dict[str, Any]:
        """What a command prints as JSON."""
        result = self.run(*arguments, "--json", answers=answers)
        assert result.code == 0, result.err
        return json.loads(result.out)

    @property
    def store(self) -> Store:
        return open_store()


@pytest.fixture
def terminal(capsys, monkeypatch, tmp_path, banks) -> Terminal:
    monkeypatch.setenv("LOGITWISE_HOME", str(tmp_path / "home"))
    found = Terminal(capsys, monkeypatch)
    found.bank(banks.whole)
    return found


@pytest.fixture
def right():
    """The letters that answer the questions of a JSON result, by number; the right option says so."""

    def letters(document: dict[str, Any]) -> list[str]:
        return [next(k for k, text in each["options"].items() if text == "right") for each in document["questions"]]

    return letters
