"""Rows needed: exact where the metric is a share, by the spread elsewhere."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import binom

from logitwise.metrics import measure
from logitwise.metrics.law import Share
from logitwise.metrics.sample_size import _fewest_rows, _safe_rows, rows_for_estimate, rows_for_share


def test_power_stays_from_the_safe_number_on(value):
    for case, expected in value("sample_size_one_sided_cp_95_power80").items():  # exact binomial, own
        floor, truth = (float(part) for part in case.removeprefix("floor").split("_true"))
        assert _safe_rows(truth, floor, 0.05) == expected["n_beyond_which_power_stays>=0.8"]


def test_power_is_a_sawtooth():
    rows = np.arange(1290, 1366)
    misses = binom.ppf(0.05, rows, 0.1)
    misses -= binom.cdf(misses, rows, 0.1) > 0.05  # the most with which the exact test passes
    power = binom.cdf(misses, rows, 0.08)
    assert power[0] >= 0.8
    assert power[-2] < 0.8 <= power[-1]


def test_the_fewest_rows_for_so_many_misses_are_those_of_the_exact_test():
    misses = np.arange(0.0, 60.0)
    for floor in (0.5, 0.9, 0.99):
        rows = _fewest_rows(misses, floor, 0.05)
        assert (binom.cdf(misses, rows, 1 - floor) <= 0.05).all()
        assert (binom.cdf(misses, rows - 1, 1 - floor) > 0.05).all()


def test_the_three_class_example_needs_398_rows_for_086(matrix):
    accuracy = measure(matrix([[50, 2, 3], [4, 45, 1], [2, 3, 48]]), "accuracy")
    needed = accuracy.rows_needed(0.86, ">=", 0.05)
    assert needed.rows == 398
    assert needed.sentence == "about 398 rows would decide it (there are 158)"


def test_a_ceiling_is_a_floor_on_the_rest():
    ceiling = rows_for_share(Share(15, 158, 0.14), "<=", alpha=0.05, unit="rows")
    assert ceiling.rows == rows_for_share(Share(143, 158, 0.86), ">=", alpha=0.05, unit="rows").rows


def test_no_error_in_few_rows_still_needs_the_minimum():
    answer = rows_for_share(Share(20, 20, 0.99), ">=", alpha=0.05, unit="rows")
    assert answer.rows == 299  # ln(.05) / ln(.99), as METHODS l
    assert answer.sentence == "at least 299 rows, all of them right, would be needed (there are 20)"


def test_the_wrong_side_of_the_bound_is_said():
    answer = rows_for_share(Share(80, 100, 0.9), ">=", alpha=0.05, unit="rows")
    assert answer.rows is None
    assert "more rows will probably not make it ready" in answer.sentence


def test_next_to_the_bound_is_said():
    answer = rows_for_share(Share(9003, 10_000, 0.9), ">=", alpha=0.05, unit="rows")
    assert answer.rows is None
    assert "more than 150 times as many rows" in answer.sentence


def test_rows_follow_the_square_of_the_spread():
    answer = rows_for_estimate(0.9, 0.85, bound=0.88, rows=100, alpha=0.05)
    sd = 0.05 / 1.6448536269514722
    assert answer.rows == np.ceil(100 * ((1.6448536269514722 + 0.8416212335729143) * sd / 0.02) ** 2)


def test_a_recall_counts_rows_of_its_class(matrix):
    needed = measure(matrix([[100, 5], [5, 40]]), "recall").rows_needed(0.8, ">=", 0.05)
    assert "rows that are truly B" in needed.sentence
    assert "(there are 45)" in needed.sentence


def test_f1_asks_its_jaccard_share(matrix):
    f1 = measure(matrix([[100, 5], [5, 40]]), "f1")
    assert f1.rows_needed(0.8, ">=", 0.05) == rows_for_share(Share(40, 50, 2 / 3), ">=", alpha=0.05, unit=f1.unit)


@pytest.mark.parametrize("direction", [">=", "<="])
def test_an_undefined_metric_answers_with_its_reason(matrix, direction):
    answer = measure(matrix([[5, 0], [3, 0]]), "precision").rows_needed(0.5, direction, 0.05)
    assert answer.rows is None
    assert "no row is decided to be B" in answer.sentence
