"""Cuts that a threshold makes, and the precision in which two probabilities are compared."""

import numpy as np
import pytest
from scipy.special import expit

import logitwise as lw
from logitwise.report.panel import outcomes
from logitwise.report.panel.named import named_thresholds
from logitwise.report.panel.reachable import reachable
from logitwise.report.panel.singles import of_singles


def scored(y, **given):
    (one,) = outcomes(lw.evaluate(y, **given))
    return one.cuts.scored


def test_no_threshold_takes_a_row_at_0_or_leaves_one_at_1():
    assert reachable(scored([0, 1, 1, 0], probabilities=[0.0, 0.2, 0.7, 1.0])).tolist() == [
        False, True, True, True, False,
    ]  # fmt: skip


def test_between_other_scores_and_beyond_them_there_is_one():
    assert reachable(scored([0, 1, 1, 0], probabilities=[5e-324, 0.2, 0.7, 1 - 2**-52])).all()


@pytest.mark.parametrize("kind", [np.float32, np.float64])
def test_of_far_logits_those_are_made_that_some_double_makes(kind):
    z = np.sort(np.random.default_rng(2).normal(size=3_000) * 25).astype(kind)
    one = scored(np.arange(3_000) % 2, logits=z)
    low, high = np.ones(len(one.at) + 1, np.int64), np.full(len(one.at) + 1, np.float64(1 - 2**-53).view(np.int64))
    wanted = np.arange(len(low))
    for _ in range(64):  # the lowest double that leaves so many cells, by bisection over all doubles
        middle = (low + high) // 2
        enough = np.searchsorted(one.at, one.least(middle.view(np.float64))) >= wanted
        low, high = np.where(enough, low, np.minimum(middle + 1, high)), np.where(enough, middle, high)
    made = np.searchsorted(one.at, one.least(high.view(np.float64))) == wanted
    assert not made.all()
    assert reachable(one).tolist() == made.tolist()


def test_the_table_names_no_threshold_that_nobody_can_set():
    (one,) = outcomes(lw.evaluate([0, 1] * 100, probabilities=[0.0] * 200))
    rows = named_thresholds([one], wrong=1, missed=100, prevalence=None).rows
    assert {row[1] for row in rows} == {"0.5", "none", "0.00990099"}
    assert {row[2:6] for row in rows} == {("0", "0", "100", "100")}


@pytest.mark.parametrize("kind", [np.float32, np.float64])
def test_two_probabilities_show_their_precision_in_their_odds(kind):
    z = np.random.default_rng(1).normal(size=(5_000, 2)).astype(kind) * 3
    both = np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)
    wide = both.astype(np.float64)
    assert of_singles(wide[:, 1] / wide[:, 0]) == (kind is np.float32)
    assert scored(np.arange(5_000) % 2, probabilities=both).single == (kind is np.float32)


def test_rounded_probabilities_in_double_precision_are_no_float32():
    p = np.round(expit(np.random.default_rng(1).normal(size=2_000)), 2)
    both = np.stack([1 - p, p], axis=1)
    y = np.arange(2_000) % 2
    assert not scored(y, probabilities=both).single
    assert scored(y, probabilities=both.astype(np.float32)).single


def test_two_columns_in_double_precision_are_told_apart_in_it():
    p = 1 - np.arange(1, 401) * 1e-9  # nearer to each other than float32 can tell
    y = np.arange(400) % 2
    (one,) = outcomes(lw.evaluate(y, probabilities=np.stack([1 - p, p], axis=1)))
    for t in (0.9999999, 0.99999975):
        matrix = lw.evaluate(y, probabilities=np.stack([1 - p, p], axis=1), threshold=t).confusion.matrix()
        cut = one.cuts.cut_of(one.cuts.scored.first(t))
        assert (one.cuts.reached.tp[cut], one.cuts.reached.fp[cut]) == (matrix[1, 1], matrix[0, 1])
        assert one.cuts.reached.tp[cut] == np.count_nonzero(y[p >= t])


def test_below_a_cell_with_room_counts_are_exact_from_where_the_room_begins():
    rng = np.random.default_rng(4)
    y = (rng.random(200_000) < 0.3).astype(int)
    z = rng.normal(size=200_000) * 1.5 + 2 * y - 1
    (one,) = outcomes(lw.evaluate(y, logits=z))
    gaps, tops = one.cuts.gaps
    assert 0 < len(gaps) < len(one.cuts.cuts)
    assert gaps[-1] == len(one.cuts.cuts) - 1
    reached = one.cuts.reached
    for cut, top in zip(gaps[::200], tops[::200], strict=True):
        above = z > top
        assert (reached.tp[cut], reached.fp[cut]) == (np.count_nonzero(y[above]), np.count_nonzero(1 - y[above]))


def test_of_exact_scores_room_is_kept_above_the_last_alone():
    (one,) = outcomes(lw.evaluate([0, 1, 1], probabilities=expit([-1.0, 0.0, 2.0])))
    gaps, tops = one.cuts.gaps
    assert (gaps.tolist(), tops.tolist()) == ([3], [expit(2.0)])
