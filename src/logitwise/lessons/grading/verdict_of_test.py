"""Whether the topic is strong: the same three answers, by the same logic, as a classifier's verdict."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil, floor
from typing import Final, Literal

from logitwise.lessons.figures import figure
from logitwise.lessons.grading.first_answers import first_answers
from logitwise.lessons.grading.posterior import BLUEPRINT, CEILING, DIFFICULTY, SLOPE, SPREAD, posterior
from logitwise.lessons.progress.records import Answer

FLOOR: Final = 0.70
"""True score from which the topic is strong: a judgement."""
SURE: Final = 0.85
"""Probability from which it is said: a judgement."""
NOT_YET: Final = 0.15
"""Probability down from which it is denied: as sure."""
QUESTIONS: Final = sum(BLUEPRINT.values())
MORE: Final = 10
"""Questions that may follow a test that decided nothing."""

Outcome = Literal["strong", "not yet", "not decided"]


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a test, or several, say of a learner.

    Attributes:
        outcome: strong, not yet, or not decided.
        probability: that the true score is at least `FLOOR`.
        right: questions that were answered rightly.
        asked: questions that were answered.
        low: 5 % of the probability lie at true scores below.
        high: and 5 % above.
        more: how many more questions may be asked to decide it; 0 where it is decided or none is left.
        sentence: all of it in words.
    """

    outcome: Outcome
    probability: float
    right: int
    asked: int
    low: float
    high: float
    more: int
    sentence: str


def verdict_of_test(answers: Sequence[Answer]) -> Judgement:
    """The verdict on the first answers of one test.

    A test that was not finished is not decided, however it went: who stops when it goes well has shown less.
    """
    first = [answer for answer in answers if answer.attempt == 1]
    after = posterior(first)
    probability = after.at_least(FLOOR)
    unfinished = len(first) < QUESTIONS
    outcome: Outcome = "not decided" if unfinished else outcome_of(probability)
    more = max(0, QUESTIONS + MORE - len(first)) if outcome == "not decided" else 0
    right = sum(answer.right for answer in first)
    sentence = _sentence(outcome, probability, f"{right} of {len(first)} right", more=more, unfinished=unfinished)
    return Judgement(outcome, probability, right, len(first), *after.interval(), more, sentence)


def pooled(answers: Iterable[Answer]) -> Judgement | None:
    """The verdict on all tests together, so that taking one more until it goes well gains nothing.

    Tests that were stopped count too, and a question counts once, with the first answer that was ever given to it.

    Args:
        answers: all so far, of every kind of sitting.

    Returns:
        None before a second test, and where fewer questions than one test has were new.
    """
    first = [answer for answer in first_answers(answers) if answer.kind == "test"]
    tests = len({answer.sitting for answer in first})
    if tests < 2 or len(first) < QUESTIONS:
        return None
    after = posterior(first)
    probability = after.at_least(FLOOR)
    outcome = outcome_of(probability)
    right = sum(answer.right for answer in first)
    said = f"the probability that your true score is at least {percent(FLOOR)} is {percent(probability)}"
    counts = f"{right} of {len(first)} questions right that were new to you"
    sentence = f"Over your {tests} tests together: {outcome}; {counts}, and {said}."
    return Judgement(outcome, probability, right, len(first), *after.interval(), 0, sentence)


def outcome_of(probability: float) -> Outcome:
    """What a probability that the true score is at least `FLOOR` says."""
    if probability >= SURE:
        return "strong"
    return "not yet" if probability <= NOT_YET else "not decided"


def how() -> tuple[str, ...]:
    """How the verdict comes about, as sentences."""
    difficulties = ", ".join(f"{value:g} {name}" for name, value in DIFFICULTY.items())
    questions = ", ".join(f"{number} {name}" for name, number in BLUEPRINT.items())
    rule = (
        f"Strong means: the probability that your true score is at least {percent(FLOOR)} is at least {percent(SURE)}. "
        f"Not yet: it is at most {percent(NOT_YET)}. In between nothing is decided, and up to {MORE} more questions "
        "are asked, each of the difficulty that tells most."
    )
    score = (
        f"Your true score is the share that you would get right over many tests like this one ({questions}). Ten "
        "answers leave it uncertain: the share that you got right today is not it."
    )
    bayes = (
        "Each answer moves the probability of every ability by Bayes' rule. A right answer that is easily guessed "
        "moves it little, and an answer after a hint counts half."
    )
    assumed = (
        "The parameters are assumed, not fitted to learners: guessing at one over the options, a ceiling of "
        f"{CEILING:g}, a slope of {SLOPE:g}, difficulties of {difficulties}, abilities spread normally with standard "
        f"deviation {SPREAD:g}."
    )
    strong = {score: f"{100 * _rate('strong', score):.0f}" for score in (60, 70, 90)}
    errors = (
        f"If they hold, a learner of true score 60 % is called strong in about {strong[60]} of 100 tests, one of 70 % "
        f"in {strong[70]}, one of 90 % in {strong[90]}. Calling {figure('test.raw')} of {QUESTIONS} right strong would "
        f"call the learner of 60 % strong in {100 * _rate('raw', 60):.0f}."
    )
    again = (
        f"Each test is judged alone. Who takes it again until it goes well may get there by luck: of learners of 60 %, "
        f"{percent(_repeated(5))} are called strong at least once in five tests, and {percent(_repeated(10))} in ten. "
        "So after a second test all of them are judged together as well."
    )
    same = "It is the logic of a classifier's verdict: ready, not ready, or not enough data, and no guess in between."
    return rule, score, bayes, assumed, errors, again, same


def _rate(name: str, score: int) -> float:
    """How often that is said of a learner of that true score in percent, as it was counted for the page."""
    return float(figure(f"test.rate.{name}.at{score}"))  # type: ignore[arg-type]


def _repeated(times: int) -> float:
    """How often a learner of 60 % is called strong at least once in so many tests."""
    return float(figure(f"test.repeated.{times}"))  # type: ignore[arg-type]


def _sentence(outcome: Outcome, probability: float, counts: str, *, more: int, unfinished: bool) -> str:
    said = f"the probability that your true score is at least {percent(FLOOR)} is {percent(probability)}"
    if unfinished:
        return f"Not decided: the test is not finished ({counts} so far)."
    if outcome == "strong":
        return f"Strong: {counts}, and {said}."
    if outcome == "not yet":
        return f"Not yet: {counts}, and {said}."
    further = f"Up to {more} more questions can decide it." if more else "No more questions are asked today."
    return f"Not decided: {counts}, and {said}. {further}"


def percent(probability: float) -> str:
    """In whole percent, in tenths next to a limit that rounding would cross; nothing is said to be certain."""
    if not 0.01 <= probability <= 0.99:
        return "over 99 %" if probability > 0.5 else "under 1 %"
    whole = round(100 * probability)
    if outcome_of(whole / 100) == outcome_of(probability):
        return f"{whole} %"
    towards_the_middle = floor if probability > 0.5 else ceil
    return f"{towards_the_middle(1000 * probability) / 10:.1f} %"
