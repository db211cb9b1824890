"""A person gets text laid out and a prompt; a pipe gets the Markdown alone."""

from __future__ import annotations

import io

from logitwise.cli.asking.paper import Paper


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_pipe_gets_the_markdown_and_no_prompt():
    written = io.StringIO()
    paper = Paper(written, io.StringIO("  B \nlast"))
    paper.tell("**bold** `x`")
    assert [paper.ask("prompt"), paper.ask("prompt"), paper.ask("prompt")] == ["B", "last", None]
    assert written.getvalue() == "**bold** `x`\n\n"


def test_a_person_gets_it_laid_out_with_code_in_colour(monkeypatch):
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)
    written = Terminal()
    paper = Paper(written, Terminal("A\n"))
    paper.tell("**bold**\n\n```python\nx = softmax(logits, axis=-1)\n```")
    paper.say("[red]no markup[/red]")
    assert paper.ask("Your answer: ") == "A"
    out = written.getvalue()
    assert "**" not in out
    assert "```" not in out
    assert "\x1b[" in out.split("softmax")[0]
    assert "[red]no markup[/red]" in out
    assert out.endswith("Your answer: ")


def test_what_comes_from_data_cannot_move_the_cursor():
    for written in (io.StringIO(), Terminal()):
        paper = Paper(written, io.StringIO())
        paper.tell("a\x1b[2Jb\u202ec")
        paper.say("a\x07b\rc")
        assert not set("\x07\r\u202e") & set(written.getvalue())
        assert "\x1b[2J" not in written.getvalue()
