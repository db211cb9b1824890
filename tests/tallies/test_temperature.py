"""Losses at fifteen temperatures in the tally: brute force in float64 gives the same sums."""

from __future__ import annotations

import sys
from dataclasses import fields, replace
from pathlib import Path

import numpy as np
import pytest
from scipy.special import logsumexp, softmax

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "laws"))
from rows import batch_of, with_beside

import logitwise as lw
from logitwise.batch.weights import UNIT, units
from logitwise.tallies import tally_batch
from logitwise.tallies.codec import dumps, loads
from logitwise.tallies.temperature_sums import TEMPERATURE_CLASSES

SUMS = ("loss", "slope", "curvature", "slope_squared", "loss_squared", "loss_by_own")
QUANTUM = 2.0**-33  # what rounding a row to a multiple of 2^-32 moves it by at most


def brute(z, y, betas):
    """Each row's six figures at each beta, ``(6, nodes, rows)``, by SciPy."""
    z = z - z.max(axis=1, keepdims=True)
    true = z[np.arange(len(y)), y]
    own, out = logsumexp(z, axis=1) - true, []
    for beta in betas:
        q = softmax(beta * z, axis=1)
        mean = (q * z).sum(axis=1)
        f, slope = logsumexp(beta * z, axis=1) - beta * true, mean - true
        out.append([f, slope, (q * (z - mean[:, None]) ** 2).sum(axis=1), slope**2, f**2, f * own])
    return np.moveaxis(np.array(out), 0, 1)


def drawn(rows=400, classes=5, seed=0):
    rng = np.random.default_rng(seed)
    z = rng.normal(0, 3, (rows, classes))
    y = np.where(rng.random(rows) < 0.6, z.argmax(axis=1), rng.integers(0, classes, rows))
    return z, y


def check(curve, expected, *, scale=1.0):
    """Equal to 1e-9, or to the rounding of every row."""
    rows = expected.shape[2]
    for name, figures in zip(SUMS, expected, strict=True):
        wanted = figures.sum(axis=1)
        assert getattr(curve, name) / scale == pytest.approx(wanted, rel=1e-9, abs=rows * QUANTUM), name


def test_sums_equal_brute_force():
    z, y = drawn()
    curve = lw.tally(y, logits=z).temperature.numbers()
    assert (curve.rows, curve.infinite) == (400, 0)
    check(curve, brute(z, y, curve.betas))


def test_of_probabilities_the_scores_are_their_logarithms():
    z, y = drawn()
    curve = lw.tally(y, probabilities=softmax(z, axis=1)).temperature.numbers()
    check(curve, brute(z, y, curve.betas))


def test_real_logits_equal_brute_force_whose_rows_are_rounded_alike(shared):
    import pyarrow.parquet as pq

    file = shared / "data" / "cifar10_resnet20_logits_jpeg.parquet"
    table = pq.read_table(file)
    z = np.stack([table[f"logit_{c}"].to_numpy() for c in range(10)], axis=1).astype(np.float64)
    curve = lw.tally(file).temperature.numbers()
    expected = brute(z, table["label"].to_numpy(), curve.betas)
    check(curve, expected)
    rounded = np.rint(expected * 2.0**32) / 2.0**32
    for name, figures in zip(SUMS, rounded, strict=True):
        assert getattr(curve, name) == pytest.approx(figures.sum(axis=1), rel=1e-9), name


def test_the_node_of_one_is_the_log_loss_of_the_tally():
    z, y = drawn()
    tally = lw.tally(y, logits=z)
    curve, losses = tally.temperature.numbers(), tally.losses()
    assert curve.loss[8] == pytest.approx(losses.log_loss.sum(), rel=1e-9)
    assert curve.loss_squared[8] == pytest.approx(losses.log_loss_squared.sum(), rel=1e-9)
    assert curve.loss_by_own[8] == curve.loss_squared[8]


def test_a_truth_that_cannot_be_is_counted_and_in_no_sum():
    z, y = drawn()
    z[:3, 0], y[:3] = -np.inf, 0
    curve = lw.tally(y, logits=z).temperature.numbers()
    assert (curve.rows, curve.infinite) == (400, 3)
    check(curve, brute(z[3:], y[3:], curve.betas))


@pytest.mark.parametrize("size", [100.0, 5_000.0, 1e12])
def test_rows_of_any_loss_are_in_the_sums(size):
    z, y = drawn(rows=40)
    z[:3] *= size
    curve = lw.tally(y, logits=z).temperature.numbers()
    for name, figures in zip(SUMS, brute(z, y, curve.betas), strict=True):
        assert getattr(curve, name) == pytest.approx(figures.sum(axis=1), rel=1e-8, abs=1e-7), name


