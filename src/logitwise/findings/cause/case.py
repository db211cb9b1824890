"""One score that falls short of something: what is asked, the score's cells, and what is computed from them once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from math import inf
from typing import TYPE_CHECKING, Final

from logitwise.findings.honesty import Honesty, honesty
from logitwise.metrics.wording import metric_words, number, quoted
from logitwise.policy import ALPHA
from logitwise.remedies.cuts import decided, log_odds
from logitwise.remedies.splits import Split, splits
from logitwise.remedies.treat_score import group_effect_of

if TYPE_CHECKING:
    from logitwise.findings.facts import Facts
    from logitwise.metrics import Measurement
    from logitwise.remedies.group_effect import GroupEffect
    from logitwise.remedies.reached import Reached
    from logitwise.tallies.cells import Cells

WEAK: Final = 0.7
"""A ROC AUC surely below this tells the classes apart too weakly for any threshold. A judgement (Hosmer and Lemeshow
call 0.7 to 0.8 acceptable)."""
BETTER_SCORES: Final = "Better inputs, a better model or more training rows are what it takes."
"""What mends a ranking."""
GOOD: Final = 0.8
"""A ROC AUC from here on is called good; wording only."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What falls short.

    Attributes:
        metric: its name.
        bound: what it should at least be.
        clause: whether it is the clause that no class be mostly missed, not a requirement of the user's.
    """

    metric: str
    bound: float = -inf
    clause: bool = False

    @property
    def text(self) -> str:
        """As a policy would say it."""
        return f"{self.metric} >= {self.bound:g}"


@dataclass(frozen=True, eq=False)
class Case:
    """A score of one class or label, with the rows split for cross-fitting.

    Attributes:
        facts: what was judged.
        asked: what falls short.
        k: class or label.
        negative: whether `k` is the negative of two classes; cells and thresholds are of the positive one all the same,
            and what they reach is turned round.
    """

    facts: Facts
    asked: Asked
    k: int
    negative: bool = False

    @property
    def name(self) -> str:
        """The class, as sentences have it."""
        return quoted(self.facts.classes[self.k])

    @property
    def several(self) -> bool:
        """Whether the largest of several classes is decided, not a threshold."""
        return self.facts.head.kind == "softmax" and not self.facts.head.binary

    @property
    def place(self) -> int:
        """The class or label whose probability a threshold is on."""
        return self.facts.head.positive or 0 if self.facts.head.binary else self.k

    @property
    def scored(self) -> str:
        """Its name."""
        return self.facts.classes[self.place]

    @property
    def threshold(self) -> float:
        """In use, on the probability of `scored`."""
        return self.facts.head.cuts[self.k] if self.facts.multilabel else self.facts.head.threshold

    @cached_property
    def cells(self) -> Cells:
        """Scores against the rest."""
        found = self.facts.cells(self.place)
        assert found is not None  # noqa: S101  # asked only where there are scores
        return found

    @cached_property
    def rows(self) -> float:
        """Rows of the class."""
        return float((self.cells.negatives if self.negative else self.cells.positives).sum())

    @cached_property
    def other_rows(self) -> float:
        """All others."""
        return float((self.cells.positives if self.negative else self.cells.negatives).sum())

    @cached_property
    def pairs(self) -> tuple[Split, ...]:
        """Five folds of the rows, the same that `tune` judges by."""
        return splits(self.facts.tally, self.place)

    @cached_property
    def group_effect(self) -> GroupEffect | None:
        """How far rows of one group go together, as `tune` has it."""
        return group_effect_of(self.facts.tally, self.place)

    @cached_property
    def now(self) -> Reached:
        """What is decided at the threshold in use, about the class."""
        return self.about(decided(self.cells, float(log_odds(self.threshold))))

    def about(self, reached: Reached) -> Reached:
        """What is reached of `scored`, told about the class."""
        return reached.turned if self.negative else reached

    @cached_property
    def honesty(self) -> Honesty:
        """Whether the probabilities can be believed."""
        return honesty(self.facts, self.place)

    @cached_property
    def area(self) -> Measurement:
        """ROC AUC."""
        return self.facts.metric("roc_auc", of=None if self.facts.head.binary else self.facts.classes[self.k])

    @property
    def constant(self) -> bool:
        """Whether all rows have one score."""
        return len(self.cells.p) < 2

    @property
    def weak(self) -> bool:
        """Whether the score surely does not tell the class apart."""
        return self.constant or self.area.upper(ALPHA) < WEAK

    @property
    def ranking(self) -> str:
        """How well it ranks, as a sentence begins."""
        word = "good" if self.area.value >= GOOD else "fair" if self.area.value >= WEAK else "weak"
        return f"Ranking is {word} (ROC AUC {number(self.area.value)})"

    @property
    def goal(self) -> str:
        """What is asked, in words."""
        return f"{metric_words(self.asked.metric)} of at least {self.asked.bound:g}"
