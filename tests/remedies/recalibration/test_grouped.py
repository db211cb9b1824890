"""Cells put together until they are few enough to fit many times."""

from __future__ import annotations

import numpy as np
import pytest

from logitwise.remedies import fit_rows
from logitwise.remedies.affine import affine
from logitwise.remedies.grouped import MOST, grouped
from logitwise.remedies.scores import log_odds_of
from logitwise.remedies.temperature import temperature


def test_few_cells_stay_as_they_are(cells, drawn):
    few = cells(*drawn(0, MOST))
    assert grouped(few) is few


def test_many_become_few_with_all_their_rows_in_order(cells, drawn):
    many = cells(*drawn(1, 30_000, lambda t: 3 * t))
    fewer = grouped(many)
    assert len(fewer.p) < 1500
    assert (fewer.positives.sum(), fewer.negatives.sum()) == (many.positives.sum(), many.negatives.sum())
    assert (np.diff(fewer.p) > 0).all()


def test_cells_without_rows_are_left_out(cells):
    some = cells([0.0, 1.0, 2.0], np.array([0, 1, 1]), np.array([1.0, 0.0, 1.0]))
    assert grouped(some).p.tolist() == [some.p[0], some.p[2]]


@pytest.mark.parametrize("model", [
    lambda t: 2 * t, lambda t: t / 1000, lambda t: 30 * t, lambda t: 1.5 * t - 6, np.sinh,
])  # fmt: skip
def test_what_is_fitted_moves_by_a_thousandth_of_its_error(cells, drawn, monkeypatch, model):
    many = cells(*drawn(2, 30_000, model))
    few_t, few_slope = temperature(many).temperature, affine(many).slope
    monkeypatch.setattr(fit_rows, "grouped", lambda same: same)
    assert few_t == pytest.approx(temperature(many).temperature, rel=2e-4)  # a standard error is 1e-2 of it
    assert few_slope == pytest.approx(affine(many).slope, rel=2e-4)


def test_scores_far_apart_are_few_cells_too(cells):
    z = np.concatenate([np.linspace(-700, 700, 40_000), np.linspace(-1e-3, 1e-3, 10_001)])
    assert len(grouped(cells(z, (z > 0).astype(int))).p) < 2000


def test_a_cell_stands_at_the_mean_log_odds_of_its_rows(cells, drawn):
    z, y = drawn(3, 5000)
    fewer = grouped(cells(z, y))
    rows = fewer.positives + fewer.negatives
    assert rows @ log_odds_of(fewer) / 5000 == pytest.approx(z.mean(), abs=1e-12)
