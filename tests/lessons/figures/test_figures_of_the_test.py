"""Rates of the verdict on a test, against what NumPy's convolution and the sentences of the verdict say."""

import re

import numpy as np
import pytest

from logitwise.lessons.building.figures.test import SCORES
from logitwise.lessons.figures import figure
from logitwise.lessons.grading.posterior import BLUEPRINT, chance_of_right, posterior, true_scores
from logitwise.lessons.grading.verdict_of_test import how
from logitwise.lessons.progress.records import Answer

DRAWN = [difficulty for difficulty, number in BLUEPRINT.items() for _ in range(number)]


def rate(name, score):
    return figure(f"test.rate.{name}.at{round(100 * score)}")


@pytest.mark.parametrize("score", SCORES)
def test_every_test_ends_in_one_of_three_ways(score):
    assert sum(rate(name, score) for name in ("strong", "not_yet", "undecided")) == pytest.approx(1, abs=1e-12)
    assert 10 <= rate("asked", score) <= 20


@pytest.mark.parametrize("score", SCORES)
def test_eight_of_ten_is_as_frequent_as_ten_single_chances_say(score):
    ability = int(np.searchsorted(true_scores(), score))
    of_rights = np.ones(1)
    for difficulty in DRAWN:
        chance = chance_of_right(difficulty)[ability]
        of_rights = np.convolve(of_rights, [1 - chance, chance])
    assert rate("raw", score) == pytest.approx(of_rights[8:].sum(), abs=1e-9)


def test_the_page_and_the_sentence_give_the_same_rates():
    said = next(sentence for sentence in how() if "of 100 tests" in sentence)
    sixty, seventy, ninety, raw = (int(n) for n in re.findall(r"(?:about|in) (\d+)\b", said))
    rounded = [
        round(100 * each) for each in (rate("strong", 0.6), rate("strong", 0.7), rate("strong", 0.9), rate("raw", 0.6))
    ]
    assert rounded == [sixty, seventy, ninety, raw]


def test_the_easiest_eight_and_the_hardest_eight_bound_what_eight_of_ten_says():
    def after(wrong):
        rights = [place not in wrong for place in range(10)]
        return posterior(
            Answer("a", n, 1, "2026-01-01", "q", 0, "axis", difficulty, "test", 0.25, ("A",), right, 0, None)
            for n, (difficulty, right) in enumerate(zip(DRAWN, rights, strict=True))
        ).at_least(0.7)

    every = [after({a, b}) for a in range(10) for b in range(a)]
    assert (min(every), max(every)) == pytest.approx((figure("test.low.8"), figure("test.high.8")), abs=1e-9)
