"""Where questions are written and answers come from: a terminal with a person before it, or a pipe."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from functools import cached_property
from io import StringIO, TextIOWrapper
from typing import IO, TYPE_CHECKING

from logitwise.metrics.wording import visible

if TYPE_CHECKING:
    from rich.console import Console

WIDEST = 100


@dataclass(frozen=True)
class Paper:
    """A place to write Markdown and to read lines.

    Attributes:
        written: where text goes; a terminal shows it laid out, with code in colour, anything else gets the Markdown.
        read: where answers come from.
    """

    written: IO[str]
    read: IO[str]

    def tell(self, markdown: str) -> None:
        """Write Markdown, with a blank line after it."""
        text = _shown(markdown)
        if self._console is None:
            self.written.write(f"{text}\n\n")
            return
        from rich.markdown import Markdown  # noqa: PLC0415  only for a person

        width = min(self._console.width, WIDEST)
        self._console.print(Markdown(text, code_theme="ansi_dark"), width=width)
        self._console.print()

    def say(self, text: str) -> None:
        """Write text as it is: what running code showed is no Markdown."""
        if self._console is None:
            self.written.write(f"{_shown(text)}\n\n")
            return
        self._console.print(_shown(text), markup=False, highlight=False, width=min(self._console.width, WIDEST))
        self._console.print()

    def ask(self, prompt: str) -> str | None:
        """One line; None where there are no more. The prompt is for a person alone."""
        if self.read.isatty():
            self.written.write(prompt)
            self.written.flush()
        line = self.read.readline()
        return line.strip() if line else None

    @cached_property
    def _console(self) -> Console | None:
        if not self.written.isatty():
            return None
        from rich.console import Console  # noqa: PLC0415  only for a person

        return Console(file=self.written)


def paper(*, as_json: bool) -> Paper:
    """The paper of a command: stdout, or stderr where stdout is for JSON."""
    read = sys.stdin or _nobody()
    if isinstance(read, TextIOWrapper):
        read.reconfigure(errors="replace")  # a stray byte is a wrong answer, no fault
    return Paper(sys.stderr if as_json else sys.stdout, read)


def _nobody() -> IO[str]:
    """Standard input where it was closed."""
    return StringIO()


def _shown(text: str) -> str:
    """Lines in which nothing can move the cursor."""
    return "\n".join(visible(line) for line in text.expandtabs(4).split("\n"))
