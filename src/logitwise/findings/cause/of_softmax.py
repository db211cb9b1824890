"""Cause of a shortfall where the largest of several classes is decided."""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from logitwise import metrics
from logitwise.errors import OptionError
from logitwise.findings import shifted_probabilities
from logitwise.findings.cause.case import BETTER_SCORES, Case
from logitwise.findings.cause.cause import Cause
from logitwise.findings.cause.of_score import FEWEST, of_score
from logitwise.findings.cause.rebalanced import Rebalanced, rebalanced
from logitwise.findings.confusions import commonest_mistake, remapping
from logitwise.findings.finding import Clear, Found, NotApplicable
from logitwise.metrics.wording import metric_words, number, percent, quoted
from logitwise.tallies.confusion import Confusion

if TYPE_CHECKING:
    from logitwise.findings.cause.case import Asked
    from logitwise.findings.facts import Facts

OFF: Final = 1.25
"""Factor between how often a class occurs and how often its probability says from which on it is called shifted where
LW403 does not look, which is beyond 64 classes. A judgement."""
_Z: Final = 3.0


class Claimed(NamedTuple):
    """How often a class occurs, and how often its probability says.

    Attributes:
        factor: occurs over claimed.
        off: whether that is surely, and by enough, not 1.
    """

    factor: float
    off: bool


def of_class(case: Case) -> Cause:
    """Of one class: columns in the wrong order, a shifted probability, another decision rule, or the ranking."""
    swapped = _remapped(case.facts)
    if swapped is not None:
        return swapped
    seen = claimed(case)
    better = rebalanced(case.facts.tally) if seen.off else None
    if better is not None and not case.weak and case.rows >= FEWEST:
        value = _value(case.facts, better, case.asked.metric, of=case.facts.classes[case.k])
        if value >= case.asked.bound:
            return _shifted(case, seen, better, value=value)
    found = of_score(case)
    if found.kind != "ranking":
        return found
    mistake = commonest_mistake(case.facts, case.k)
    if mistake is None:
        return found
    taken = f" {percent(mistake.share)} of {case.name} is taken for {quoted(case.facts.classes[mistake.decision])}."
    evidence = {**found.evidence, "taken_for": case.facts.classes[mistake.decision], "share": mistake.share}
    return Cause("ranking", found.sentence + taken, found.remedy, evidence)


def of_softmax(facts: Facts, asked: Asked) -> Cause:
    """Of all classes together."""
    swapped = _remapped(facts)
    if swapped is not None:
        return swapped
    right = isinstance(facts.seen(shifted_probabilities.PITFALL), Clear)
    better = None if right else rebalanced(facts.tally)
    value = -inf if better is None else _value(facts, better, asked.metric, of=None)
    if better is not None and value >= asked.bound > -inf:
        words = metric_words(asked.metric)
        return Cause(
            "calibration",
            "Some classes are claimed more often than they occur and others less often, so the calibration is the "
            f"cause: with a bias a class, cross-fitted on {better.rows:,} rows, {words} is {number(value)}.",
            "Recalibrate on half of the rows or on other rows, and judge on the rest.",
            {f"{asked.metric}_recalibrated": value, "rows": better.rows},
            facts.tune("--calibrate", "bias"),
        )
    worst = _worst_class(facts)
    mistake = None if worst is None else commonest_mistake(facts, worst)
    if worst is None or mistake is None:
        return Cause("unknown", "What is to blame cannot be told from so few rows.", "Label more rows.")
    why = "No class is surely claimed too often or too rarely" if right else "No bias of the classes mends it"
    name, other = quoted(facts.classes[worst]), quoted(facts.classes[mistake.decision])
    return Cause(
        "ranking",
        f"{why}, so the ranking is the cause. It is worst for {name}: {percent(mistake.share)} of its rows are taken "
        f"for {other}.",
        BETTER_SCORES,
        {"class": facts.classes[worst], "taken_for": facts.classes[mistake.decision], "share": mistake.share},
    )


def claimed(case: Case) -> Claimed:
    """How often the class occurs, over the sum of its probabilities."""
    cells = case.cells
    rows = cells.positives + cells.negatives
    expected, spread = float((rows * cells.p).sum()), float((rows * cells.p * cells.q).sum()) ** 0.5
    occurs = float(cells.positives.sum())
    factor = occurs / expected if expected else inf
    seen = case.facts.seen(shifted_probabilities.PITFALL)
    if not isinstance(seen, NotApplicable):
        return Claimed(factor, isinstance(seen, Found) and case.facts.classes[case.k] in seen.of)
    return Claimed(factor, abs(occurs - expected) > _Z * spread and not 1 / OFF < factor < OFF)


def _shifted(case: Case, seen: Claimed, better: Rebalanced, *, value: float) -> Cause:
    low = seen.factor > 1
    factor = seen.factor if low else 1 / seen.factor
    times = "over 1,000" if factor > 1000 else f"{factor:.3g}"
    return Cause(
        "calibration",
        f"{case.ranking}, but {case.name} occurs {times} times as "
        f"{'often' if low else 'rarely'} as its probability says, so the calibration is the cause: with a bias a "
        f"class, cross-fitted on {better.rows:,} rows, its {metric_words(case.asked.metric)} is {number(value)}.",
        "Recalibrate on half of the rows or on other rows, and judge on the rest.",
        {"roc_auc": case.area.value, "occurs_over_claimed": seen.factor, f"{case.asked.metric}_recalibrated": value},
        case.facts.tune("--calibrate", "bias"),
    )


def _remapped(facts: Facts) -> Cause | None:
    """Classes that are nearly always taken for one other each: the columns or labels stand in another order."""
    found = remapping(facts)
    if found is None:
        return None
    return Cause(
        "data",
        f"{found.sentence}, so the data are the cause: the scores are fine, their columns or the labels are in another "
        f"order. Put right, accuracy is {number(found.accuracy)}.",
        "Give the columns in the order of the labels (--classes names them), then judge again.",
        {"accuracy_put_right": found.accuracy, "offset": found.offset},
    )


def _value(facts: Facts, better: Rebalanced, name: str, *, of: str | None) -> float:
    """A metric of what rebalanced probabilities decide; never reached where it is not one of decisions."""
    known = metrics.METRICS.get(name)
    if known is None or known.scores:
        return -inf
    tally = better.as_tally(facts.head)
    average = None if of is not None or known.overall("softmax") else "macro"
    try:
        value = metrics.measure(tally, name, of=of, average=average, parameters=facts.policy.task.parameters).value
    except OptionError:  # which this head, or all classes together, have not
        return -inf
    return value if value == value else -inf  # noqa: PLR0124  # NaN


def _worst_class(facts: Facts) -> int | None:
    """The class with the lowest recall of those with rows enough."""
    confusion = facts.counted.confusion
    if not isinstance(confusion, Confusion):
        return None
    support = confusion.support
    recall = np.where(support >= FEWEST, confusion.hits / np.maximum(support, 1), np.inf)
    return int(np.argmin(recall)) if np.isfinite(recall).any() else None
