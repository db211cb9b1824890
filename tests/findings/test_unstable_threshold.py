"""LW302: many scores exactly on the threshold."""

from __future__ import annotations

import numpy as np
import pytest

import logitwise as lw
from logitwise.findings import Facts
from logitwise.findings.finding import Clear, Found, NotApplicable
from logitwise.findings.unstable_threshold import PITFALL
from logitwise.policy import baseline


def look(labels, **outputs):
    return PITFALL.look(Facts(lw.tally(labels, **outputs), baseline()))


def scores(on, *, others=100, at=0.5):
    """As many rows on the threshold as said, the others apart."""
    p = np.concatenate([np.full(on, at), np.linspace(0.01, 0.4, others // 2), np.linspace(0.6, 0.99, others // 2)])
    return [0, 1] * (len(p) // 2) + [1] * (len(p) % 2), p


def test_a_third_of_the_rows_on_the_threshold_is_named():
    labels, p = scores(50)
    seen = look(labels, probabilities=p)
    assert isinstance(seen, Found)
    assert seen.sentence.startswith("50 rows of 150 (33.3 %) score exactly on the threshold 0.5")


@pytest.mark.parametrize(("on", "kind"), [(2, Clear), (3, Found)])
def test_three_rows_of_fifty_are_the_limit(on, kind):
    labels, p = scores(on, others=50)
    assert isinstance(look(labels, probabilities=p), kind)


@pytest.mark.parametrize(("on", "kind"), [(20, Clear), (30, Found)])
def test_a_twentieth_of_the_rarer_decision_is_the_limit(on, kind):
    labels, p = scores(on, others=1_000)  # 500 are decided negative, and on + 500 positive
    assert isinstance(look(labels, probabilities=p), kind)


def test_another_threshold_is_looked_at_where_it_is():
    labels, p = scores(50, at=0.3)
    assert isinstance(look(labels, probabilities=p, threshold=0.3), Found)
    assert isinstance(look(labels, probabilities=p), Clear)


def test_tiny_logits_are_near_and_not_on_it():
    seen = look([0, 1, 1, 0, 1, 0], logits=np.array([-0.0, 0.0, -0.0, 0.0, 1e-320, -1e-320]))
    assert (seen.evidence["rows_on_it"], seen.evidence["rows_near"]) == (4, 6)
    assert "threshold 0.5" in seen.sentence


def test_scores_that_float32_would_move_across_count():
    labels, p = scores(0)
    seen = look([*labels, 0, 1, 0, 1, 1, 0], probabilities=np.concatenate([p, [0.5 - 1e-8] * 6]))
    assert isinstance(seen, Found)


def test_many_different_scores_are_looked_at_in_cells():
    z = np.random.default_rng(0).normal(0, 2, 80_000)
    labels = np.arange(80_000) % 2
    assert isinstance(look(labels, logits=z), Clear)
    assert isinstance(look(labels, logits=np.where(np.arange(80_000) < 10_000, 0.0, z)), Found)


def test_labels_have_thresholds_of_their_own():
    labels, p = scores(50)
    both = np.stack([np.linspace(0.01, 0.99, 150), p], axis=1)
    seen = look(np.stack([labels, labels], axis=1), probabilities=both, head="multilabel", classes=["a", "b"])
    assert seen.of == ("b",)


@pytest.mark.parametrize("outputs", [{"decisions": [0, 1] * 20}, {"logits": np.zeros((40, 3))}])
def test_without_a_threshold_nothing_can_stand_on_it(outputs):
    assert isinstance(look([0, 1] * 20, **outputs), NotApplicable)
