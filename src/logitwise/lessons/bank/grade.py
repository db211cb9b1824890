"""Grade one answer against the frozen key; nothing that was typed is ever evaluated."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from logitwise.errors import AnswerError
from logitwise.lessons.bank.fill_text import same_code
from logitwise.lessons.bank.question import Fills, Matrix, Slider
from logitwise.lessons.bank.shown import Shown

LONGEST_ANSWER: Final = 10_000
"""Characters of one text of an answer that is taken; whatever is kept can then be exported and read back."""


@dataclass(frozen=True, slots=True)
class Graded:
    """What became of an answer.

    Attributes:
        right: whether it was right.
        given: the answer in words.
        key: the right answer in words.
        evidence: what running the given answer showed; empty where it was never run.
        misconception: id of the one that leads to this answer, None for none.
        given_code: whether `given` is code.
        key_code: whether `key` is code.
    """

    right: bool
    given: str
    key: str
    evidence: str
    misconception: str | None
    given_code: bool = False
    key_code: bool = False


def grade(shown: Shown, answer: Sequence[str]) -> Graded:
    """Grade an answer.

    Args:
        shown: the question as it was put.
        answer: a letter; or the position of a slider as it is shown; or row and column of a cell, from 0; or what
            stands in each blank.

    Raises:
        AnswerError: it is no answer to this question; the message says what would be.
    """
    if any(not _can_be_kept(text) for text in answer):
        raise AnswerError(f"give an answer of at most {LONGEST_ANSWER:,} characters, all of them text")
    variant = shown.variant
    if variant.slider is not None:
        return _slider(variant.slider, answer)
    if variant.matrix is not None:
        return _cell(variant.matrix, answer)
    if variant.fills is not None:
        return _fill(variant.fills, answer)
    return _option(shown, answer)


def _can_be_kept(text: str) -> bool:
    return len(text) <= LONGEST_ANSWER and not any("\ud800" <= each <= "\udfff" for each in text)


def _option(shown: Shown, answer: Sequence[str]) -> Graded:
    letters = dict(shown.options)
    letter = answer[0].strip().upper() if len(answer) == 1 else ""
    if letter not in letters:
        raise AnswerError(f"choose one of {', '.join(letters)}; {_quoted(answer)} is none of them")
    given = letters[letter]
    key_letter, key = next((name, option) for name, option in shown.options if option.right)
    return Graded(
        given.right, _lettered(letter, given.text, code=given.code), _lettered(key_letter, key.text, code=key.code),
        given.evidence, given.misconception, given.code, key.code,
    )  # fmt: skip


def _lettered(letter: str, text: str, *, code: bool) -> str:
    return text if code else f"{letter}: {text}"


def _slider(slider: Slider, answer: Sequence[str]) -> Graded:
    at = _position(slider, answer[0].strip()) if len(answer) == 1 else None
    if at is None:
        low, high = slider.positions[0], slider.positions[-1]
        raise AnswerError(f"choose a position from {low} to {high}; {_quoted(answer)} is none of them")
    keys = [position for position, right in zip(slider.positions, slider.right, strict=True) if right]
    key = keys[0] if len(keys) == 1 else f"{keys[0]} to {keys[-1]}" if _runs_on(slider.right) else ", ".join(keys)
    return Graded(slider.right[at], slider.positions[at], key, slider.said[at], slider.misconceptions[at])


def _position(slider: Slider, text: str) -> int | None:
    if text in slider.positions:
        return slider.positions.index(text)
    try:
        value = float(text)
        return next((i for i, each in enumerate(slider.positions) if float(each) == value), None)
    except ValueError:
        return None


def _runs_on(right: Sequence[bool]) -> bool:
    first, last = right.index(True), len(right) - 1 - list(reversed(right)).index(True)
    return all(right[first : last + 1])


def _cell(matrix: Matrix, answer: Sequence[str]) -> Graded:
    n = len(matrix.classes)
    parts = answer[0].split(",") if len(answer) == 1 else list(answer)
    numbers = [int(part) for part in parts if part.strip().isdecimal() and part.isascii() and len(part) < 9]
    if len(parts) != 2 or len(numbers) != 2 or max(numbers) >= n:
        raise AnswerError(f"choose a cell by row and column, each from 0 to {n - 1}; {_quoted(answer)} is none")
    i, j = numbers
    led = next((name for a, b, name in matrix.misconceptions if (a, b) == (i, j)), None)
    return Graded((i, j) == matrix.right, _in_words(matrix, i, j), _in_words(matrix, *matrix.right), "", led)


def _in_words(matrix: Matrix, i: int, j: int) -> str:
    return f"truth {matrix.classes[i]}, decided {matrix.classes[j]}: {matrix.counts[i][j]:,}"


def _fill(fills: Fills, answer: Sequence[str]) -> Graded:
    blanks = len(fills.accepted[0])
    if len(answer) != blanks or not all(text.strip() for text in answer):
        raise AnswerError(f"fill {'the blank' if blanks == 1 else f'all {blanks} blanks'}; {_quoted(answer)} came")
    given, key = "; ".join(answer), "; ".join(fills.accepted[0])
    if any(_same(answer, accepted) for accepted in fills.accepted):
        return Graded(True, given, key, "", None, True, True)
    for wrong, misconception, evidence in fills.wrong:
        if _same(answer, wrong):
            return Graded(False, given, key, evidence, misconception, True, True)
    return Graded(False, given, key, "", None, True, True)


def _same(answer: Sequence[str], fills: Sequence[str]) -> bool:
    return all(same_code(a, b) for a, b in zip(answer, fills, strict=True))


def _quoted(answer: Sequence[str]) -> str:
    text = ", ".join(answer)
    return f"'{text[:40]}{'...' if len(text) > 40 else ''}'" if text else "nothing"
