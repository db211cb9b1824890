"""Decisions by least expected cost: what they save, and matrices that are none."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.special import logsumexp

import logitwise as lw
from logitwise.errors import OptionError, RemedyError
from logitwise.remedies.recalibrate_softmax import recalibrate_softmax
from logitwise.remedies.softmax_costs import checked_costs, least_cost
from logitwise.rule import Rule

COSTS = np.array([[0, 1, 1], [20, 0, 1], [1, 1, 0]])
CLASSES = ["a", "b", "c"]


def drawn(rows, *, heat=1.0, seed=0):
    rng = np.random.default_rng(seed)
    z = rng.normal(size=(rows, 3)) * 1.5
    p = np.exp(z - logsumexp(z, axis=1, keepdims=True))
    return z * heat, (p.cumsum(axis=1) > rng.random((rows, 1))).argmax(axis=1)


def tallied(z, y, **more):
    return lw.tally(y, logits=z, head="softmax", classes=CLASSES, **more)


def test_it_saves_what_a_rule_saves_on_new_rows():
    # brute force: the rule's own decisions on 100,000 other rows
    tally = tallied(*drawn(4000))
    choice = least_cost(tally, COSTS)
    z, y = drawn(100_000, seed=1)
    decided = Rule(tally.head, costs=choice.costs).apply(logits=z).decisions
    saved = COSTS[y, z.argmax(axis=1)].mean() - COSTS[y, decided].mean()
    assert choice.low <= saved <= choice.high
    assert choice.saving > 0.3


def test_the_cost_before_is_that_of_the_confusion():
    z, y = drawn(500)
    assert least_cost(tallied(z, y), COSTS).before == pytest.approx(COSTS[y, z.argmax(axis=1)].mean())


def test_honest_probabilities_expect_what_comes_about():
    choice = least_cost(tallied(*drawn(4000)), COSTS)
    assert choice.expected == pytest.approx(choice.after, abs=0.08)
    assert not choice.warnings


def test_over_confident_probabilities_are_to_be_recalibrated_first():
    tally = tallied(*drawn(4000, heat=4.0))
    assert "recalibrate them first" in least_cost(tally, COSTS).warnings[0]
    fitted = least_cost(tally, COSTS, calibration=recalibrate_softmax(tally).calibration)
    assert not fitted.warnings
    assert fitted.after < least_cost(tally, COSTS).after


def test_a_changed_prior_weighs_rows_and_moves_decisions():
    # rows of c ten times as often: rows repeated ten times with logits moved by ln 10 say the same
    z, y = drawn(2000)
    found = least_cost(tallied(z, y), COSTS, shift=(0.0, 0.0, np.log(10)))
    times = np.where(y == 2, 10, 1)
    moved, truth = np.repeat(z + np.array([0, 0, np.log(10)]), times, axis=0), np.repeat(y, times)
    p = np.exp(moved - logsumexp(moved, axis=1, keepdims=True))
    assert found.apparent == pytest.approx(COSTS[truth, (p @ COSTS).argmin(axis=1)].mean())
    assert found.before == pytest.approx(COSTS[truth, np.repeat(z.argmax(axis=1), times)].mean())


def test_equal_costs_change_nothing():
    choice = least_cost(tallied(*drawn(500)), 1 - np.eye(3))
    assert (choice.saving, choice.changed) == (0, 0)


def test_a_class_that_is_never_decided_is_named():
    costs = np.array([[0, 999, 1], [0.1, 0, 0.1], [1, 999, 0]])
    assert "no row is decided to be b" in " ".join(least_cost(tallied(*drawn(500)), costs).warnings)


def test_a_matrix_on_its_side_is_noticed():
    costs = np.array([[5, 1, 1], [1, 0, 1], [1, 1, 0]])
    assert "rows of the matrix are the truth" in " ".join(least_cost(tallied(*drawn(500)), costs).warnings)


@pytest.mark.parametrize(
    ("costs", "why"),
    [
        (np.zeros((3, 3)), "all are 0"),
        (np.eye(2), "3 by 3 were expected"),
        ([[0, 1, 1], [-1, 0, 1], [1, 1, 0]], "truth b, decision a is -1"),
        ([[0, 1, 1], [np.nan, 0, 1], [1, 1, 0]], "truth b, decision a is nan"),
        ([[0, 1, np.inf], [1, 0, 1], [1, 1, 0]], "truth a, decision c is inf"),
        ([[0, 1, 1], [0, 0, 1], [0, 1, 0]], "to decide a never costs anything"),
        ([[0, 0, 0], [1, 0, 1], [1, 1, 0]], "rows of a cost the same whatever is decided"),
        ("cheap", "a matrix of numbers"),
    ],
)
def test_matrices_that_are_none_are_refused(costs, why):
    with pytest.raises(OptionError, match=why):
        checked_costs(costs, CLASSES)


def test_the_smallest_cost_is_one():
    assert checked_costs([[0, 1e-9, 1e-9], [1, 0, 1], [1, 1, 0]], CLASSES)[0, 1] == 1e-9


def test_two_classes_are_refused():
    with pytest.raises(RemedyError, match="give two classes or labels two costs"):
        least_cost(lw.tally([0, 1], logits=[-1.0, 1.0]), [[0, 1], [5, 0]])


def test_decisions_are_refused():
    with pytest.raises(RemedyError, match="keeps no sample of rows"):
        least_cost(lw.tally([0, 1, 2], decisions=[0, 1, 1]), COSTS)


def test_logits_that_float32_cannot_hold_are_refused():
    z, y = drawn(50)
    with pytest.raises(RemedyError, match="divide all logits by one number"):
        least_cost(tallied(z * 1e300, y), COSTS)


def test_weighted_rows_are_refused():
    z, y = drawn(50)
    with pytest.raises(RemedyError, match="weighted rows keep no sample"):
        least_cost(tallied(z, y, sample_weight=np.ones(50)), COSTS)
