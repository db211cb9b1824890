"""Ranks, whole rows and confidence, against scikit-learn and counting by hand."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from sklearn.metrics import accuracy_score, top_k_accuracy_score

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "laws"))
from rows import batch_of, with_beside

from logitwise.batch import Batch
from logitwise.head import Head
from logitwise.tallies import tally_batch


@pytest.mark.parametrize("scale", ["logits", "probabilities"])
def test_ranks_add_up_to_the_top_k_accuracy_of_scikit_learn(scale):
    logits = np.random.default_rng(2).normal(0, 2, (400, 5))
    scores = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True) if scale == "probabilities" else logits
    batch = replace(batch_of("softmax", 400, scale=scale), scores=scores)
    ranks = tally_batch(batch).ranks
    assert ranks.sum() == 400
    for k in (1, 2, 3, 4):
        expected = top_k_accuracy_score(batch.labels, batch.scores, k=k, labels=range(5))
        assert ranks[:k].sum() / 400 == pytest.approx(expected, rel=1e-12)


def test_of_equal_scores_the_lower_class_comes_first():
    rows = np.array([[1.0, 1.0, 0.0], [1.0, 1.0, 0.0], [0.0, 0.0, 0.0], [2.0, 3.0, 2.0]])
    batch = Batch(Head("softmax", ("a", "b", "c")), "logits", np.array([0, 1, 2, 2], np.int32), rows)
    assert tally_batch(batch).ranks.tolist() == [1, 1, 2]  # by hand: ranks 0, 1, 2, 2


def test_rank_zero_is_being_right():
    batch = batch_of("softmax", 500, scale="logits", decimals=0, seed=4)
    tally = tally_batch(batch)
    assert tally.ties > 0
    assert tally.ranks[0] == tally.confusion.hits.sum()


@pytest.mark.parametrize("scale", ["logits", "probabilities", "decisions"])
def test_whole_rows_are_the_subset_accuracy_of_scikit_learn(scale):
    batch = batch_of("multilabel", 300, scale=scale, seed=6)
    edge = {"logits": 0.0, "probabilities": 0.5, "decisions": 1}[scale]
    expected = accuracy_score(batch.labels, (batch.scores >= edge).astype(int), normalize=False)
    assert tally_batch(batch).whole == expected


@pytest.mark.parametrize("head", ["sigmoid", "two", "softmax"])
def test_confidence_of_decisions_is_kept_as_given_split_by_being_right(head):
    batch = with_beside(batch_of(head, 200, scale="decisions", seed=1), {"confidence"}, seed=1)
    right, cells = batch.labels == batch.scores, tally_batch(batch).confidence_cells()
    values = np.unique(batch.confidence)
    assert (cells.p == values).all()
    assert cells.positives.tolist() == [int((right & (batch.confidence == v)).sum()) for v in values]
    assert cells.negatives.tolist() == [int((~right & (batch.confidence == v)).sum()) for v in values]


@pytest.mark.parametrize("positive", [0, 1])
def test_confidence_by_decision_belongs_to_the_class_in_the_order_of_the_head(positive):
    batch = with_beside(batch_of("sigmoid", 200, scale="decisions", seed=1), {"confidence"}, seed=1)
    batch = replace(batch, head=Head("sigmoid", ("a", "b"), positive=positive))
    tally, decided = tally_batch(batch), batch.scores if positive else 1 - batch.scores
    for k in (0, 1):
        mine, cells = decided == k, tally.decision_cells(k)
        assert cells.p == pytest.approx(np.unique(batch.confidence[mine]), rel=1e-12)
        assert cells.positives.sum() == (mine & (batch.labels == batch.scores)).sum()
        assert cells.rows == mine.sum() == tally.confusion.predicted[k]


def test_confidence_by_decision_of_a_softmax_is_its_top_probability():
    batch = batch_of("softmax", 200, scale="probabilities", seed=9)
    tally, top = tally_batch(batch), batch.scores.argmax(axis=1)
    for k in range(5):
        cells, mine = tally.decision_cells(k), top == k
        assert np.repeat(cells.p, cells.positives + cells.negatives) == pytest.approx(
            np.sort(batch.scores[mine].max(axis=1)), rel=1e-9, abs=1e-12
        )
        assert cells.positives.sum() == (mine & (batch.labels == k)).sum()
