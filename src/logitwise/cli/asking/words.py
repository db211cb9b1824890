"""A question, and what became of an answer, as Markdown."""

from __future__ import annotations

from typing import Final

from logitwise.lessons.bank.grade import Graded
from logitwise.lessons.bank.question import SKILLS, Bank, Matrix, Slider
from logitwise.lessons.bank.shown import Shown
from logitwise.lessons.modes import mode
from logitwise.report.safe_text import class_name, markdown_safe

MOST_POSITIONS: Final = 12
"""Positions of a slider that are listed, evenly spaced; the others can be looked at."""


def question_words(shown: Shown, *, number: int, of: int) -> str:
    """A question with its ways to answer."""
    question, variant = shown.question, shown.variant
    head = f"### Question {number}/{of} · {question.difficulty} · {SKILLS.get(question.skill, question.skill)}"
    parts = [head, variant.stem.strip()]
    if variant.code:
        parts.append(_fenced(variant.code))
    parts += [f"**{letter}**\n\n{_fenced(option.text)}" if option.code else f"**{letter}** {option.text}"
              for letter, option in shown.options]  # fmt: skip
    if variant.slider is not None:
        parts.append(_positions(variant.slider))
    if variant.matrix is not None:
        parts += [_table(variant.matrix), _cells(variant.matrix)]
    return "\n\n".join(parts)


def prompt(shown: Shown, *, blank: int = 0, hints: bool) -> str:
    """What is asked of a person."""
    more = ", h for a hint, q to stop" if hints else ", q to stop"
    if shown.options:
        return f"Your answer ({shown.options[0][0]} to {shown.options[-1][0]}{more}): "
    if shown.variant.slider is not None:
        return f"Your position (a number, ? and a number to look{more}): "
    if shown.variant.matrix is not None:
        return f"Your cell (row and column, like 0 1{more}): "
    which = f"Blank {blank + 1} of {shown.blanks}" if shown.blanks > 1 else "The blank"
    return f"{which} (code{more}): "


def outcome_words(graded: Graded) -> str:
    """Whether an answer was right, and what would have been."""
    parts = ["**Right.**" if graded.right else "**Not right.**"]
    parts.append(f"Your answer: {_answer(graded.given, code=graded.given_code)}")
    if not graded.right:
        parts.append(f"The right answer: {_answer(graded.key, code=graded.key_code)}")
    return "\n\n".join(parts)


def solution_words(shown: Shown, graded: Graded, *, bank: Bank) -> str:
    """The misconception that was made, the solution in numbered steps, a quick check, and the place in the lesson."""
    parts = []
    made = bank.misconceptions.get(graded.misconception or "")
    if made is not None:
        parts.append(f"What is often thought: {made.thought} What is right: {made.right}")
    variant = shown.variant
    parts.append("\n".join(f"{number}. {_indented(step)}" for number, step in enumerate(variant.steps, 1)))
    if variant.check:
        parts.append(f"Quick check: {variant.check}")
    parts.append(f"In the lesson: {place_words(shown.question.place)}")
    return "\n\n".join(part for part in parts if part)


def place_words(place: str) -> str:
    """A place of the lesson for people.

    >>> place_words("metrics#thresholds")
    'Metrics (`metrics#thresholds`)'
    """
    found = mode(place.partition("#")[0])
    return f"{found.title} (`{place}`)" if found is not None else f"`{place}`"


def _answer(text: str, *, code: bool) -> str:
    if not code:
        return text
    return f"\n\n{_fenced(text)}" if "\n" in text or "`" in text else f"`{text}`"


def _fenced(code: str) -> str:
    fence = "```"
    while fence in code:
        fence += "`"
    return f"{fence}python\n{code.strip(chr(10))}\n{fence}"


def _indented(step: str) -> str:
    """Further lines of a step below its number."""
    return step.strip().replace("\n", "\n   ")


def _positions(slider: Slider) -> str:
    """What some positions give, from one end to the other."""
    last = len(slider.positions) - 1
    pieces = min(last, MOST_POSITIONS - 1)
    shown = sorted({round(n * last / pieces) for n in range(pieces + 1)}) if pieces else [0]
    lines = [f"- **{slider.positions[at]}** {slider.said[at]}" for at in shown]
    head = f"{slider.label}: {last + 1} positions from {slider.positions[0]} to {slider.positions[-1]}."
    more = " Some of them; `? 0.5` says what another one gives." if len(shown) <= last else ""
    return "\n".join([head + more.replace("0.5", slider.positions[shown[0] + 1]), "", *lines])


def _table(matrix: Matrix) -> str:
    names = [_class(name) for name in matrix.classes]
    rows = [
        f"| **row {i} = {name}** | {' | '.join(f'{n:,}' for n in row)} |"
        for i, (name, row) in enumerate(zip(names, matrix.counts, strict=True))
    ]
    columns = [f"column {j} = {name}" for j, name in enumerate(names)]
    head = [f"| truth, then decided | {' | '.join(columns)} |", f"|---|{'---:|' * len(names)}"]
    return "\n".join([*head, *rows])


def _class(name: str) -> str:
    """A class by its name; one that is a number would be taken for that of a row."""
    if name.lstrip("+-").replace(".", "", 1).isdecimal():
        return f"class `{name}`"
    return markdown_safe(class_name(name))


def _cells(matrix: Matrix) -> str:
    """How a cell is named, also for who reads through a pipe."""
    last = len(matrix.classes) - 1
    return f"Answer with a row and a column, each from 0 to {last}, like `0 {last}`: row 0, column {last}."
