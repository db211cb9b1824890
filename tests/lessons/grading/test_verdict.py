"""Strong, not yet, or not decided: how often each is said of whom."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from logitwise.lessons.figures import figure
from logitwise.lessons.grading.posterior import BLUEPRINT, GRID, chance_of_right, information, posterior, true_scores
from logitwise.lessons.grading.verdict_of_test import how, outcome_of, percent, pooled, verdict_of_test
from logitwise.lessons.progress.records import Answer

DRAWN = [difficulty for difficulty, number in BLUEPRINT.items() for _ in range(number)]


def answer(number: int, *, difficulty: str, right: bool) -> Answer:
    facts = ("a-sitting", number, 1, f"2026-01-31T12:{number:02}:00+00:00", f"question-{number}", 0, "axis")
    return Answer(*facts, difficulty, "test", 0.25, ("A",), right, 0, None)


def _answers(rights):
    return [
        answer(n, difficulty=d, right=bool(right)) for n, (d, right) in enumerate(zip(DRAWN, rights, strict=True), 1)
    ]


def test_ten_of_ten_is_strong_and_two_of_ten_not_yet():
    best, worst = verdict_of_test(_answers([1] * 10)), verdict_of_test(_answers([1, 1] + [0] * 8))
    assert (best.outcome, best.right, best.asked, best.more) == ("strong", 10, 10, 0)
    assert best.sentence.startswith(
        "Strong: 10 of 10 right, and the probability that your true score is at least 70 % is 9"
    )
    assert (worst.outcome, worst.more) == ("not yet", 0)
    assert worst.low < worst.high < 0.7 < best.high


def test_in_between_nothing_is_decided_and_more_may_be_asked():
    verdict = verdict_of_test(_answers([1, 1, 1, 1, 1, 1, 0, 1, 0, 0]))
    assert (verdict.outcome, verdict.right, verdict.more) == ("not decided", 7, 10)
    assert "Up to 10 more questions" in verdict.sentence


def test_after_twenty_no_more_is_asked():
    ten = _answers([1, 1, 1, 1, 1, 1, 0, 1, 0, 0])
    twenty = verdict_of_test([*ten, *(answer(n, difficulty="medium", right=n % 4 > 0) for n in range(11, 21))])
    assert (twenty.outcome, twenty.asked, twenty.more) == ("not decided", 20, 0)
    assert twenty.sentence.endswith("No more questions are asked today.")


def test_a_test_that_was_not_finished_decides_nothing():
    nine = verdict_of_test(_answers([1] * 10)[:9])
    assert (nine.outcome, nine.more) == ("not decided", 11)
    assert nine.probability > 0.85
    assert "not finished (9 of 9 right so far)" in nine.sentence


def test_both_limits_belong_to_what_is_decided():
    assert [outcome_of(p) for p in (0.85, 0.8499, 0.1501, 0.15)] == ["strong", "not decided", "not decided", "not yet"]


@pytest.mark.parametrize(
    ("probability", "said"),
    [
        (0.85, "85 %"),
        (0.8499, "84.9 %"),
        (0.15, "15 %"),
        (0.1501, "15.1 %"),
        (0.5, "50 %"),
        (1.0, "over 99 %"),
        (0, "under 1 %"),
    ],
)
def test_rounding_never_crosses_a_limit(probability, said):
    assert percent(probability) == said


def _called_strong(true_score: float, *, tests: int, seed: int) -> tuple[float, float]:
    """Share of simulated tests called strong by the verdict with up to ten more, and by eight of ten right."""
    random = np.random.default_rng(seed)
    ability = int(np.searchsorted(true_scores(), true_score))
    chances = {difficulty: chance_of_right(difficulty)[ability] for difficulty in BLUEPRINT}
    best = 0
    eight = 0
    known = {}
    for _ in range(tests):
        rights = [bool(random.random() < chances[d]) for d in DRAWN]
        asked = tuple(zip(DRAWN, rights, strict=True))
        eight += sum(rights) >= 8
        while _after(asked, known)[0] == "not decided" and len(asked) < 20:
            wanted = _after(asked, known)[1]
            asked = (*asked, (wanted, bool(random.random() < chances[wanted])))
        best += _after(asked, known)[0] == "strong"
    return best / tests, eight / tests


def _after(asked, known):
    """Verdict and most telling difficulty; the order of answers does not matter, so that few cases are computed."""
    key = tuple(sorted(asked))
    if key not in known:
        answers = [answer(n, difficulty=difficulty, right=right) for n, (difficulty, right) in enumerate(key, 1)]
        after = posterior(answers)
        known[key] = (verdict_of_test(answers).outcome, max(BLUEPRINT, key=lambda each: information(after, each)))
    return known[key]


@pytest.mark.parametrize(("true_score", "strong"), [(0.6, 0.04), (0.7, 0.19), (0.9, 0.94)])
def test_a_learner_is_called_strong_as_often_as_is_said(true_score, strong):
    share, _ = _called_strong(true_score, tests=2000, seed=1)
    assert share == pytest.approx(strong, abs=3 * (strong * (1 - strong) / 2000) ** 0.5 + 0.005)
    assert f"{strong:.2f}"[2:].lstrip("0") in how()[4]


def test_eight_of_ten_right_would_call_a_learner_of_60_percent_strong_more_often():
    share, eight = _called_strong(0.6, tests=2000, seed=2)
    assert eight == pytest.approx(0.15, abs=0.025)
    assert share < eight / 2


def test_how_it_is_computed_says_that_the_parameters_are_assumed():
    said = " ".join(how())
    assert "assumed, not fitted" in said
    assert all(number in said for number in ("0.97", "1.3", "-1.2", "1.2", "85 %", "15 %", "70 %"))
    assert GRID.size == 1201


def _another(answers, name):
    return [
        replace(each, sitting=name, question=f"{name}-{each.number}", at=each.at.replace("-01-31T", "-02-01T"))
        for each in answers
    ]


def test_a_lucky_test_after_a_bad_one_is_judged_with_it():
    bad, lucky = _answers([1, 1, 1, 1, 0, 1, 0, 0, 0, 0]), _another(_answers([1] * 10), "second")
    together = pooled([*bad, *lucky])
    assert verdict_of_test(lucky).outcome == "strong"
    assert (together.outcome, together.right, together.asked) == ("not decided", 15, 20)
    assert together.sentence.startswith("Over your 2 tests together: not decided; 15 of 20 questions right")


def test_one_test_is_not_judged_together_and_a_question_asked_again_is_not_new():
    first = _answers([1] * 10)
    again = [replace(each, sitting="second", at=each.at.replace("-01-31T", "-02-01T")) for each in first]
    assert pooled(first) is None
    assert pooled([*first, *again]) is None
    practised = [replace(each, kind="practice") for each in _another(first, "second")]
    assert pooled([*first, *practised]) is None


def test_taking_it_again_until_it_goes_well_is_told_with_how_often_that_works():
    # Ten independent tests of a learner who is called strong in 4.4 of 100, by simulation.
    random = np.random.default_rng(3)
    for times, share in ((5, figure("test.repeated.5")), (10, figure("test.repeated.10"))):
        strong = (random.random((20_000, times)) < figure("test.rate.strong.at60")).any(axis=1).mean()
        assert strong == pytest.approx(share, abs=0.015)
        assert percent(share) in how()[5]
