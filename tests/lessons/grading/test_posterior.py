"""The posterior is that of the stated model."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.integrate import quad

from logitwise.errors import OptionError
from logitwise.lessons.grading.posterior import GRID, chance_of_right, information, posterior, true_scores

TEN = ["easy"] * 3 + ["medium"] * 4 + ["hard"] * 3


def _chance(ability: float, difficulty: str, guess: float = 0.25) -> float:
    """The model once more, as section 4 of the lesson's plan states it."""
    at = {"easy": -1.2, "medium": 0.0, "hard": 1.2}[difficulty]
    return guess + (0.97 - guess) / (1 + math.exp(-1.3 * (ability - at)))


def _true_score(ability: float) -> float:
    return sum(_chance(ability, each) for each in TEN) / 10


def _by_integration(answers, score: float) -> float:
    """P(true score >= score) by adaptive quadrature instead of a grid."""

    def density(ability: float) -> float:
        value = math.exp(-0.5 * (ability / 1.2) ** 2)
        for each in answers:
            right = _chance(ability, each.difficulty, each.chance)
            value *= (right if each.right else 1 - right) ** (0.5 if each.hints else 1)
        return value

    from scipy.optimize import brentq

    cut = brentq(lambda ability: _true_score(ability) - score, -5, 5)
    above, below = quad(density, cut, 8)[0], quad(density, -8, cut)[0]
    return above / (above + below)


def test_it_is_that_of_integrating_the_model(make_answer):
    answers = [
        make_answer(1), make_answer(2, difficulty="hard", right=False), make_answer(3, difficulty="medium", chance=0.0),
        make_answer(4, difficulty="hard", hints=2), make_answer(5, chance=1 / 3, right=False),
    ]  # fmt: skip
    for upto in range(6):
        # A grid of step .01 counts the point at the limit whole: at most .01 times the largest density, about .004.
        assert posterior(answers[:upto]).at_least(0.7) == pytest.approx(_by_integration(answers[:upto], 0.7), abs=0.004)


def test_the_true_score_is_the_expected_share_of_the_blueprint():
    assert true_scores() == pytest.approx([_true_score(ability) for ability in GRID], abs=1e-12)
    assert np.all(np.diff(true_scores()) > 0)


def test_a_hinted_answer_counts_half(make_answer):
    two_hinted = posterior([make_answer(1, hints=1), make_answer(2, hints=3)])
    assert two_hinted.weights == pytest.approx(posterior([make_answer(1)]).weights, abs=1e-12)


def test_later_attempts_say_nothing_new(make_answer):
    wrong_then_right = [make_answer(1, right=False), make_answer(1, attempt=2)]
    assert posterior(wrong_then_right).weights == pytest.approx(posterior(wrong_then_right[:1]).weights)


def test_a_right_answer_that_could_not_be_guessed_says_more(make_answer):
    typed, chosen, of_two = (posterior([make_answer(1, chance=chance)]).score for chance in (0.0, 0.25, 0.5))
    assert typed > chosen > of_two > posterior([]).score


def test_a_question_that_is_guessed_anyhow_is_refused(make_answer):
    assert chance_of_right("easy", guess=0.96) is not None
    with pytest.raises(OptionError, match="tells nothing"):
        posterior([make_answer(1, chance=0.97)])


def test_the_interval_holds_its_share(make_answer):
    after = posterior([make_answer(n, right=n % 3 > 0) for n in range(1, 11)])
    low, high = after.interval(0.9)
    assert after.at_least(low) - after.at_least(high) == pytest.approx(0.9, abs=0.01)
    assert low < after.score < high


def test_the_information_is_the_curvature_of_the_likelihood():
    # Fisher information of a Bernoulli share p(ability) is p'^2 / (p (1 - p)); the slope here by differences.
    for difficulty in ("easy", "medium", "hard"):
        right = chance_of_right(difficulty)
        expected = np.gradient(right, GRID) ** 2 / (right * (1 - right))
        assert information(posterior([]), difficulty) == pytest.approx(
            float(posterior([]).weights @ expected), rel=1e-3
        )
