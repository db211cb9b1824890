"""LW605: a class absent from labels or outputs."""

from __future__ import annotations

import numpy as np
import pytest

import logitwise as lw
from logitwise.findings import Facts
from logitwise.findings.absent_class import PITFALL
from logitwise.findings.finding import Clear, Found
from logitwise.policy import baseline


def look(labels, **outputs):
    return PITFALL.look(Facts(lw.tally(labels, **outputs), baseline()))


def logits(rows=30, classes=4):
    return np.random.default_rng(0).normal(size=(rows, classes))


def test_a_class_without_rows_is_named():
    seen = look([0, 1, 2] * 10, logits=logits())
    assert isinstance(seen, Found)
    assert seen.sentence == "No row is of class 3, so nothing is known about it."
    assert seen.of == ("3",)


def test_a_single_row_makes_a_class_present():
    assert isinstance(look([0, 1, 2] * 9 + [0, 1, 3], logits=logits()), Clear)


@pytest.mark.parametrize("mask", ["logits", "probabilities"])
def test_a_masked_class_is_named(mask):
    z = logits()
    z[:, 3] = -np.inf
    e = np.exp(z)
    scores = z if mask == "logits" else e / e.sum(axis=1, keepdims=True)
    seen = look([0, 1, 2] * 10, **{mask: scores})
    assert "the model never gives it probability (masked)" in seen.sentence


def test_a_masked_class_that_has_rows_is_worse():
    z = logits()
    z[:, 1] = -np.inf
    assert "though rows are of it" in look([0, 1, 2, 3, 0] * 6, logits=z).sentence


def test_one_row_without_the_mask_lifts_it():
    z = logits()
    z[:-1, 3] = -np.inf
    assert "masked" not in look([0, 1, 2] * 10, logits=z).sentence


def test_the_mask_is_seen_on_the_grid_too():
    z = logits(5_000)
    z[:, 3] = -np.inf
    seen = look([0, 1, 2, 0, 1] * 1_000, logits=z)
    assert seen.evidence["never_given_probability"] == 1


def test_one_class_alone_leaves_what_compares_undefined():
    seen = look([0] * 20, probabilities=np.linspace(0.1, 0.9, 20))
    assert "only one class" in seen.sentence
    assert "undefined" in seen.sentence


def test_a_label_that_no_row_or_every_row_holds_is_named():
    y = np.c_[np.zeros(20, int), np.ones(20, int), np.tile([0, 1], 10)]
    seen = look(y, logits=logits(20, 3), head="multilabel", classes=["red", "round", "sweet"])
    assert seen.of == ("red", "round")
    assert isinstance(look(1 - np.eye(3, dtype=int), logits=logits(3, 3), head="multilabel"), Clear)


def test_many_absent_classes_are_counted_not_listed():
    seen = look([0, 1, 2, 3], logits=logits(4, 3_000))
    assert len(seen.sentence) < 100
    assert "2,993 more" in seen.sentence
    assert len(seen.of) == 100


def test_a_confusion_matrix_tells_it_too():
    seen = PITFALL.look(Facts(lw.evaluate(confusion=[[5, 1, 0], [2, 6, 1], [0, 0, 0]]).tally, baseline()))
    assert "class 2" in seen.sentence
