"""Average calibration gap."""

from __future__ import annotations

import numpy as np
import pytest

from logitwise.metrics import gap_of_perfect_model, measure
from logitwise.metrics.calibration import calibration_gap
from logitwise.metrics.coarse import coarsen
from logitwise.tallies.cells import Cells, FoldCells


def drawn(rng, size, temperature=1.0):
    z = rng.normal(0, 2, size)
    return z * temperature, rng.random(size) < 1 / (1 + np.exp(-z))


def gaps(cells, size, runs, temperature=1.0):
    rng = np.random.default_rng(7)
    return [calibration_gap(cells(*drawn(rng, size, temperature))) for _ in range(runs)]


def test_a_perfect_model_shows_no_gap_on_average(cells):
    found = [law.gap for law in gaps(cells, 200, 300)]
    assert np.mean(found) == pytest.approx(0, abs=3 * np.std(found) / np.sqrt(300))
    assert abs(np.mean(found)) < 0.01  # plain ECE shows .08 here


def test_an_overconfident_model_shows_its_gap(cells):
    rng = np.random.default_rng(8)
    z = rng.normal(0, 2, 400_000)
    truth = np.abs(1 / (1 + np.exp(-z)) - 1 / (1 + np.exp(-1.5 * z))).mean()
    found = [law.gap for law in gaps(cells, 20_000, 8, 1.5)]
    assert np.mean(found) == pytest.approx(truth, abs=0.004)


def test_with_given_folds_it_is_the_reference(value, rows):
    z, y = rows("bin2000")
    fold, (_, place) = np.arange(2000) % 5, np.unique(np.floor(z * 16), return_inverse=True)
    table = np.zeros((2, 5, place.max() + 1), np.int64)
    np.add.at(table, (y, fold, place), 1)
    middle = (np.unique(np.floor(z * 16)) + 0.5) / 16
    p, q = 1 / (1 + np.exp(-middle)), 1 / (1 + np.exp(middle))
    whole = Cells(p, q, p, 0 * p, table[1].sum(axis=0), table[0].sum(axis=0), exact=True)
    found = calibration_gap(whole, FoldCells(p, table[1], table[0])).gap
    assert found == pytest.approx(value("cv_ece_mod5.bin2000_w1_16")[0], rel=2e-3)  # its note: compare at 1e-3


def test_the_upper_limit_is_above_and_the_lower_below(cells):
    rng = np.random.default_rng(8)
    z = rng.normal(0, 2, 400_000)
    truth = np.abs(1 / (1 + np.exp(-z)) - 1 / (1 + np.exp(-1.5 * z))).mean()
    laws = gaps(cells, 1000, 100, 1.5)
    assert np.mean([law.upper(0.05) < truth for law in laws]) <= 0.05
    assert np.mean([law.lower(0.05) > truth for law in laws]) <= 0.05


def test_a_negative_gap_shows_as_zero(cells, binary):
    rng = np.random.default_rng(9)
    for _ in range(20):
        z, y = drawn(rng, 300)
        law = calibration_gap(cells(z, y))
        assert measure(binary(z, y), "calibration_gap").value == pytest.approx(max(0.0, law.gap))
        assert law.interval(0.95)[0] >= 0


def test_the_same_tally_gives_the_same_gap(binary):
    z, y = drawn(np.random.default_rng(10), 500)
    assert measure(binary(z, y), "calibration_gap").value == measure(binary(z, y), "calibration_gap").value


@pytest.mark.parametrize(("size", "positives", "defined"), [(99, 40, False), (100, 9, False), (100, 10, True)])
def test_few_rows_say_so(binary, size, positives, defined):
    measured = measure(binary(np.linspace(-2, 2, size), np.arange(size) < positives), "calibration_gap")
    assert (measured.undefined is None) == defined


@pytest.mark.slow
@pytest.mark.parametrize("size", [200, 1000])
def test_a_perfect_model_stays_below_its_own_limit_nineteen_times_in_twenty(cells, size):
    rng = np.random.default_rng(11)
    above = 0
    for _ in range(100):
        some = cells(*drawn(rng, size))
        above += calibration_gap(some).gap > gap_of_perfect_model(some)
    assert above / 100 <= 0.05 + 0.05


def test_the_limit_of_a_perfect_model_falls_with_the_rows(cells):
    rng = np.random.default_rng(12)
    few, many = (gap_of_perfect_model(cells(*drawn(rng, size))) for size in (200, 20_000))
    assert many < few / 4


def test_coarse_cells_keep_rows_and_mean_probability(cells):
    fine = cells(*drawn(np.random.default_rng(13), 5000))
    coarse = coarsen(fine, 256)
    assert len(coarse.p) <= 256
    assert coarse.rows.sum() == 5000
    assert coarse.p @ coarse.rows == pytest.approx(fine.p @ (fine.positives + fine.negatives))


def test_rare_positives_are_not_put_into_one_cell(cells):
    z = np.random.default_rng(14).normal(-7, 2, 100_000)
    fine = cells(z, np.random.default_rng(15).random(100_000) < 1 / (1 + np.exp(-z)))
    assert coarsen(fine, 256).hits.max() < 0.05 * fine.positives.sum()
