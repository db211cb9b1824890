"""Figures of the test page: what the verdict assumes, and how often it says what of whom, counted exactly."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import product
from math import comb, prod
from typing import Final

import numpy as np

from logitwise.lessons.bank.question import DIFFICULTIES, Difficulty
from logitwise.lessons.building.figures.figure import Figure
from logitwise.lessons.grading.by_skill import FEWEST
from logitwise.lessons.grading.posterior import (
    BLUEPRINT,
    CEILING,
    DIFFICULTY,
    GUESS,
    HINTED,
    SLOPE,
    SPREAD,
    chance_of_right,
    information,
    posterior,
    true_scores,
)
from logitwise.lessons.grading.verdict_of_test import FLOOR, MORE, NOT_YET, QUESTIONS, SURE, outcome_of
from logitwise.lessons.progress.records import Answer

SCORES: Final = (0.5, 0.6, 0.7, 0.8, 0.9)
"""True scores of the learners that are told of."""
RAW: Final = 8
"""Right answers of ten from which a plain count would say strong."""
REPEATED: Final = (5, 10)
"""Tests that somebody takes until one goes well."""
NOTE: Final = "exact under the assumed parameters, four options a question"

Counts = tuple[int, ...]
"""Right and wrong answers: easy right, easy wrong, medium right, and so on."""


def figures() -> dict[str, Figure]:
    """The parameters, what ten answers say, and the rates of the verdict over whole tests."""
    rates = [_rates(score) for score in SCORES]
    result = {
        "test.questions": Figure(QUESTIONS),
        "test.more": Figure(MORE),
        "test.claim_from": Figure(FEWEST),
        "test.floor": Figure(FLOOR),
        "test.sure": Figure(SURE),
        "test.not_yet": Figure(NOT_YET),
        "test.guess": Figure(GUESS),
        "test.ceiling": Figure(CEILING),
        "test.slope": Figure(SLOPE),
        "test.difficulties": Figure([DIFFICULTY[each] for each in DIFFICULTIES]),
        "test.spread": Figure(SPREAD),
        "test.hinted": Figure(HINTED),
        "test.prior": Figure(posterior([]).at_least(FLOOR), 1e-6, "before any answer"),
        "test.raw": Figure(RAW),
    }
    result |= {f"test.score.{round(100 * score)}": Figure(score) for score in SCORES}
    for name in ("strong", "not_yet", "undecided", "asked", "raw"):
        for score, rate in zip(SCORES, rates, strict=True):
            result[f"test.rate.{name}.at{round(100 * score)}"] = Figure(rate[name], 1e-6, NOTE)
    once = rates[SCORES.index(0.6)]["strong"]
    for times in REPEATED:
        result[f"test.repeated.{times}"] = Figure(1 - (1 - once) ** times, 1e-6, f"at least once in {times} tests")
    for right in range(5, QUESTIONS + 1):
        result |= _of_ten(right)
    return result


def _of_ten(right: int) -> dict[str, Figure]:
    """Between which probabilities so many right answers of ten may lead, by which questions they were."""
    found = [_probability(counts) for counts in _tests() if sum(counts[::2]) == right]
    return {f"test.low.{right}": Figure(min(found), 1e-6), f"test.high.{right}": Figure(max(found), 1e-6)}


def _rates(score: float) -> dict[str, float]:
    """How often a learner of a true score is called what, how many questions it takes, and what a count would say.

    Every way in which a test can go, with its probability; those that decide nothing go on by one question.
    """
    ability = int(np.searchsorted(true_scores(), score))
    chances = tuple(float(chance_of_right(each)[ability]) for each in DIFFICULTIES)
    rates = {"strong": 0.0, "not_yet": 0.0, "undecided": 0.0, "asked": 0.0, "raw": 0.0}
    at = {counts: _likelihood(counts, chances) for counts in _tests()}
    rates["raw"] = sum(p for counts, p in at.items() if sum(counts[::2]) >= RAW)
    for asked in range(QUESTIONS, QUESTIONS + MORE + 1):
        going: dict[Counts, float] = {}
        for counts, p in at.items():
            outcome = outcome_of(_probability(counts))
            if outcome != "not decided" or asked == QUESTIONS + MORE:
                rates[outcome.replace(" ", "_").replace("not_decided", "undecided")] += p
                rates["asked"] += p * asked
                continue
            for after, chance in _one_more(counts, chances):
                going[after] = going.get(after, 0.0) + p * chance
        at = going
    return rates


def _one_more(counts: Counts, chances: tuple[float, ...]) -> Iterator[tuple[Counts, float]]:
    """What one more question may lead to, with its probability."""
    k = DIFFICULTIES.index(_next(counts))
    for place, chance in ((2 * k, chances[k]), (2 * k + 1, 1 - chances[k])):
        yield tuple(n + (i == place) for i, n in enumerate(counts)), chance


def _tests() -> Iterator[Counts]:
    """All ways in which a test of ten may go, up to the order."""
    numbers = [BLUEPRINT[each] for each in DIFFICULTIES]
    for rights in product(*(range(n + 1) for n in numbers)):
        yield tuple(count for right, n in zip(rights, numbers, strict=True) for count in (right, n - right))


def _likelihood(counts: Counts, chances: tuple[float, ...]) -> float:
    pairs = zip(counts[::2], counts[1::2], chances, strict=True)
    return prod(comb(right + wrong, right) * p**right * (1 - p) ** wrong for right, wrong, p in pairs)


@cache
def _probability(counts: Counts) -> float:
    return posterior(_answers(counts)).at_least(FLOOR)


@cache
def _next(counts: Counts) -> Difficulty:
    """The difficulty that tells most, as `selection.next_item` takes it."""
    after = posterior(_answers(counts))
    return max(DIFFICULTIES, key=lambda each: information(after, each))


def _answers(counts: Counts) -> list[Answer]:
    return [
        Answer(
            "a", n, 1, "2026-01-01T00:00:00+00:00", "q", 0, "axis", difficulty, "test", GUESS, ("A",), right, 0, None
        )
        for k, difficulty in enumerate(DIFFICULTIES)
        for right, number in ((True, counts[2 * k]), (False, counts[2 * k + 1]))
        for n in range(number)
    ]
