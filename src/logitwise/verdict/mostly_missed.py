"""The clause: no class of which surely less than a given share is found."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from logitwise.findings.although import although
from logitwise.findings.missed import Recalls
from logitwise.metrics.wording import confidence, counted, number, quoted
from logitwise.verdict.checks import Check, Judged, Levels
from logitwise.verdict.values import RequirementResult

if TYPE_CHECKING:
    from logitwise.tallies import Tally

NAME = "no class mostly missed"
MOST_SAID = 3
"""Failing classes that get a sentence of their own; the rest are counted."""


def mostly_missed(tally: Tally, least: float, source: str) -> Check:
    """The check: one test a class (label). It fails where a recall is surely below `least` and else passes."""
    return Check(partial(_judge, tally, least, source))


def _judge(tally: Tally, least: float, source: str, levels: Levels) -> Judged:
    recalls = Recalls.of(tally)
    failing, seen = recalls.missed(least, levels.failing), recalls.support > 0
    spoken = [_missed(tally, int(k), recalls, levels, first=i == 0) for i, k in enumerate(failing[:MOST_SAID])]
    if len(failing) > MOST_SAID:
        spoken.append(f"{counted(len(failing) - MOST_SAID, 'more class is', 'more classes are')} mostly missed.")
    worst = int(failing[0]) if len(failing) else int(np.nanargmin(recalls.values)) if seen.any() else 0
    return Judged(_result(tally, worst, least, source, levels, recalls=recalls, spoken=spoken), tuple(spoken))


def _result(  # noqa: PLR0913
    tally: Tally, k: int, least: float, source: str, levels: Levels, *,
    recalls: Recalls, spoken: list[str],
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


def _missed(tally: Tally, k: int, recalls: Recalls, levels: Levels, *, first: bool) -> str:
    hits, support = int(recalls.hits[k]), int(recalls.support[k])
    recall, limit = float(recalls.values[k]), float(recalls.upper(levels.passing)[k])
    seen = f"{hits:,} of {support:,}{_rows(tally)}"
    return (
        f"Recall of {quoted(tally.head.classes[k])} is {number(recall)} ({seen}; at most "
        f"{number(limit)} with {confidence(levels.passing)} confidence): the class is mostly missed"
        f"{although(tally) if first else ''}."
    )


def _rows(tally: Tally) -> str:
    """Where a share is weighted, its counts are said to be of rows."""
    return "" if tally.weighted is None else " rows, the share by weight"
