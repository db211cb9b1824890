"""The one-sided test of a part against the rest, against SciPy and by counting every table."""

from __future__ import annotations

from itertools import product
from math import isnan

import numpy as np
import pytest
from scipy.stats import hypergeom, norm

from logitwise.metrics.below_the_rest import Split, chance_below

ONE = [
    Split(1, 10, 60, 100),
    Split(0, 3, 5, 9),
    Split(7, 7, 20, 30),
    Split(40, 60, 5, 6),
    Split(880, 1000, 9000, 10_000),
]


@pytest.mark.parametrize("split", ONE)
def test_of_one_share_it_is_fishers_test_with_mid_p(split):
    k, n, rest, m = split
    law = hypergeom(n + m, k + rest, n)  # SciPy
    assert chance_below([split]) == pytest.approx(law.cdf(k) - law.pmf(k) / 2, rel=1e-9)


def test_of_the_mean_of_two_it_is_what_counting_every_table_gives():
    first, second = Split(2, 6, 15, 20), Split(5, 8, 22, 25)
    laws = [hypergeom(s.trials + s.rest_trials, s.successes + s.rest_successes, s.trials) for s in (first, second)]
    p = 0.0
    for x, y in product(range(7), range(9)):
        sums = [
            (s.successes - z) * (1 / s.trials + 1 / s.rest_trials) for s, z in ((first, x), (second, y))
        ]  # what was seen above this table
        chance = laws[0].pmf(x) * laws[1].pmf(y)
        p += chance if sum(sums) > 1e-12 else chance / 2 if abs(sum(sums)) <= 1e-12 else 0.0
    assert chance_below([first, second]) == pytest.approx(p, rel=1e-9)


def test_millions_of_rows_agree_with_the_normal_law():
    split = Split(899_000, 1_000_000, 8_100_000, 9_000_000)
    share = (split.successes + split.rest_successes) / 10_000_000
    z = split.difference / np.sqrt(share * (1 - share) * split.slope)
    assert chance_below([split]) == pytest.approx(norm.cdf(z), rel=0.02)


def test_fractional_counts_are_compared_by_the_score_test():
    whole, nearly = Split(50, 100, 600, 1000), Split(50.001, 100, 600, 1000)
    assert chance_below([nearly]) == pytest.approx(chance_below([whole]), rel=0.15)


def test_better_than_the_rest_is_near_one_and_alike_is_half():
    assert chance_below([Split(100, 100, 50, 100)]) > 0.999
    assert chance_below([Split(10, 10, 20, 20)]) == 0.5
    assert chance_below([Split(10.5, 10.5, 20, 20)]) == 0.5


@pytest.mark.parametrize("split", [Split(0, 0, 5, 10), Split(3, 5, 0, 0), Split(float("nan"), float("nan"), 5, 10)])
def test_without_rows_on_one_side_there_is_nothing_to_compare(split):
    assert isnan(chance_below([split]))


def test_its_level_is_held_on_average():
    rng = np.random.default_rng(0)
    p = [
        chance_below([Split(k, 30, rest, 300)])
        for k, rest in zip(rng.binomial(30, 0.8, 4000), rng.binomial(300, 0.8, 4000), strict=True)
    ]
    assert np.mean(np.array(p) <= 0.05) == pytest.approx(0.05, abs=0.01)
