"""Sentences as a page shows them: visible, with what is to be run taken out, so that it can be copied."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from logitwise.metrics.wording import visible

_RUN: Final = "Run: "
_NAMED: Final = ("logitwise policy init",)
"""Commands that stand inside a sentence; they stay there and can be copied too."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """A sentence, and the command that it ends in or names.

    Attributes:
        text: without a command at its end.
        command: empty where there is none.
    """

    text: str
    command: str = ""


def spoken(sentence: str) -> Spoken:
    """Take a sentence of advice apart.

    >>> spoken("The threshold is the cause. Run: logitwise tune a.csv -o rule.json")
    Spoken(text='The threshold is the cause.', command='logitwise tune a.csv -o rule.json')
    >>> spoken("Look at the rows.")
    Spoken(text='Look at the rows.', command='')
    """
    text, run, command = visible(sentence).rpartition(_RUN)
    if run and command.startswith("logitwise "):
        return Spoken(text.strip(), command.strip())
    whole = visible(sentence)
    return Spoken(whole, next((each for each in _NAMED if each in whole), ""))
