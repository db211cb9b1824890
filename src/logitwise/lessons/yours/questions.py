"""Questions on a learner's own model, made from its report: the same report always gives the same ones."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from random import Random
from typing import Any, Final

from logitwise.lessons.bank.question import Question
from logitwise.lessons.progress.records import Item
from logitwise.lessons.yours.facts import Facts, facts_of
from logitwise.lessons.yours.made import Made
from logitwise.lessons.yours.makers.baseline import baseline
from logitwise.lessons.yours.makers.cell import cell
from logitwise.lessons.yours.makers.cost import cost
from logitwise.lessons.yours.makers.finding import finding
from logitwise.lessons.yours.makers.lowest_recall import lowest_recall
from logitwise.lessons.yours.makers.precision import precision
from logitwise.lessons.yours.makers.threshold import threshold

MAKERS: Final[Mapping[str, Callable[[Facts, Random], Made]]] = {
    "cell": cell,
    "precision": precision,
    "lowest recall": lowest_recall,
    "baseline": baseline,
    "threshold": threshold,
    "cost": cost,
    "finding": finding,
}


@dataclass(frozen=True, slots=True)
class OwnQuestions:
    """What can be asked of a report.

    Attributes:
        questions: one a maker, each with one variant.
        refused: why the other makers made none, by maker.
    """

    questions: tuple[Question, ...]
    refused: Mapping[str, str]

    def items(self, seed: int) -> tuple[Item, ...]:
        """All of them as items of a sitting."""
        random = Random(seed)  # noqa: S311  an order, not a secret
        return tuple(Item(n, each.id, 0, random.getrandbits(32)) for n, each in enumerate(self.questions, 1))


def own_questions(source: Any) -> OwnQuestions:
    """The questions that a report answers beyond doubt.

    Args:
        source: what `own_from` read, a `Report`, a `Tally` (judged by the shipped policy), or a JSON report.

    >>> import logitwise as lw
    >>> report = lw.evaluate(confusion=[[50, 2, 3], [4, 45, 1], [2, 3, 48]], classes=["A", "B", "C"], policy="baseline")
    >>> made = own_questions(report)
    >>> [each.id.rpartition("-")[0] for each in made.questions]
    ['yours-cell', 'yours-precision', 'yours-baseline']
    >>> made.refused["lowest recall"]
    'which recall is lowest is not decided: `B` and `C` lie within their intervals'
    """
    facts = facts_of(source)
    made = {name: maker(facts, facts.random(name)) for name, maker in MAKERS.items()}
    questions = tuple(each for each in made.values() if isinstance(each, Question))
    refused = {name: each.reason for name, each in made.items() if not isinstance(each, Question)}
    return OwnQuestions(questions, refused)
