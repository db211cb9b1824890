"""How each skill stands: counts always, a claim only where there are answers enough."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from logitwise.lessons.bank.question import SKILLS
from logitwise.lessons.grading.first_answers import first_answers
from logitwise.lessons.grading.posterior import posterior
from logitwise.lessons.grading.verdict_of_test import FLOOR, Outcome, outcome_of
from logitwise.lessons.progress.records import Answer

FEWEST: Final = 4
"""Answers below which nothing is claimed."""


@dataclass(frozen=True, slots=True)
class SkillCount:
    """A skill with what was answered in it.

    Attributes:
        skill: its id.
        title: its name for people.
        right: questions answered rightly the first time.
        asked: questions answered, each once.
        hinted: of these, after a hint.
        claim: strong, not yet or not decided; None under four answers.
    """

    skill: str
    title: str
    right: int
    asked: int
    hinted: int
    claim: Outcome | None


def by_skill(answers: Iterable[Answer]) -> tuple[SkillCount, ...]:
    """Every skill in the order in which they are shown, also those that were never asked.

    A question counts once, with the first answer to it: later ones, with these numbers or others, follow on its
    solution. Reviews and questions on the spot count nothing. See `first_answers`.
    """
    first: dict[str, list[Answer]] = {skill: [] for skill in SKILLS}
    for answer in first_answers(answers):
        if answer.skill in first:
            first[answer.skill].append(answer)
    return tuple(_counted(skill, title, first[skill]) for skill, title in SKILLS.items())


def _counted(skill: str, title: str, answers: list[Answer]) -> SkillCount:
    claim = outcome_of(posterior(answers).at_least(FLOOR)) if len(answers) >= FEWEST else None
    right = sum(answer.right for answer in answers)
    return SkillCount(skill, title, right, len(answers), sum(answer.hints > 0 for answer in answers), claim)
