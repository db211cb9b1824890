"""One score that falls short of something: what is asked, the score's cells, and what is computed from them once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from math import inf
from typing import TYPE_CHECKING, Final

import numpy as np

from logitwise.findings.cause.counts_at import Counts
from logitwise.findings.cause.honesty import Honesty, honesty
from logitwise.metrics.coarse import FOR_FITS, occupied
from logitwise.metrics.wording import metric_words, number, quoted
from logitwise.policy import ALPHA
from logitwise.remedies.splits import Split, of_cells, splits
from logitwise.tallies.cells import Cells

if TYPE_CHECKING:
    from logitwise.findings.facts import Facts
    from logitwise.metrics import Measurement

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
        negative: whether `k` is the negative of two classes; then cells and thresholds are of it, and turned round
            where they are told.
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
    def threshold(self) -> float:
        """On the probability of this class."""
        declared = self.facts.head.threshold
        return 1 - declared if self.negative else declared

    @cached_property
    def cells(self) -> Cells:
        """Scores of the class against the rest, at most about 2,048 of them."""
        found = self.facts.cells(self.k)
        assert found is not None  # noqa: S101  # asked only where there are scores
        return fewer(_turned(found) if self.negative else found)

    @cached_property
    def pairs(self) -> tuple[Split, ...]:
        """Five folds of the rows."""
        if self.facts.counted.clusters is None:
            return of_cells(self.cells)
        found = splits(self.facts.counted, self.facts.head.positive or 0 if self.facts.head.binary else self.k)
        return tuple(Split(_turned(s.fit), _turned(s.held)) for s in found) if self.negative else found

    @cached_property
    def now(self) -> Counts:
        """What is decided at the threshold in use."""
        return Counts.of(self.cells, self.cells.p >= self.threshold)

    @cached_property
    def honesty(self) -> Honesty:
        """Whether the probabilities can be believed."""
        return honesty(self.cells)

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

    def turned(self, threshold: float) -> float:
        """A threshold on the probability of this class as one on the positive's."""
        return 1 - threshold if self.negative else threshold

    def told(self, threshold: float) -> str:
        """The same, in words."""
        return number(self.turned(threshold))


def fewer(cells: Cells, most: int = FOR_FITS) -> Cells:
    """Neighbouring cells put together until each holds a like share of both outcomes, each told by its middle one.

    A threshold then lies on one of some 2,000 places with like numbers of rows between them, which moves what it
    reaches by far less than its sampling error.
    """
    cells = occupied(cells)
    if len(cells.p) <= most:
        return cells
    positives, negatives = np.asarray(cells.positives, np.float64), np.asarray(cells.negatives, np.float64)
    mass = positives / max(positives.sum(), 1.0) + negatives / max(negatives.sum(), 1.0)
    bins = np.floor((np.cumsum(mass) - mass / 2) / mass.sum() * most)
    starts = np.flatnonzero(np.diff(bins, prepend=-1.0))
    middle = (starts + np.append(starts[1:], len(mass)) - 1) // 2
    p = cells.p[middle]
    return Cells(
        p, cells.q[middle], p if cells.exact else cells.edge[starts], cells.width[middle],
        np.add.reduceat(cells.positives, starts), np.add.reduceat(cells.negatives, starts), cells.exact,
    )  # fmt: skip


def _turned(cells: Cells) -> Cells:
    """The same rows by the probability of the other outcome."""
    back = replace(
        cells, p=cells.q[::-1], q=cells.p[::-1], width=cells.width[::-1], positives=cells.negatives[::-1],
        negatives=cells.positives[::-1],
    )  # fmt: skip
    return replace(back, edge=back.p if cells.exact else np.maximum(back.p - back.width, 0.0))
