"""Say what has to be beaten, and whether it is."""

from __future__ import annotations

from collections.abc import Mapping
from math import isclose
from random import Random
from typing import Any, Final

from logitwise.lessons.yours.facts import Facts
from logitwise.lessons.yours.made import Made, Refusal, Sort, Telling, listed, with_options
from logitwise.metrics.wording import percent

SORT: Final = Sort("baseline", "base-rate", "medium", "property", "right call", "metrics#base-rate")
_COINCIDE: Final = Refusal(
    "the classes are about as frequent as each other, so that the baseline and guessing reach the same share: their "
    "options coincide"
)
MOST: Final = 10
"""Classes whose rows are all listed."""


def baseline(facts: Facts, random: Random) -> Made:  # noqa: ARG001  nothing is drawn: there is one baseline
    """The accuracy of always deciding the most frequent class, against the interval of the model's."""
    counts, accuracy, majority = facts.counts, facts.metric("accuracy"), facts.majority()
    if facts.weighted:
        return Refusal("rows are weighted, so that the baseline is not a share of the counts that are shown")
    if counts is None or accuracy is None or majority is None:
        return Refusal("the report holds no accuracy of all rows with its baseline")
    truly = [sum(row) for row in counts]
    if not sum(truly):
        return Refusal("there are no rows")
    right = sum(row[i] for i, row in enumerate(counts))
    if not isclose(accuracy["value"] * sum(truly), right, abs_tol=1e-6) or max(truly) != round(majority * sum(truly)):
        return Refusal("the report's accuracy is not a share of the counts that are shown")
    if accuracy["low"] <= majority <= accuracy["high"]:
        return Refusal("whether it beats its baseline is not decided: the baseline lies within the interval")
    return _made(facts, truly, accuracy, majority)


def _made(facts: Facts, truly: list[int], accuracy: Mapping[str, Any], majority: float) -> Made:
    rows, k = sum(truly), len(truly)
    better = accuracy["low"] > majority
    by_frequency = sum((n / rows) ** 2 for n in truly)
    wrong = [
        (_says(majority, better=not better), "base-high-accuracy-is-good" if not better else None),
        (_says(1 / k, better=accuracy["low"] > 1 / k), "base-chance-is-one-over-classes"),
        (_says(by_frequency, better=accuracy["low"] > by_frequency), "base-guess-by-frequency"),
        (_says(min(truly) / rows, better=True), None),
        (_says(1 - majority, better=accuracy["low"] > 1 - majority), None),
    ]
    made = with_options(
        facts, SORT, right=(_says(majority, better=better), ""), wrong=wrong,
        told=_told(facts, truly, accuracy, majority, by_frequency=by_frequency),
    )  # fmt: skip
    return _COINCIDE if isinstance(made, Refusal) else made


def _told(
    facts: Facts, truly: list[int], accuracy: Mapping[str, Any], majority: float, *, by_frequency: float
) -> Telling:
    rows, k = sum(truly), len(truly)
    order = sorted(range(k), key=lambda i: -truly[i])
    lines = [f"{facts.called(i)}: {truly[i]:,} rows" for i in order[:MOST]]
    lines += [f"{k - MOST:,} further classes, each at most as frequent"] if k > MOST else []
    low, high = percent(accuracy["low"]), percent(accuracy["high"])
    better = accuracy["low"] > majority
    asked = (
        f"The model's accuracy is {percent(accuracy['value'])}, {100 * accuracy['level']:g} % interval {low} to "
        f"{high}. What does the best rule reach that looks at no input, and is the model surely better?"
    )
    most, name = truly[order[0]], facts.called(order[0])
    always = f"Always deciding {name} is right in {most:,} of {rows:,} rows: {percent(majority)}."
    others = (
        f"Guessing among {k} classes alike reaches {percent(1 / k)}, guessing as often as they occur "
        f"{percent(by_frequency)}: at most as much."
    )
    compared = (
        f"The interval of the accuracy lies {'above' if better else 'below'} {percent(majority)}: the model is "
        f"{'surely better' if better else 'not better'}."
    )
    return Telling(
        f"In your report, these are {rows:,} rows by class:{listed(lines)}\n\n{asked}",
        (
            "A rule that looks at no input gives the same answer for every row.",
            "Its best answer is the commonest class.",
        ),
        (always, others, compared),
        f"Compare the {'lower' if better else 'upper'} end, {low if better else high}, with {percent(majority)}.",
    )


def _says(reached: float, *, better: bool) -> str:
    return f"{percent(reached)}; {'yes, it is surely better' if better else 'no, it is not'}"
