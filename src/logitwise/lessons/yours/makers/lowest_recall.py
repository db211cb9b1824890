"""Find the class with the lowest recall, where these rows decide which one it is."""

from __future__ import annotations

from collections.abc import Mapping
from math import hypot, isclose
from random import Random
from typing import Any, Final

from logitwise.lessons.yours.facts import Facts
from logitwise.lessons.yours.made import Made, Refusal, Sort, Telling, listed, with_options
from logitwise.metrics.wording import percent

SORT: Final = Sort("lowest-recall", "confusion-matrix", "medium", "property", "best choice", "metrics#worked-matrix")
Recall = tuple[Mapping[str, Any], int]


def lowest_recall(facts: Facts, random: Random) -> Made:  # noqa: ARG001  nothing is drawn: there is one lowest
    """Which class is found least."""
    if facts.weighted:
        return Refusal("rows are weighted, so that recall is not a share of the counts that are shown")
    if facts.counts is None and not facts.multilabel:
        return Refusal("the report holds no whole confusion matrix")
    known = [(_recall(facts, k), k) for k in range(len(facts.classes))]
    recalls = sorted(((each, k) for each, k in known if each is not None), key=lambda pair: (pair[0]["value"], pair[1]))
    if len(recalls) < len(facts.classes) or len(recalls) < 2:
        return Refusal("the recall of a class is not known: it has no rows, or there is only one")
    lowest, *others = recalls
    undecided = [k for each, k in others if not _surely_lower(lowest[0], each, disjoint=not facts.multilabel)]
    if undecided:
        return Refusal(
            f"which recall is lowest is not decided: {facts.name(lowest[1])} and {facts.name(undecided[0])} lie within "
            "their intervals"
        )
    return _made(facts, lowest, others)


def _recall(facts: Facts, k: int) -> Mapping[str, Any] | None:
    """The recall of a class, where it is the share that the counts give."""
    metric, (truly, _, both) = facts.metric("recall", facts.classes[k]), _counts(facts, k)
    known = metric is not None and truly and isclose(metric["value"], both / truly, abs_tol=1e-9)
    return metric if known else None


def _surely_lower(low: Mapping[str, Any], high: Mapping[str, Any], *, disjoint: bool) -> bool:
    """Whether one recall lies below another beyond chance.

    The classes of a softmax or sigmoid have rows of their own: then by the interval of the difference that is made
    from both intervals (Newcombe 1998, method 10,
    doi:10.1002/(SICI)1097-0258(19980430)17:8<873::AID-SIM779>3.0.CO;2-I). Labels share rows: then their intervals must
    lie apart.
    """
    if not disjoint:
        return bool(low["high"] < high["low"])
    slack = hypot(high["value"] - high["low"], low["high"] - low["value"])
    return bool(high["value"] - low["value"] > slack)


def _made(facts: Facts, lowest: Recall, others: list[Recall]) -> Made:
    shown = [lowest[1], *_tempting(facts, [k for _, k in others])][:4]
    counts = {k: _counts(facts, k) for k in shown}
    led = {
        min(shown, key=lambda k: counts[k][0]): "recall-is-the-share",
        min(shown, key=lambda k: counts[k][2] / max(counts[k][1], 1)): "matrix-swaps-precision-and-recall",
    }
    wrong = [(facts.name(k), led.get(k)) for k in shown[1:]]
    if len(shown) == 2:
        wrong.append(("These rows leave it open.", None))
    right = (facts.name(lowest[1]), percent(lowest[0]["value"]))
    return with_options(facts, SORT, right=right, wrong=wrong, told=_told(facts, lowest, counts))


def _told(facts: Facts, lowest: Recall, counts: Mapping[int, tuple[int, int, int]]) -> Telling:
    (metric, k), kind = lowest, "label" if facts.multilabel else "class"
    lines = [
        f"{facts.called(i)}: {truly:,} rows truly are, {decided:,} were decided so, {both:,} are both"
        for i, (truly, decided, both) in sorted(counts.items())
    ]
    shares = [
        f"{facts.name(i)}: {both:,} / {truly:,} = {percent(both / truly)}"
        for i, (truly, _, both) in sorted(counts.items())
    ]
    surely = (
        f"The lowest is that of {facts.called(k)}, {percent(metric['value'])}, from {percent(metric['low'])} to "
        f"{percent(metric['high'])}: below every other beyond chance."
    )
    return Telling(
        f"In your report, these are the rows by {kind}:{listed(lines)}\n\nWhich {kind} has the lowest recall?",
        (
            "Recall asks: of those that truly are, how many were found?",
            "Divide what is both by what truly is, for each.",
        ),
        ("Recall divides by the truth, whatever was decided.", "; ".join(shares) + ".", surely),
        f"Of {counts[k][0]:,} rows of {facts.called(k)} {counts[k][0] - counts[k][2]:,} were missed.",
    )


def _tempting(facts: Facts, others: list[int]) -> list[int]:
    """The least precise, the rarest, and then the next lowest."""
    counts = {k: _counts(facts, k) for k in others}
    least_precise = min(others, key=lambda k: counts[k][2] / max(counts[k][1], 1))
    rarest = min(others, key=lambda k: counts[k][0])
    return list(dict.fromkeys([least_precise, rarest, *others]))


def _counts(facts: Facts, k: int) -> tuple[int, int, int]:
    """Rows truly of a class, decided for it, and both."""
    if facts.multilabel:
        (_, false), (missed, both) = facts.table(facts.classes[k])
        return missed + both, false + both, both
    counts = facts.counts or ()
    return sum(counts[k]), sum(row[k] for row in counts), counts[k][k]