def test_a_sum_that_no_float_holds_is_infinite_and_its_neighbours_are_not():
    z, y = drawn(rows=40)
    z[0], y[0] = [0.0, 0.0, 0.0, 0.0, 1e300], 0
    curve = lw.tally(y, logits=z).temperature.numbers()
    assert np.isinf(curve.loss_squared).all()
    assert curve.loss == pytest.approx(1e300 * curve.betas)
    assert curve.curvature[8] < 1e6


def test_weighted_sums_are_the_sums_of_weighted_rows():
    z, y = drawn(rows=300)
    weights = np.random.default_rng(8).lognormal(0, 2, 300).clip(2e-6, 1e7)
    curve = lw.tally(y, logits=z, sample_weight=weights).weighted.counts.temperature.numbers()
    held = units(weights) / UNIT
    assert curve.rows == pytest.approx(held.sum() * UNIT)
    expected = brute(z, y, curve.betas) * held
    for name, figures in zip(SUMS, expected, strict=True):
        bound = held.sum() * QUANTUM
        assert getattr(curve, name) / UNIT == pytest.approx(figures.sum(axis=1), rel=1e-9, abs=bound), name


def test_weighted_rows_of_infinite_and_huge_loss_are_counted_by_weight():
    z, y = drawn(rows=40)
    z[:2, 0], y[:2], z[2, 4], y[2] = -np.inf, 0, 1e6, 0
    weights = np.arange(1.0, 41.0)
    block = lw.tally(y, logits=z, sample_weight=weights).weighted.counts.temperature
    assert block.infinite == 3 * UNIT  # of weights 1 and 2
    assert block.numbers().loss[8] / UNIT == pytest.approx(3e6, rel=1e-3)


def test_parts_of_rows_keep_none():
    tally = tally_batch(with_beside(batch_of("softmax", 60, scale="logits"), {"groups", "site", "weights"}))
    parts = [*tally.clusters.values(), *tally.slices["site"].values()]
    assert tally.temperature.rows == 60
    assert {part.temperature for part in parts} == {None}
    assert {part.weighted.counts.temperature for part in parts} == {None}


@pytest.mark.parametrize(("head", "scale"), [("sigmoid", "logits"), ("two", "logits"), ("multilabel", "logits"), ("softmax", "decisions")])  # fmt: skip # noqa: E501
def test_other_heads_and_decisions_have_none(head, scale):
    assert tally_batch(batch_of(head, 20, scale=scale)).temperature is None


@pytest.mark.parametrize("more", [0, 1])
def test_beyond_64_classes_there_are_none(more):
    classes = TEMPERATURE_CLASSES + more
    z = np.random.default_rng(0).normal(size=(200, classes))
    tally = lw.tally(np.arange(200) % classes, logits=z, sample_weight=np.ones(200))
    assert [block is None for block in (tally.temperature, tally.weighted.counts.temperature)] == [bool(more)] * 2


def test_slopes_of_either_sign_survive_a_file():
    z, _ = drawn()
    both = [lw.tally(labels, logits=z) for labels in (z.argmax(axis=1), z.argmin(axis=1))]
    assert (both[0].temperature.sums[:, 1] < 0).any()
    assert (both[1].temperature.sums[:, 1] > 0).all()
    for tally in both:
        assert loads(dumps(tally)) == tally


def test_the_sums_of_no_rows_change_nothing():
    z, y = drawn()
    block = lw.tally(y, logits=z).temperature
    total = type(block).zeros() + block
    assert all(np.array_equal(getattr(total, f.name), getattr(block, f.name)) for f in fields(block))


def test_effective_rows_of_a_loss_whose_square_no_float_holds_are_still_counted():
    from logitwise.metrics.weighting import as_counted

    z, y = drawn(rows=40)
    z[0], y[0] = [0.0, 0.0, 0.0, 0.0, 1e200], 0
    tally = lw.tally(y, logits=z, sample_weight=np.linspace(0.5, 2, 40))
    counted = as_counted(tally)
    share = counted.confusion.rows / tally.weighted.total
    assert np.isinf(counted.temperature.numbers().loss_squared).all()
    assert np.isinf(counted.losses().log_loss_squared[0])
    assert counted.temperature.rows == pytest.approx(tally.weighted.total * share)
    assert counted.temperature.numbers().loss[8] == pytest.approx(1e200 * 0.5 * UNIT * share, rel=1e-6)


def test_a_batch_in_shards_adds_up_to_the_bit():
    batch = replace(batch_of("softmax", 60, scale="logits"), weights=units(np.linspace(0.1, 3, 60)))
    whole, parts = tally_batch(batch), [tally_batch(batch.part(a, a + 20)) for a in (0, 20, 40)]
    total = parts[2] + (parts[0] + parts[1])
    assert (total.temperature.sums == whole.temperature.sums).all()
    assert (total.weighted.counts.temperature.sums == whole.weighted.counts.temperature.sums).all()
