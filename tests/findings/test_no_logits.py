"""LW107: outputs of an activation that gives no logits."""

from __future__ import annotations

import numpy as np
import pytest

import logitwise as lw
from logitwise.findings import Facts
from logitwise.findings.finding import Clear, Found, NotApplicable
from logitwise.findings.no_logits import PITFALL
from logitwise.policy import baseline


def look(labels, **outputs):
    return PITFALL.look(Facts(lw.tally(labels, **outputs), baseline()))


def binary(rng, rows=300):
    z = 2 * rng.normal(size=rows)
    return (rng.random(rows) < 1 / (1 + np.exp(-z))).astype(int), z


def test_a_relu_before_a_sigmoid_is_found():
    y, z = binary(np.random.default_rng(0))
    seen = look(y, logits=np.maximum(z, 0))
    assert isinstance(seen, Found)
    assert "ReLU" in seen.sentence
    assert isinstance(look(y, logits=z), Clear)


def test_its_share_of_zeros_is_counted_on_the_grid_too():
    rng = np.random.default_rng(1)
    z = np.maximum(rng.normal(size=150_000), 0)
    assert z[z > 0].size > 65_536
    seen = look(rng.integers(0, 2, len(z)), logits=z)
    assert seen.evidence["share_at_zero"] == (z == 0).mean()


@pytest.mark.parametrize(("zeros", "outcome"), [(9, Clear), (10, Found)])
def test_one_in_a_hundred_must_be_exactly_0(zeros, outcome):
    z = np.r_[np.zeros(zeros), np.linspace(0.1, 5, 1_000 - zeros)]
    if zeros < 10:
        z[0] = 0
    assert isinstance(look([0, 1] * 500, logits=z), outcome)


def test_a_relu_before_a_softmax_is_found():
    rng = np.random.default_rng(2)
    z = rng.normal(size=(300, 5)) * 2
    assert isinstance(look(z.argmax(axis=1), logits=np.maximum(z, 0)), Found)
    assert isinstance(look(z.argmax(axis=1), logits=z), Clear)


def test_logits_less_their_smallest_are_logits_still():
    rng = np.random.default_rng(3)
    z = rng.normal(size=(300, 5)) * 2
    assert isinstance(look(z.argmax(axis=1), logits=z - z.min(axis=1, keepdims=True)), Clear)


def test_a_relu_before_a_sigmoid_a_label_is_found():
    rng = np.random.default_rng(4)
    z = rng.normal(size=(300, 3)) * 2
    assert isinstance(look((z > 0).astype(int), logits=np.maximum(z, 0), head="multilabel"), Found)


@pytest.mark.parametrize("classes", [1, 5])
def test_a_tanh_is_found(classes):
    rng = np.random.default_rng(5)
    z = rng.normal(size=(300, classes)) * 2
    y = (z[:, 0] > 0).astype(int) if classes == 1 else z.argmax(axis=1)
    seen = look(y, logits=np.tanh(z))
    assert isinstance(seen, Found)
    assert "tanh" in seen.sentence


@pytest.mark.parametrize(("end", "outcome"), [(0.995, Found), (0.98, Clear), (1.001, Clear)])
def test_a_tanh_comes_near_both_ends_and_never_beyond(end, outcome):
    assert isinstance(look([0, 1] * 50, logits=np.linspace(-0.999, end, 100)), outcome)


def test_nineteen_rows_show_no_range():
    assert isinstance(look([0, 1] * 9 + [1], logits=np.maximum(np.arange(19) - 9.0, 0)), NotApplicable)
    assert isinstance(look([0, 1] * 10, logits=np.maximum(np.arange(20) - 9.0, 0)), Found)


def test_probabilities_and_differences_of_two_columns_are_not_looked_at():
    assert isinstance(look([0, 1] * 20, probabilities=[0.0, 0.9] * 20), NotApplicable)
    assert isinstance(look([0, 1] * 20, logits=np.tile([[0.0, 3.0], [2.0, 0.0]], (20, 1))), NotApplicable)


def test_logits_raise_no_alarm():
    rng = np.random.default_rng(6)
    assert not any(isinstance(look(y, logits=z * s), Found) for s in (0.1, 0.5, 1) for y, z in [binary(rng)] * 70)
