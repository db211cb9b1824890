"""What the answers say about one ability: a posterior on a grid.

The chance that a learner of ability θ answers right is
``guess + (ceiling - guess) · sigmoid(slope · (θ - difficulty))``, the four-parameter logistic of item response theory
(Barton and Lord 1981, doi:10.1002/j.2333-8504.1981.tb01255.x). The parameters are assumed, not fitted: nobody's
answers are collected.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import numpy as np
from scipy.special import expit

from logitwise.errors import OptionError
from logitwise.lessons.bank.question import Difficulty
from logitwise.lessons.progress.records import Answer

GUESS: Final = 0.25
"""Chance of a blind guess among four options; an answer brings its own."""
CEILING: Final = 0.97
"""Even who knows all slips now and then."""
SLOPE: Final = 1.3
DIFFICULTY: Final[Mapping[Difficulty, float]] = {"easy": -1.2, "medium": 0.0, "hard": 1.2}
SPREAD: Final = 1.2
"""Standard deviation of the abilities that are expected, around zero."""
HINTED: Final = 0.5
"""What an answer counts after a hint."""
BLUEPRINT: Final[Mapping[Difficulty, int]] = {"easy": 3, "medium": 4, "hard": 3}
"""Questions of a test, by difficulty."""
GRID: Final = np.linspace(-6.0, 6.0, 1201)
"""Abilities that are told apart; a step of .1 would move the probability of a verdict by several hundredths."""


@dataclass(frozen=True, slots=True, eq=False)
class Posterior:
    """Probabilities of the abilities of `GRID`; they sum to one."""

    weights: Any

    def at_least(self, score: float) -> float:
        """Probability that the true score is at least that."""
        return float(self.weights[true_scores() >= score].sum())

    @property
    def score(self) -> float:
        """Expected true score."""
        return float(self.weights @ true_scores())

    def interval(self, level: float = 0.9) -> tuple[float, float]:
        """The true scores between which that much of the probability lies, as much on either side."""
        below = np.cumsum(self.weights)
        ends = np.searchsorted(below, [(1 - level) / 2, (1 + level) / 2]).clip(max=GRID.size - 1)
        low, high = true_scores()[ends]
        return float(low), float(high)


def posterior(answers: Iterable[Answer]) -> Posterior:
    """The posterior after first answers; later attempts follow on feedback and say nothing new.

    >>> round(posterior([]).at_least(0.7), 2)
    0.33
    """
    logs = -0.5 * (GRID / SPREAD) ** 2
    for answer in answers:
        if answer.attempt == 1:
            right = chance_of_right(answer.difficulty, guess=answer.chance)
            logs = logs + (HINTED if answer.hints else 1.0) * np.log(right if answer.right else 1 - right)
    weights = np.exp(logs - logs.max())
    return Posterior(weights / weights.sum())


@cache
def chance_of_right(difficulty: Difficulty, *, guess: float = GUESS) -> Any:
    """Chance of a right answer at each ability of `GRID`.

    Raises:
        OptionError: `guess` is not below the ceiling.
    """
    if not 0 <= guess < CEILING:
        raise OptionError(f"a question that a blind guess answers with probability {guess} tells nothing")
    return guess + (CEILING - guess) * _logistic(difficulty)


def information(after: Posterior, difficulty: Difficulty) -> float:
    """Fisher information on the ability that a question of four options brings, as expected now."""
    logistic = _logistic(difficulty)
    slope = (CEILING - GUESS) * SLOPE * logistic * (1 - logistic)
    right = chance_of_right(difficulty)
    return float(after.weights @ (slope**2 / (right * (1 - right))))


@cache
def true_scores() -> Any:
    """The expected share of right answers in a test, at each ability of `GRID`."""
    expected = sum(number * chance_of_right(difficulty) for difficulty, number in BLUEPRINT.items())
    return expected / sum(BLUEPRINT.values())


def _logistic(difficulty: Difficulty) -> Any:
    return expit(SLOPE * (GRID - DIFFICULTY[difficulty]))
