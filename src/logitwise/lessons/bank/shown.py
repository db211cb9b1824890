"""A question as it is put to one learner: its options in a seeded order, with letters."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from string import ascii_uppercase

from logitwise.errors import AnswerError
from logitwise.lessons.bank.question import Option, Question, Variant


@dataclass(frozen=True, slots=True)
class Shown:
    """A variant of a question, its options in the order in which they are shown.

    Attributes:
        question: the template.
        variant: with its numbers.
        options: letter and option, in order; empty where the question has none.
    """

    question: Question
    variant: Variant
    options: tuple[tuple[str, Option], ...]

    @property
    def blanks(self) -> int:
        """How many blanks are to be filled; 0 where nothing is."""
        return len(self.variant.fills.accepted[0]) if self.variant.fills is not None else 0


def show(question: Question, variant: int, *, seed: int) -> Shown:
    """Put a question: the same seed gives the same order.

    Raises:
        AnswerError: the question has no such variant, as after an update of the bank.
    """
    if not 0 <= variant < len(question.variants):
        raise AnswerError(f"question {question.id} has no variant {variant} any more; begin a new set")
    chosen = question.variants[variant]
    options = list(chosen.options)
    Random(seed).shuffle(options)  # noqa: S311  an order, not a secret
    return Shown(question, chosen, tuple(zip(ascii_uppercase, options, strict=False)))
