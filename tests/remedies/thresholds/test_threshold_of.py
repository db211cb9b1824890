"""A threshold as it is written."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import logitwise as lw
from logitwise.head import Head
from logitwise.remedies.choose import choose
from logitwise.remedies.cuts import cuts_of, decided, log_odds
from logitwise.remedies.goals import Goals
from logitwise.remedies.threshold_of import threshold_of
from logitwise.rule import Rule


@pytest.fixture
def between(cells_of_probabilities):
    """The threshold that parts two scores."""

    def write(low, high):
        return threshold_of(cells_of_probabilities([low, high], [1, 1], [1, 1]), 1)

    return write


@pytest.mark.parametrize(
    ("low", "high", "written"),
    [(0.1, 0.9, 0.5), (0.31, 0.35, 0.33), (0.31, 0.32, 0.315), (0.071234, 0.071262, 0.07125), (1e-9, 3e-9, 2e-9),
     (0.0, 0.5, 0.25), (0.5, 1.0, 0.75), (0.99990, 0.99998, 0.99996)],
)  # fmt: skip
def test_it_has_as_few_digits_as_fit_between_the_scores(between, low, high, written):
    assert between(low, high).value == written
    assert not between(low, high).on_score


def test_scores_with_no_number_between_are_parted_at_the_upper_one(between):
    high = np.nextafter(0.3, 1)
    assert between(0.3, high).value == high
    assert between(0.3, high).on_score


def test_all_rows_are_below_or_above_where_that_is_asked(cells_of_probabilities):
    cells = cells_of_probabilities([0.02, 0.98], [1, 1], [1, 1])
    assert threshold_of(cells, 0).value == 0.01
    assert threshold_of(cells, 2).value == 0.99


def test_perfect_separation_takes_the_middle_of_the_gap_and_says_how_wide_it_is(cells):
    found = choose(cells([-6.0, -4.0, 3.0, 5.0], [0, 0, 1, 1]), Goals(maximize="f1"))
    assert found.threshold == pytest.approx(1 / (1 + np.exp(0.5)), abs=0.005)  # log-odds -.5
    assert any("a gap of 7 in log-odds" in warning for warning in found.warnings)


def test_many_rows_on_one_score_beside_it_are_told(cells_of_probabilities):
    tied = cells_of_probabilities([0.1, 0.4, 0.7], [1, 60, 50], [100, 50, 1])
    assert any("of the rows share one score" in warning for warning in choose(tied, Goals(maximize="f1")).warnings)


@given(st.integers(0, 10**6), st.sampled_from([1.0, 30.0, 1e-3]), st.booleans())
def test_a_rule_decides_as_the_counts_say(seed, scale, single):
    rng = np.random.default_rng(seed)
    z = rng.normal(size=60) * scale
    z = z.astype(np.float32) if single else z
    y = (rng.random(60) < 0.4).astype(int)
    cuts = cuts_of(lw.tally(y, logits=z, classes=["no", "yes"]).cells())
    head = Head("sigmoid", ("no", "yes"))
    for i in range(len(cuts)):
        t = threshold_of(cuts.cells, int(cuts.first[i])).value
        yes = Rule(head, thresholds=(t,)).apply(logits=z).decisions == 1
        assert (yes.sum(), (yes & (y == 1)).sum()) == (cuts.alerts[i], cuts.tp[i])
        assert decided(cuts.cells, float(log_odds(t))).tp == cuts.tp[i]


def test_infinite_and_huge_logits_are_cut_only_where_a_probability_can(cells):
    z = [-np.inf, -800.0, -30.0, 0.0, 30.0, 36.0, 50.0, 700.0, np.inf]
    cuts = cuts_of(cells(z, [0, 1] * 4 + [0]))
    assert cuts.first.tolist() == [2, 3, 4, 5, 6]  # from 36.7 on every probability is 1, below -745 it is 0


def test_on_a_grid_rows_are_counted_exactly_at_the_edges():
    rng = np.random.default_rng(0)
    z = rng.normal(size=200_000).astype(np.float32)  # too many distinct scores to keep
    y = (rng.random(len(z)) < 1 / (1 + np.exp(-z))).astype(int)
    cells = lw.tally(y, logits=z, classes=["no", "yes"]).cells()
    assert not cells.exact
    found = choose(cells, Goals(maximize="f1"))
    yes = Rule(Head("sigmoid", ("no", "yes")), thresholds=(found.threshold,)).apply(logits=z).decisions == 1
    assert found.apparent["alerts"] == yes.mean()
    assert found.apparent["recall"] == pytest.approx(yes[y == 1].mean(), rel=1e-12)
