"""LW202: a class of which surely less than half is found, and what is to blame."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from logitwise import metrics
from logitwise.findings.cause import cause_of
from logitwise.findings.finding import Clear, Found, Pitfall, Seen
from logitwise.metrics.proportion import clopper_pearson_lower
from logitwise.metrics.wording import answer, counted, number, quoted
from logitwise.policy.codes import CODES

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from logitwise.findings.facts import Facts

LEAST: Final = 0.5
"""Share of a class that must be found where the policy does not say how much. A judgement, that of the baseline."""

NEARLY: Final = 5.0
"""Points of accuracy above the majority class up to which it is told; wording only."""


def _look(facts: Facts) -> Seen:
    least = facts.policy.clauses.mostly_missed or LEAST
    recall, upper = _recalls(facts)
    asked = _asked(facts)
    missed = [k for k in np.flatnonzero(upper < least) if facts.classes[k] not in asked]
    if not missed:
        return Clear(f"Of no class is surely less than {least:g} found.")
    missed.sort(key=lambda k: (upper[k], recall[k]))
    k = int(missed[0])
    cause = cause_of(facts, metric="recall", of=facts.classes[k])
    more = f" {counted(len(missed) - 1, 'more class is', 'more classes are')} mostly missed." if missed[1:] else ""
    evidence = {"recall": float(recall[k]), "recall_at_most": float(upper[k]), "least": least, "classes": len(missed)}
    return Found(
        _sentence(facts, k, float(recall[k])) + more,
        cause.remedy,
        {**evidence, "cause": cause.kind, **cause.evidence},
        cause.command,
        cause.sentence,
        tuple(facts.classes[k] for k in missed),
    )


def _recalls(facts: Facts) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """``(classes,)`` recalls with their upper limits, at the level divided by how many classes there are."""
    alpha = facts.policy.confidence.alpha / len(facts.classes)
    if facts.tally.weighted is not None or facts.tally.clusters is not None:
        measured = facts.of_each_class("recall")
        return np.array([each.value for each in measured]), np.array([each.upper(alpha) for each in measured])
    confusion = facts.tally.confusion
    assert confusion is not None  # noqa: S101  # a tally without rows is refused before
    support, hits = confusion.support, confusion.hits
    recall = np.divide(hits, support, out=np.full(len(support), np.nan), where=support > 0)
    upper = np.full(len(support), np.nan)
    low = np.flatnonzero(support > 0)
    upper[low] = 1 - clopper_pearson_lower((support - hits)[low], support[low], alpha)
    return recall, upper


def _asked(facts: Facts) -> set[str | None]:
    """Classes of which a requirement of the policy says how much must be found: theirs to fail."""
    return {
        facts.head.positive_class if wanted.of is None else wanted.of
        for wanted in facts.policy.requirements
        if wanted.metric == "recall" and wanted.op == ">=" and wanted.average is None and not wanted.each_slice
    }


def _sentence(facts: Facts, k: int, recall: float) -> str:
    name = facts.classes[k]
    low, high = facts.metric("recall", of=name).law.interval(facts.policy.confidence.level)
    assert facts.tally.confusion is not None  # noqa: S101  # a tally without rows is refused before
    found, rows = int(facts.tally.confusion.hits[k]), counted(int(facts.support[k]), "row")
    return (
        f"Recall of {quoted(name)} is {number(recall)} [{number(low)}, {number(high)}] ({found:,} of {rows}): the "
        f"class is mostly missed{_although(facts)}."
    )


def _although(facts: Facts) -> str:
    """Why accuracy does not show it."""
    if facts.multilabel:
        return ""
    rival = next(rule for rule in metrics.baselines(facts.tally) if rule.name == "majority class")
    accuracy = facts.metric("accuracy").value
    points = 100 * (accuracy - rival.value)
    if accuracy < 0.5:
        return ""
    if points > NEARLY:
        return f", although accuracy is {number(accuracy)}"
    always = f"always answering {answer(rival.chooses or '')}, the majority class"
    if round(points, 1) == 0:
        return f", although accuracy is {number(accuracy)}, as it is of {always}"
    side = "above" if points > 0 else "below"
    return f", although accuracy is {number(accuracy)}, {abs(points):.1f} points {side} {always}"


PITFALL = Pitfall(
    "LW202", CODES["LW202"], "error",
    why="What a classifier is built to find is often the rare class; accuracy hides that it is not found.",
    look=_look,
)  # fmt: skip
