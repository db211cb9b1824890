"""Weighted counts: whole weights are repeated rows to the bit, and any weights are NumPy's sums of them."""

from __future__ import annotations

import sys
from dataclasses import fields, is_dataclass, replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import confusion_matrix, log_loss, top_k_accuracy_score

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "laws"))
from rows import HEADS, batch_of, with_beside

from logitwise.batch.weights import UNIT, units
from logitwise.errors import MergeError
from logitwise.tallies import tally_batch
from logitwise.tallies.tally import same

BLOCKS = ("confusion", "binary", "one_vs_rest", "confidence", "by_decision", "sums", "ranks", "whole", "temperature")
COUNTS = {"counts", "positives", "negatives", "rows", "infinite", "sums"}


def scaled(block, name=None):
    """A block in which every count is multiplied by the unit of weights."""
    if is_dataclass(block):
        return replace(block, **{f.name: scaled(getattr(block, f.name), f.name) for f in fields(block)})
    return block * int(UNIT) if block is not None and name in {*COUNTS, "ranks", "whole"} else block


@pytest.fixture(params=["exact", "grid"])
def level(request, monkeypatch):
    if request.param == "grid":
        for module in ("binary_scores", "of_binary"):
            monkeypatch.setattr(f"logitwise.tallies.{module}.EXACT_LIMIT", 10)
        for module in ("one_vs_rest", "of_softmax"):
            monkeypatch.setattr(f"logitwise.tallies.{module}.EXACT_A_CLASS", 8)
            monkeypatch.setattr(f"logitwise.tallies.{module}.COARSE_A_CLASS", 4)
    return request.param


@settings(max_examples=40)
@given(
    head=st.sampled_from(sorted(HEADS)),
    scale=st.sampled_from(["logits", "probabilities", "decisions"]),
    rows=st.integers(1, 40),
    decimals=st.sampled_from([0, 12]),
    seed=st.integers(0, 2**32 - 1),
)
def check_repeated(head, scale, rows, decimals, seed):
    batch = with_beside(batch_of(head, rows, scale=scale, decimals=decimals, seed=seed), {"confidence"}, seed=seed)
    times = np.random.default_rng(seed).integers(0, 4, rows)
    weighted = tally_batch(replace(batch, weights=units(times.astype(float)))).weighted
    assert weighted.total == int(times.sum() * UNIT)
    if times.any():
        repeated = tally_batch(batch.take(np.repeat(np.arange(rows), times)))
        for name in BLOCKS:
            assert same(getattr(weighted.counts, name), scaled(getattr(repeated, name), name)), name


def test_a_row_of_weight_three_counts_as_three_rows_to_the_bit(level):
    check_repeated()


@pytest.fixture
def softmax():
    logits = np.random.default_rng(5).normal(0, 2, (300, 5))
    return replace(batch_of("softmax", 300, scale="logits", seed=5), scores=logits)


@pytest.fixture
def weights():
    return np.random.default_rng(8).lognormal(0, 2, 300).clip(2e-6, 1e7)


def of(batch, weights):
    return tally_batch(replace(batch, weights=units(weights))).weighted


def test_weighted_counts_are_the_sums_of_scikit_learn(softmax, weights):
    found, top = of(softmax, weights), softmax.scores.argmax(axis=1)
    matrix = confusion_matrix(softmax.labels, top, labels=range(5), sample_weight=weights)
    assert found.counts.confusion.matrix() / UNIT == pytest.approx(matrix, rel=1e-7)
    assert found.squares.matrix() / UNIT**2 == pytest.approx(
        confusion_matrix(softmax.labels, top, labels=range(5), sample_weight=weights**2), rel=1e-6
    )


def test_weighted_ranks_give_the_top_k_accuracy_of_scikit_learn(softmax, weights):
    ranks = of(softmax, weights).counts.ranks / UNIT
    for k in (1, 2, 3):
        expected = top_k_accuracy_score(softmax.labels, softmax.scores, k=k, sample_weight=weights)
        assert ranks[:k].sum() / ranks.sum() == pytest.approx(expected, rel=1e-7)


def test_weighted_losses_are_those_of_scikit_learn(weights):
    batch = batch_of("multilabel", 300, scale="probabilities", seed=3)
    p = np.clip(batch.scores, 1e-6, 1 - 1e-6)
    losses = of(replace(batch, scores=p), weights).counts.losses()
    for k in range(3):
        expected = log_loss(batch.labels[:, k], p[:, k], sample_weight=weights, normalize=False)
        assert losses.log_loss[k].sum() / UNIT == pytest.approx(expected, rel=1e-7)


def test_rows_of_weight_zero_leave_nothing_but_their_number(softmax):
    weights = np.where(np.arange(300) < 200, 0.0, 1.0)
    tally = tally_batch(replace(softmax, weights=units(weights)))
    assert tally.rows == 300
    assert tally.weighted.counts.confusion.rows == 100 * UNIT
    assert tally.weighted.counts.rows == 100


def test_weights_that_add_up_to_more_than_sums_hold_are_refused(softmax):
    most = of(softmax, np.full(300, 2.0**24))
    total = most + most + most  # 900 * 2^52 < 2^62
    with pytest.raises(MergeError, match="divide them by their mean"):
        _ = total + most
