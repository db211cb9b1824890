"""The clause: right more often than always answering the commonest class."""

from __future__ import annotations

from functools import partial
from math import nan
from typing import TYPE_CHECKING

from logitwise import metrics
from logitwise.metrics.sample_size import rows_for_share
from logitwise.metrics.wording import answer, confidence, counted, number, percent, sentence
from logitwise.verdict.checks import Check, Judged, Levels
from logitwise.verdict.requirement import in_all
from logitwise.verdict.values import RequirementOutcome, RequirementResult

if TYPE_CHECKING:
    from logitwise.tallies import Tally

NAME = "beats the majority class"
MOST_SAID = 3
"""Failing labels that get a sentence of their own; the rest are counted."""


def beats_majority(tally: Tally, source: str) -> Check:
    """The check, by a sign test on the confusion; of a multilabel head one test a label."""
    labels = tuple(tally.head.classes) if tally.head.kind == "multilabel" else (None,)
    return Check(partial(_judge, tally, labels, source))


def _judge(tally: Tally, labels: tuple[str | None, ...], source: str, levels: Levels) -> Judged:
    rivals = {rule.of: rule for rule in metrics.baselines(tally) if rule.name == "majority class"}
    duels = [_Duel(tally, label, rivals[label], levels) for label in labels]
    failing = [duel for duel in duels if duel.outcome == "fail"]
    outcome: RequirementOutcome = "pass" if all(duel.outcome == "pass" for duel in duels) else "undecided"
    outcome = "fail" if failing else outcome
    worst = failing[0] if failing else min(duels, key=lambda duel: (duel.differing > 0, duel.lower))
    spoken = [duel.sentence for duel in failing[:MOST_SAID]]
    if len(failing) > MOST_SAID:
        more = counted(len(failing) - MOST_SAID, "more label falls", "more labels fall")
        spoken.append(f"{more} behind always answering the same.")
    return Judged(worst.result(outcome, source), tuple(spoken) or (worst.sentence,))


class _Duel:
    """Classifier against always answering the commonest class, for all rows or one label."""

    def __init__(self, tally: Tally, label: str | None, rival: metrics.Baseline, levels: Levels) -> None:
        test = metrics.beats_majority(tally, of=label)
        self.label, self.rival, self.levels, self.rows = label, rival, levels, tally.rows
        self.gained, self.lost, self.differing = test.b, test.c, test.b + test.c
        self.value, self.share, self.weighted = test.value, test.share, tally.weighted is not None
        self.accuracy = metrics.measure(tally, "accuracy", of=label).value
        self.lower, self.upper = test.lower(levels.passing), test.upper(levels.failing)
        self.outcome: RequirementOutcome = (
            "pass" if self.lower > 0.5 else "fail" if self.upper < 0.5 else "undecided"
        )  # fmt: skip

    @property
    def sentence(self) -> str:
        """The outcome in words."""
        always = f"always answering {answer(self.rival.chooses or '')}"
        name = "weighted accuracy" if self.weighted else "accuracy"
        against = f"{name} {number(self.accuracy, apart_from=self.rival.value)} against {number(self.rival.value)}"
        where = (
            f"right on {counted(self.gained, 'row')} where that is wrong, wrong on {self.lost:,} where that is right"
            + (f" ({percent(self.value)} of their weight is where it is right)" if self.weighted else "")
        )
        if self.differing == 0:
            return f"It does just what {always}, the majority class, would do ({against}): nothing is gained."
        if self.outcome == "fail":
            return (
                f"{sentence(always)}, the majority class, would be right more often ({against}): the model is {where}."
            )
        if self.outcome == "pass":
            sure = f"with {confidence(self.levels.passing)} confidence"
            return f"It beats the majority class, {always} ({against}), {sure}: {where}."
        needed = sentence(self._needed().sentence)
        return f"It is not shown to beat the majority class, {always} ({against}): {where}. {needed}."

    def _needed(self) -> metrics.RowsNeeded:
        if self.outcome != "undecided" or self.differing == 0:
            return metrics.RowsNeeded(None, "")
        if self.share is None:
            return metrics.RowsNeeded(None, "How many rows would decide it cannot be said of so few groups")
        worth = self.share.trials / self.differing
        unit = "rows on which the two differ"
        return rows_for_share(self.share, ">=", alpha=self.levels.passing, unit=unit, worth=worth)

    def result(self, outcome: RequirementOutcome, source: str) -> RequirementResult:
        """The outcome of the whole clause, as this duel decides it."""
        return RequirementResult(
            name=NAME,
            metric="accuracy",
            of=self.label,
            average=None,
            op=">=",
            bound=0.5,
            value=self.value if self.differing else nan,
            lower=self.lower,
            upper=self.upper,
            alpha=self.levels.passing,
            alpha_fail=self.levels.failing,
            outcome=outcome,
            rows_needed=in_all(self._needed().rows, of=self.differing, rows=self.rows),
            sentence=self.sentence,
            source=source,
        )
