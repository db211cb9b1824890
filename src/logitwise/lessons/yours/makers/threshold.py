"""Say what another threshold does, where it does something beyond chance."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random
from typing import Any, Final

from logitwise.lessons.bank.question import Question
from logitwise.lessons.yours.facts import Facts
from logitwise.lessons.yours.made import Made, Refusal, Sort, Telling, with_options
from logitwise.lessons.yours.operating import Point, Thresholds, thresholds_of
from logitwise.metrics.wording import percent

SORT: Final = Sort("threshold", "threshold", "medium", "property", "right call", "metrics#thresholds")
GRID: Final = tuple(n / 20 for n in range(1, 20))


def threshold(facts: Facts, random: Random) -> Made:
    """From the report's threshold to another at which recall and precision leave their intervals."""
    found = thresholds_of(facts)
    if not found:
        return Refusal("no class of this report is decided by a threshold on scores of unweighted rows")
    random.shuffle(found)
    for each in found:
        if not each.now.hits + each.now.alarms:
            continue
        recall, precision = (facts.metric(name, facts.classes[each.k]) for name in ("recall", "precision"))
        if recall is None or precision is None:
            continue
        others = [each.at(t) for t in GRID if _moves(each.at(t), each, recall, precision)]
        if others:
            exact = [point for point in others if not point.about]
            made = _made(facts, each, random.choice(exact or others))
            if isinstance(made, Question):
                return made
    return Refusal(
        "what another threshold does is not decided: recall or precision stays within its interval everywhere"
    )


def _moves(point: Point, of: Thresholds, recall: Mapping[str, Any], precision: Mapping[str, Any]) -> bool:
    decided = point.hits + point.alarms
    return bool(decided) and _outside(point.hits / of.positives, recall) and _outside(point.hits / decided, precision)


def _outside(value: float, metric: Mapping[str, Any]) -> bool:
    return not metric["low"] <= value <= metric["high"]


def _made(facts: Facts, of: Thresholds, to: Point) -> Made:
    now = of.now
    recalls = (now.hits / of.positives, to.hits / of.positives)
    precisions = (now.hits / (now.hits + now.alarms), to.hits / (to.hits + to.alarms))
    more, purer = recalls[1] > recalls[0], precisions[1] > precisions[0]
    wrong = [
        (_says(more=not more, purer=not purer), "threshold-higher-finds-more"),
        (_says(more=more, purer=not purer), None if more != purer else "threshold-higher-is-more-precise"),
        (_says(more=not more, purer=purer), "threshold-higher-finds-more"),
    ]
    return with_options(
        facts, SORT, right=(_says(more=more, purer=purer), ""), wrong=wrong,
        told=_told(facts, of, to, recalls=recalls, precisions=precisions),
    )  # fmt: skip


def _told(
    facts: Facts, of: Thresholds, to: Point, *, recalls: tuple[float, float], precisions: tuple[float, float]
) -> Telling:
    now, higher = of.now, to.threshold > of.used
    before, after = now.hits + now.alarms, to.hits + to.alarms
    usual = (recalls[1] > recalls[0]) != (precisions[1] > precisions[0])
    rule = (
        "Recall can only go this way; precision mostly goes the other, but nothing forces it to."
        if usual
        else "Recall can only go this way; that precision goes the same way is rarer, but nothing forbids it."
    )
    return Telling(
        f"In your report, {of.positives:,} rows truly {facts.are(of.k)}. At its threshold of {of.used:g}, {before:,} "
        f"rows are decided so, {now.hits:,} of them rightly. At {to.threshold:g} they would be {to.nearly}{after:,}, "
        f"{to.nearly}{to.hits:,} of them rightly. What does moving the threshold from {of.used:g} to "
        f"{to.threshold:g} do?",
        (
            "Recall divides by what truly is, precision by what was decided.",
            f"Recall divides by {of.positives:,} both times.",
        ),
        (
            f"Recall is {_moved((now.hits, of.positives), (to.hits, of.positives), nearly=to.nearly)}.",
            f"Precision is {_moved((now.hits, before), (to.hits, after), nearly=to.nearly)}.",
            rule,
        ),
        f"A {'higher' if higher else 'lower'} threshold never finds {'more' if higher else 'fewer'}.",
    )


def _moved(one: tuple[int, int], other: tuple[int, int], *, nearly: str) -> str:
    return f", then {nearly}".join(f"{part:,} / {whole:,} = {percent(part / whole)}" for part, whole in (one, other))


def _says(*, more: bool, purer: bool) -> str:
    return f"Recall {'rises' if more else 'falls'}, precision {'rises' if purer else 'falls'}."
