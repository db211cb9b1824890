"""LW603: duplicate rows."""

from __future__ import annotations

import numpy as np
import pytest

import logitwise as lw
from logitwise.findings import Facts
from logitwise.findings.duplicate_rows import PITFALL
from logitwise.findings.finding import Clear, Found, NotApplicable
from logitwise.policy import baseline


def look(labels, **outputs):
    return PITFALL.look(Facts(lw.tally(labels, **outputs), baseline()))


def rows(n=400, *, classes=4):
    rng = np.random.default_rng(0)
    return rng.integers(0, classes, n), rng.normal(size=(n, classes))


def with_repeats(again, n=1_000):
    """So many of the rows are copies of others."""
    labels, z = rows(n - again)
    return np.concatenate([labels, labels[:again]]), np.concatenate([z, z[:again]])


@pytest.mark.parametrize(("again", "kind"), [(9, Clear), (10, Found)])
def test_one_row_of_a_hundred_is_the_limit(again, kind):
    labels, z = with_repeats(again)
    assert isinstance(look(labels, logits=z), kind)


def test_rows_that_stand_twice_shorten_intervals_by_the_root_of_two():
    labels, z = with_repeats(500)
    seen = look(labels, logits=z)
    assert "Duplicate rows: 50.0 % of the rows" in seen.sentence
    assert "1.414" in seen.sentence


def test_equal_rows_with_different_labels_are_counted():
    labels, z = with_repeats(500)
    labels[500:600] = (labels[500:600] + 1) % 4
    seen = look(labels, logits=z)
    assert seen.evidence["conflicting"] == 200
    assert "different labels for equal outputs" in seen.sentence


def test_rows_of_their_own_are_clear():
    labels, z = rows()
    assert isinstance(look(labels, logits=z), Clear)


def test_rounded_scores_repeat_by_nature():
    labels, z = rows(400)
    assert isinstance(look(labels, logits=np.round(z)), NotApplicable)


def test_a_tree_with_few_leaves_repeats_by_nature():
    labels, _ = rows(1_000)
    leaves = np.random.default_rng(1).normal(size=(20, 4))
    assert isinstance(look(labels, logits=leaves[np.arange(1_000) % 20]), NotApplicable)


def test_one_id_that_stands_twice_is_enough():
    labels, p = [0, 1] * 50, np.linspace(0.1, 0.9, 100)
    ids = [f"row {i}" for i in range(100)]
    assert isinstance(look(labels, probabilities=p, ids=ids), Clear)
    seen = look(labels, probabilities=p, ids=[*ids[:-1], "row 0"])
    assert seen.sentence.startswith("Duplicate ids: 1 row (1.0 %) carry an id that another row had before")


def test_different_ids_do_not_hide_equal_outputs():
    labels, z = with_repeats(500)
    seen = look(labels, logits=z, ids=[str(i) for i in range(1_000)])
    assert "though ids differ" in seen.sentence


def test_labels_that_differ_in_one_place_are_in_conflict():
    _, z = rows(200)
    labels = (z > 0).astype(int)
    other = labels.copy()
    other[0, 2] = 1 - other[0, 2]
    seen = look(np.concatenate([labels, other]), logits=np.concatenate([z, z]), head="multilabel")
    assert seen.evidence["conflicting"] == 2


@pytest.mark.parametrize("outputs", [{"probabilities": [0.3, 0.7] * 50}, {"decisions": [0, 1] * 50}])
def test_equal_scores_of_two_classes_prove_nothing(outputs):
    assert isinstance(look([0, 1] * 50, **outputs), NotApplicable)
