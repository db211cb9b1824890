"""LW106: a head that does not fit how labels occur together."""

from __future__ import annotations

import numpy as np
import pytest

import logitwise as lw
from logitwise.findings import Facts
from logitwise.findings.finding import Clear, Found, NotApplicable
from logitwise.findings.head_and_labels import PITFALL
from logitwise.policy import baseline


def look(labels, **outputs):
    return PITFALL.look(Facts(lw.tally(labels, **outputs), baseline()))


def exclusive(rng, rows=400, labels=4):
    y = np.eye(labels, dtype=int)[rng.integers(0, labels, rows)]
    return y, 3.0 * y + rng.normal(size=y.shape) - 2


def test_sigmoids_where_exactly_one_label_holds_are_found():
    y, z = exclusive(np.random.default_rng(0))
    seen = look(y, logits=z, head="multilabel")
    assert isinstance(seen, Found)
    assert "--head softmax" in seen.remedy


@pytest.mark.parametrize("row", [[1, 1, 0, 0], [0, 0, 0, 0]])
def test_one_row_of_another_number_of_labels_is_enough_to_clear_them(row):
    y, z = exclusive(np.random.default_rng(1))
    y[7] = row
    assert isinstance(look(y, logits=z, head="multilabel"), Clear)


def test_as_many_labels_as_rows_do_not_make_one_a_row():
    y, z = exclusive(np.random.default_rng(2))
    y[7], y[8] = [1, 1, 0, 0], [0, 0, 0, 0]
    assert isinstance(look(y, logits=z, head="multilabel"), Clear)


@pytest.mark.parametrize(("rows", "outcome"), [(298, Clear), (299, Found)])
def test_299_rows_say_that_at_most_one_in_a_hundred_differs(rows, outcome):
    """0.99 ** 299 < 0.05 <= 0.99 ** 298."""
    y, z = exclusive(np.random.default_rng(3), rows)
    assert isinstance(look(y, logits=z, head="multilabel"), outcome)


def once_a_label(rng, rows=200, classes=5, repeated=1.0):
    """Rows that hold one label or two, written once for each."""
    z = rng.normal(size=(rows, classes))
    first = rng.integers(0, classes, rows)
    second = (first + rng.integers(1, classes, rows)) % classes
    again = rng.random(rows) < repeated
    return np.r_[first, second[again]], np.r_[z, z[again]]


def test_a_softmax_on_rows_that_were_written_once_a_label_is_found():
    y, z = once_a_label(np.random.default_rng(4), repeated=0.5)
    seen = look(y, logits=z)
    assert isinstance(seen, Found)
    assert "--head multilabel" in seen.remedy


@pytest.mark.parametrize(("rows", "outcome"), [(19, Clear), (20, Found)])
def test_twenty_such_outputs_are_needed(rows, outcome):
    y, z = once_a_label(np.random.default_rng(5), rows=rows)
    assert isinstance(look(y, logits=z), outcome)


def test_rows_repeated_with_their_label_are_not_blamed_on_the_head():
    rng = np.random.default_rng(6)
    z, y = rng.normal(size=(100, 5)), rng.integers(0, 5, 100)
    assert isinstance(look(np.r_[y, y], logits=np.r_[z, z]), Clear)


def test_a_tree_of_few_leaves_is_not_blamed_on_the_head():
    rng = np.random.default_rng(7)
    leaves = rng.normal(size=(30, 5))
    assert isinstance(look(rng.integers(0, 5, 600), logits=leaves[rng.integers(0, 30, 600)]), Clear)


def test_labels_that_occur_together_raise_no_alarm():
    rng = np.random.default_rng(8)
    for _ in range(50):
        z = rng.normal(size=(400, 4)) - 1
        y = (rng.random(z.shape) < 1 / (1 + np.exp(-z))).astype(int)
        assert isinstance(look(y, logits=z, head="multilabel"), Clear)


def test_two_classes_and_decisions_are_not_looked_at():
    assert isinstance(look([0, 1], logits=[-1.0, 2.0]), NotApplicable)
    assert isinstance(look([0, 1, 2], decisions=[0, 1, 1]), NotApplicable)
