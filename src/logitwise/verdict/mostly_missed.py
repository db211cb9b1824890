"""The clause: no class of which surely less than a given share is found."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from logitwise import metrics
from logitwise.metrics.proportion import clopper_pearson_lower
from logitwise.metrics.wording import answer, confidence, counted, number, quoted
from logitwise.verdict.checks import Check, Judged, Levels
from logitwise.verdict.counts import confusion_of
from logitwise.verdict.values import RequirementResult

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from logitwise.tallies import Tally

NAME = "no class mostly missed"
MOST_SAID = 3
"""Failing classes that get a sentence of their own; the rest are counted."""
NEARLY = 0.02
"""Accuracy this close above the commonest class's share is said to be nearly reached by it; wording only."""


def mostly_missed(tally: Tally, least: float, source: str) -> Check:
    """The check: one test a class (label). It fails where a recall is surely below `least` and else passes."""
    return Check(len(tally.head.classes), partial(_judge, tally, least, source))


def _judge(tally: Tally, least: float, source: str, levels: Levels) -> Judged:
    recalls = _Recalls(tally)
    support, recall, upper = recalls.support, recalls.values, recalls.upper(levels.failing)
    failing = np.flatnonzero((support > 0) & (upper < least))
    # Worst first: by what is sure, then by what was seen.
    failing = failing[np.lexsort((recall[failing], upper[failing]))]
    spoken = [_missed(tally, int(k), recalls, levels, first=i == 0) for i, k in enumerate(failing[:MOST_SAID])]
    if len(failing) > MOST_SAID:
        spoken.append(f"{counted(len(failing) - MOST_SAID, 'more class is', 'more classes are')} mostly missed.")
    worst = int(failing[0]) if len(failing) else int(np.nanargmin(recall)) if (support > 0).any() else 0
    return Judged(_result(tally, worst, least, source, levels, recalls=recalls, spoken=spoken), tuple(spoken))


class _Recalls:
    """``(classes,)`` recalls with their one-sided limits; NaN of classes without rows."""

    def __init__(self, tally: Tally) -> None:
        self.support, self.hits = confusion_of(tally).support, confusion_of(tally).hits
        dependent = tally.weighted is not None or tally.clusters is not None
        self.measured = metrics.measure_classes(tally, "recall") if dependent else None
        self.values = self.hits / np.where(self.support > 0, self.support, np.nan)
        if self.measured is not None:
            self.values = np.array([each.value for each in self.measured])

    def upper(self, alpha: float) -> NDArray[np.float64]:
        """Limits above."""
        if self.measured is not None:
            return np.array([each.upper(alpha) for each in self.measured])
        return 1 - clopper_pearson_lower(self.support - self.hits, self.support, alpha)

    def lower(self, alpha: float) -> NDArray[np.float64]:
        """Limits below."""
        if self.measured is not None:
            return np.array([each.lower(alpha) for each in self.measured])
        return clopper_pearson_lower(self.hits, self.support, alpha)


def _result(  # noqa: PLR0913
    tally: Tally, k: int, least: float, source: str, levels: Levels, *,
    recalls: _Recalls, spoken: list[str],
) -> RequirementResult:  # fmt: skip
    hits, support, recall = int(recalls.hits[k]), int(recalls.support[k]), float(recalls.values[k])
    passing = (
        f"No class is surely mostly missed: the lowest recall is {number(recall)}, of "
        f"{quoted(tally.head.classes[k])} ({hits:,} of {support:,}{_rows(tally)})."
    )
    return RequirementResult(
        name=NAME,
        metric="recall",
        of=tally.head.classes[k],
        average=None,
        op=">=",
        bound=least,
        value=recall,
        lower=float(recalls.lower(levels.passing)[k]),
        upper=float(recalls.upper(levels.failing)[k]),
        alpha=levels.passing,
        alpha_fail=levels.failing,
        outcome="fail" if spoken else "pass",
        rows_needed=None,
        sentence=spoken[0] if spoken else passing,
        source=source,
        judgement=True,
    )


def _missed(tally: Tally, k: int, recalls: _Recalls, levels: Levels, *, first: bool) -> str:
    hits, support = int(recalls.hits[k]), int(recalls.support[k])
    recall, limit = float(recalls.values[k]), float(recalls.upper(levels.passing)[k])
    seen = f"{hits:,} of {support:,}{_rows(tally)}"
    return (
        f"Recall of {quoted(tally.head.classes[k])} is {number(recall)} ({seen}; at most "
        f"{number(limit)} with {confidence(levels.passing)} confidence): the class is mostly missed"
        f"{_although(tally) if first else ''}."
    )


def _rows(tally: Tally) -> str:
    """Where a share is weighted, its counts are said to be of rows."""
    return "" if tally.weighted is None else " rows, the share by weight"


def _although(tally: Tally) -> str:
    """Why accuracy does not show it; only where there is one accuracy and it looks good."""
    if tally.head.kind == "multilabel":
        return ""
    rival = next(rule for rule in metrics.baselines(tally) if rule.name == "majority class")
    accuracy = metrics.measure(tally, "accuracy").value
    if accuracy < 0.5:
        return ""
    start = f", although accuracy is {number(accuracy)}"
    always = f"always answering {answer(rival.chooses or '')}"
    if accuracy <= rival.value:
        return f"{start}; {always} would reach {number(rival.value)}"
    if accuracy - rival.value < NEARLY:
        return f"{start}, which {always} also nearly reaches ({number(rival.value)})"
    return start
