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
    from logitwise.findings.finding import Pitfall, Seen
    from logitwise.head import Head
    from logitwise.metrics import Measurement, Measures
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
        words: of a command, what follows the verb so that the same rows are read the same way: files, then options;
            None of rows that no command names (arrays, frames).
        rule: the rule that the outputs went through, or None.
        judged: fingerprint of the judged rows before the rule; None without one.
    """

    tally: Tally
    policy: Policy
    words: tuple[str, ...] | None = None
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
    def _measures(self) -> Measures:
        return metrics.Measures(self.tally, self.policy.task.parameters)

    @cached_property
    def measurements(self) -> tuple[Measurement, ...]:
        """Every metric that the tally allows."""
        return self._measures.all()

    def metric(self, name: str, *, of: str | None = None, average: str | None = None) -> Measurement:
        """One metric, computed when first asked for; of two classes the positive's where `of` is left out."""
        return self._measures.one(name, of=of, average=average)

    def of_each_class(self, name: str) -> tuple[Measurement, ...]:
        """One metric of every class or label, in the order of the head."""
        return self._measures.of_classes(name)

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

    @cached_property
    def _seen(self) -> dict[str, Seen]:
        return {}

    def seen(self, pitfall: Pitfall) -> Seen:
        """What came out where one pitfall was looked for; looked for once, whoever asks."""
        if pitfall.code not in self._seen:
            self._seen[pitfall.code] = pitfall.look(self)
        return self._seen[pitfall.code]

    @cached_property
    def recalibrable(self) -> bool:
        """Whether log-odds are finite, so that a recalibration can be fitted."""
        from logitwise.findings.infinite import not_recalibrable  # noqa: PLC0415  beside the finding that tells of it

        return self.with_scores and not not_recalibrable(self.tally)

    @cached_property
    def for_another_mix(self) -> str | None:
        """Why probabilities are not held against these rows: the rule fits them to another mix of classes; or None."""
        from logitwise.findings.mix_of_rule import other_mix  # noqa: PLC0415  only where there is a rule

        if self.rule is None or other_mix(self.rule, self.tally) is None:
            return None
        return (
            "the rule fits probabilities to another mix of classes than these rows have; weigh the classes as where it "
            "is used to judge them (--class-weight)"
        )

    @property
    def _declared(self) -> tuple[str, ...]:
        """What must be said of the head for outputs on FILE to be read the same again."""
        if self.multilabel:
            return ("--head", "multilabel")
        positive = self.head.positive_class
        return ("--positive", positive) if self.head.positive == 0 and positive is not None else ()

    def tune(self, *options: str) -> str | None:
        """The command that tunes a rule on the judged rows, or on FILE where no command names them.

        Stated costs are the goal instead of any metric, and a threshold without a bound is chosen for the stated
        prevalence; where log-odds are infinite nothing is recalibrated.

        Args:
            options: goal or calibration.

        Returns:
            None where it would be refused: of decisions, and of a calibration on infinite log-odds.

        >>> import logitwise as lw
        >>> from logitwise.policy import baseline
        >>> facts = Facts(lw.tally([0, 1], logits=[-1.0, 1.0]), baseline(), ("a b.csv", "--group", "patient"))
        >>> facts.tune("--maximize", "f1")
        "logitwise tune 'a b.csv' --group patient --maximize f1 -o rule.json"
        """
        if not self.with_scores:
            return None
        goal = self._there(self._by_costs(options))
        if not self.recalibrable:
            if "--calibrate" in goal or not (self.head.binary or self.multilabel):
                return None
            goal = (*goal, "--calibrate", "none")
        place = ("FILE", *self._declared) if self.words is None else self.words
        return " ".join(["logitwise tune", *(shlex.quote(each) for each in (*place, *goal)), "-o rule.json"])

    def _there(self, options: tuple[str, ...]) -> tuple[str, ...]:
        """With the stated prevalence where a threshold is chosen; a bound of the policy is one on rows like these."""
        stated = self.policy.task.prevalence
        chosen = "--maximize" in options or "--cost" in options
        return (
            options
            if stated is None or not chosen or "--require" in options
            else (*options, "--prevalence", f"{stated:.15g}")
        )

    def _by_costs(self, options: tuple[str, ...]) -> tuple[str, ...]:
        """With stated costs in the place of a metric to maximise; a matrix of costs and a bound stay."""
        costs = self.policy.task.costs
        if costs is None or "--maximize" not in options:
            return options
        pairs = zip(options[::2], options[1::2], strict=True)  # every option takes a value
        kept = [word for pair in pairs if pair[0] not in ("--maximize", "--beta") for word in pair]
        said = (("false_positive", costs.false_positive), ("false_negative", costs.false_negative))
        return (*kept, *(word for name, cost in said for word in ("--cost", f"{name}={cost:.15g}")))


def known(measured: Measurement) -> bool:
    """Whether a metric has a value."""
    return not isnan(measured.value)
