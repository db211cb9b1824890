"""What pitfalls are looked for in: one tally with everything that was computed from it, once."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from functools import cached_property
from math import isnan
from typing import TYPE_CHECKING, Final

import numpy as np

from logitwise import metrics
from logitwise.metrics.weighting import as_counted

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from logitwise.findings.claims import Claim
    from logitwise.head import Head
    from logitwise.metrics import Measurement
    from logitwise.metrics.slices import Ranking
    from logitwise.policy import Policy
    from logitwise.rule import RowsSeen, Rule
    from logitwise.tallies import Tally
    from logitwise.tallies.cells import Cells

MOST_CELLS_KEPT: Final = 64
"""Classes or labels whose scores are kept once they were asked for; of more they would take much room."""


@dataclass(frozen=True, eq=False)
class Facts:
    """Read-only; every number is computed when first asked for and kept.

    Attributes:
        tally: what the rows left behind; under a rule, after it was applied.
        policy: what is asked.
        file: path of the one file that the rows came from, None for anything else.
        rule: the rule that the outputs went through, or None.
        judged: fingerprint of the judged rows before the rule; None without one.
    """

    tally: Tally
    policy: Policy
    file: str | None = None
    rule: Rule | None = None
    judged: RowsSeen | None = None

    @property
    def head(self) -> Head:
        """Output activation, classes and decision rule."""
        return self.tally.head

    @property
    def classes(self) -> tuple[str, ...]:
        """Names in the order of their codes; of a multilabel head the labels."""
        return self.tally.head.classes

    @property
    def multilabel(self) -> bool:
        """Several labels a row."""
        return self.head.kind == "multilabel"

    @property
    def with_scores(self) -> bool:
        """Whether there are logits or probabilities, not decisions alone."""
        return self.tally.scale in ("logits", "probabilities")

    @cached_property
    def counted(self) -> Tally:
        """The tally, with weighted rows as the rows that they are worth."""
        return as_counted(self.tally)

    @cached_property
    def measurements(self) -> tuple[Measurement, ...]:
        """Every metric that the tally allows."""
        return metrics.measure_all(self.tally, self.policy.task.parameters)

    @cached_property
    def _by_name(self) -> dict[tuple[str, str | None, str | None], Measurement]:
        return {(m.name, m.of, m.average): m for m in self.measurements}

    def metric(self, name: str, *, of: str | None = None, average: str | None = None) -> Measurement:
        """One metric: of two classes the positive's where `of` is left out and it is a metric of a class."""
        for key in ((name, of, average), (name, self.head.positive_class if of is None else of, average)):
            if key in self._by_name:
                return self._by_name[key]
        return metrics.measure(self.tally, name, of=of, average=average, parameters=self.policy.task.parameters)

    def of_each_class(self, name: str) -> tuple[Measurement, ...]:
        """One metric of every class or label, in the order of the head."""
        found = [self._by_name.get((name, of, None)) for of in self.classes]
        kept = [each for each in found if each is not None]
        return tuple(kept) if len(kept) == len(found) else metrics.measure_classes(self.tally, name)

    @cached_property
    def _cells(self) -> dict[int, Cells | None]:
        return {}

    @cached_property
    def claims(self) -> tuple[Claim, ...]:
        """What probabilities claim of each outcome, the furthest from the truth first; none without probabilities."""
        from logitwise.findings.claims import claims  # noqa: PLC0415  it reads this module's Facts

        return claims(self)

    @cached_property
    def ranking(self) -> Ranking | None:
        """All slices, worst first, by the first share that the policy bounds or one by head; None without slices."""
        from logitwise.findings.ranked_slices import ranked_by  # noqa: PLC0415  only where there are slices
        from logitwise.metrics.slices import rank_slices  # noqa: PLC0415  with it

        return rank_slices(self.tally.slices, ranked_by(self.tally, self.policy)) if self.tally.slices else None

    @cached_property
    def support(self) -> NDArray[np.int64]:
        """``(classes,)`` rows that truly are of each class or label."""
        assert self.tally.confusion is not None  # noqa: S101  # a tally without rows is refused before
        return self.tally.confusion.support

    def cells(self, k: int | None = None) -> Cells | None:
        """Scores of class or label `k` (of two classes: of the positive) against the rest; None where not kept."""
        place = 0 if k is None or self.head.binary else k  # of two classes there is one histogram
        if place in self._cells:
            return self._cells[place]
        found = self.counted.cells(place)
        if len(self._cells) < MOST_CELLS_KEPT:
            self._cells[place] = found
        return found

    @property
    def _declared(self) -> tuple[str, ...]:
        """What must be said of the head for these outputs to be read the same again."""
        if self.multilabel:
            return ("--head", "multilabel")
        positive = self.head.positive_class
        return ("--positive", positive) if self.head.positive == 0 and positive is not None else ()

    def command(self, verb: str, *options: str) -> str:
        """A command line on the judged file, or on FILE where there is not one file.

        >>> import logitwise as lw
        >>> from logitwise.policy import baseline
        >>> Facts(lw.tally([0, 1], logits=[-1.0, 1.0]), baseline(), "a b.csv").command("tune", "--maximize", "f1", "-o", "rule.json")
        "logitwise tune 'a b.csv' --maximize f1 -o rule.json"
        """
        place = "FILE" if self.file is None else shlex.quote(self.file)
        return " ".join(["logitwise", verb, place, *(shlex.quote(each) for each in (*self._declared, *options))])


def known(measured: Measurement) -> bool:
    """Whether a metric has a value."""
    return not isnan(measured.value)
