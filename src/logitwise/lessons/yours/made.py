"""A question made from a report, or why none was."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from logitwise.lessons.bank.question import Difficulty, Kind, Matrix, Option, Question, Variant
from logitwise.lessons.yours.facts import Facts


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a question was not made: its answer would not be unique, not be decided, or not exist."""

    reason: str


Made = Question | Refusal
Wrong = tuple[str, str | None]
"""What a wrong option says, and the misconception that leads to it."""


@dataclass(frozen=True, slots=True)
class Telling:
    """The words of a question.

    Attributes:
        stem: what is asked.
        hints: from a nudge to nearly the answer.
        steps: the solution, with the numbers of the report.
        check: a quick check.
    """

    stem: str
    hints: tuple[str, ...]
    steps: tuple[str, ...]
    check: str


@dataclass(frozen=True, slots=True)
class Sort:
    """What sort of question it is: the name of its maker, and what the bank says of every question."""

    name: str
    skill: str
    difficulty: Difficulty
    kind: Kind
    asks: str
    place: str


def with_options(  # noqa: PLR0913  one parameter a part
    facts: Facts, sort: Sort, *, right: tuple[str, str], wrong: Iterable[Wrong], told: Telling, least: int = 2
) -> Made:
    """A question with one right option and up to three wrong ones, none of which says the same as another.

    Args:
        facts: that it is about.
        sort: of question.
        right: what the right option says, and the evidence.
        wrong: candidates, the most tempting first.
        told: its words.
        least: wrong options without which there is no question.
    """
    options = [Option(right[0], code=False, right=True, evidence=right[1])]
    for text, misconception in wrong:
        if len(options) < 4 and text not in {option.text for option in options}:
            options.append(Option(text, code=False, right=False, evidence="", misconception=misconception))
    if len(options) <= least:
        return Refusal("what a mistake would give is too near to what is right")
    return _question(facts, sort, told, options=tuple(options))


def with_matrix(facts: Facts, sort: Sort, *, matrix: Matrix, told: Telling) -> Question:
    """A question that a cell answers."""
    return _question(facts, sort, told, matrix=matrix)


def listed(lines: Sequence[str]) -> str:
    """Lines of Markdown as a list, below a blank line."""
    return "\n\n" + "\n".join(f"- {line}" for line in lines)


def _question(
    facts: Facts, sort: Sort, told: Telling, *, options: tuple[Option, ...] = (), matrix: Matrix | None = None
) -> Question:
    variant = Variant(0, told.stem, "", told.hints, told.steps, told.check, options=options, matrix=matrix)
    name = f"yours-{sort.name}-{facts.digest[:12]}"  # another report's question is another question
    return Question(name, sort.skill, sort.difficulty, sort.kind, sort.asks, sort.place, (variant,))
