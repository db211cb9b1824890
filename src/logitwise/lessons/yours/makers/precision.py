"""Compute the precision of a class."""

from __future__ import annotations

from math import isclose
from random import Random
from typing import Final

from logitwise.lessons.bank.question import Question
from logitwise.lessons.yours.facts import Facts
from logitwise.lessons.yours.made import Made, Refusal, Sort, Telling, with_options
from logitwise.metrics.wording import percent

SORT: Final = Sort("precision", "confusion-matrix", "medium", "number", "compute a number", "metrics#worked-matrix")


def precision(facts: Facts, random: Random) -> Made:
    """Of the first class, in a drawn order, whose options tell mistakes apart."""
    if facts.weighted:
        return Refusal("rows are weighted, so that precision is not a share of the counts that are shown")
    if facts.counts is None and not facts.multilabel:
        return Refusal("the report holds no whole confusion matrix")
    order = list(range(len(facts.classes)))
    random.shuffle(order)
    made: Made = Refusal("no class was ever decided for: precision divides by nothing")
    for k in order:
        counts = _counts(facts, k)
        if counts[1]:
            made = _of(facts, k, *counts)
        if isinstance(made, Question):
            return made
    return made


def _counts(facts: Facts, k: int) -> tuple[int, int, int, int, int]:
    """Rows of a class that were decided right, decided for it, truly of it, all, and decided right of all."""
    if facts.multilabel:
        (neither, false), (missed, both) = facts.table(facts.classes[k])
        return both, false + both, missed + both, neither + false + missed + both, neither + both
    counts = facts.counts or ()
    decided = sum(row[k] for row in counts)
    right = sum(row[i] for i, row in enumerate(counts))
    return counts[k][k], decided, sum(counts[k]), sum(map(sum, counts)), right


def _of(facts: Facts, k: int, both: int, decided: int, truly: int, rows: int, right: int) -> Made:  # noqa: PLR0913, PLR0917
    value, known, name = both / decided, facts.metric("precision", facts.classes[k]), facts.called(k)
    if known is not None and not isclose(known["value"], value, abs_tol=1e-9):
        return Refusal("the report's precision is not a share of the counts that are shown")
    candidates: list[tuple[float, str | None]] = [
        (both / rows, "matrix-divides-by-all"),
        (right / rows, "accuracy-of-each-class"),
    ]
    candidates += [(decided / rows, None), (truly / rows, None), (1 - value, None)]
    if truly:
        candidates.insert(0, (both / truly, "matrix-swaps-precision-and-recall"))
    told = Telling(
        f"In your report, {rows:,} rows were judged. {truly:,} truly {facts.are(k)}, {decided:,} were decided "
        f"{facts.decided(k)}, and {both:,} are both. What is the precision of {name}?",
        (
            "Precision asks: of those that were decided so, how many are?",
            f"Divide by the {decided:,} that were decided {facts.decided(k)}.",
        ),
        (
            f"Precision divides by what was decided: {decided:,} rows.",
            f"Of these, {both:,} truly {facts.are(k)}.",
            f"{both:,} / {decided:,} = {percent(value)}.",
        ),
        f"{decided - both:,} of {decided:,} decisions for {name} are wrong, which is the rest: {percent(1 - value)}.",
    )
    wrong = [(percent(share), misconception) for share, misconception in candidates]
    evidence = f"{both:,} of {decided:,}"
    return with_options(facts, SORT, right=(percent(value), evidence), wrong=wrong, told=told)
