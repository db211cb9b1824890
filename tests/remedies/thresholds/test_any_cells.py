"""Whatever the cells: a choice that keeps its word, or a refusal that is meant."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import expit

from logitwise.errors import LogitwiseError
from logitwise.policy import Costs
from logitwise.remedies.abstain import abstain
from logitwise.remedies.choose import choose
from logitwise.remedies.cuts import cuts_of, decided, log_odds
from logitwise.remedies.goals import Goals, floor_of
from logitwise.remedies.group_effect import GroupEffect
from logitwise.remedies.splits import Split, of_cells
from logitwise.tallies.cells import Cells

ASKED = [
    Goals(), Goals((floor_of("recall >= 0.8"),)), Goals((floor_of("precision >= 0.6"),)),
    Goals((floor_of("specificity >= 0.7"),), maximize="f1"), Goals((floor_of("recall >= 0.6"),), maximize="precision"),
    Goals(maximize="mcc"), Goals(costs=Costs(1, 7)), Goals(capacity=0.2, maximize="balanced_accuracy"),
]  # fmt: skip
LOGITS = st.one_of(
    st.floats(-3, 3), st.floats(-1000, 1000), st.sampled_from([-np.inf, np.inf, 0.0, -0.0, 36.7, 36.8, -745.0, 1e-17])
)


@st.composite
def any_cells(draw):
    """Cells of distinct probabilities with whole or fractional counts, some of them without rows."""
    z = np.unique(np.array(draw(st.lists(LOGITS, min_size=1, max_size=12))) + 0.0)
    counts = st.lists(st.integers(0, 200), min_size=len(z), max_size=len(z))
    weight = draw(st.sampled_from([1, 1, 0.37]))
    positives, negatives = (np.array(draw(counts)) * weight for _ in range(2))
    p = expit(z)
    return Cells(p, expit(-z), p, 0 * p, positives, negatives, exact=True)


@settings(max_examples=60)
@given(any_cells(), st.sampled_from(ASKED), st.sampled_from([0, 3, 32]))
def test_a_choice_reaches_what_it_says_or_is_refused(cells, asked, folds):
    pairs = of_cells(cells) if cells.rows else ()
    effect = GroupEffect.of([cells] * folds) if folds else None
    try:
        found = choose(cells, asked, pairs=pairs, effect=effect, replicates=20)
    except LogitwiseError:
        return
    assert 0 < found.threshold < 1
    assert found.low <= found.threshold <= found.high
    reached = decided(cells, float(log_odds(found.threshold)))
    assert found.apparent["recall"] == pytest.approx(float(reached.recall))
    assert found.apparent["alerts"] == pytest.approx(float(reached.alerts))
    assert (found.guarantee is not None) == bool(asked.require)


@settings(max_examples=60)
@given(any_cells(), st.sampled_from([0.01, 0.5, 0.9]), st.sampled_from([0.05, 0.3]))
def test_a_band_lies_around_its_threshold_or_is_refused(cells, threshold, error):
    try:
        band = abstain(cells, error=error, threshold=threshold)
    except LogitwiseError:
        return
    assert 0 < band.low <= threshold <= band.high < 1
    assert 0 < band.apparent["decided"] <= 1


@given(any_cells())
def test_cuts_decide_ever_fewer_rows_positive(cells):
    cuts = cuts_of(cells)
    assert (np.diff(cuts.alerts) < 0).all()
    assert (np.diff(cuts.score) > 0).all()


@pytest.mark.parametrize("asked", ASKED[:7])
def test_a_fold_of_infinite_logits_is_cut_once_or_not_at_all(asked):
    z = np.array([-1.0, 1.0])
    cells = Cells(expit(z), expit(-z), expit(z), 0 * z, np.array([10, 190]), np.array([190, 10]), exact=True)
    ends = np.array([-np.inf, np.inf])
    beyond = Cells(expit(ends), expit(-ends), expit(ends), np.zeros(2), np.array([0, 9]), np.array([9, 0]), exact=True)
    found = choose(cells, asked, pairs=[Split(beyond, cells)], replicates=0)
    assert set(found.corrected) >= set(found.apparent) - {"lowest_cost"}


def test_a_fold_of_one_class_leaves_nothing_corrected(cells_of_probabilities):
    cells = cells_of_probabilities([0.2, 0.6], [10, 190], [190, 10])
    alone = cells_of_probabilities([0.2, 0.6], [10, 190], [0, 0])
    found = choose(cells, Goals(maximize="f1"), pairs=[Split(alone, cells)])
    assert np.isnan(list(found.corrected.values())).all()
