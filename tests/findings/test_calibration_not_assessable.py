"""LW406: calibration not assessable."""

from __future__ import annotations

import numpy as np
import pytest

import logitwise as lw
from logitwise.findings import Facts
from logitwise.findings.calibration_not_assessable import PITFALL
from logitwise.findings.finding import Clear, Found, NotApplicable
from logitwise.policy import baseline


def look(labels, **outputs):
    return PITFALL.look(Facts(lw.tally(labels, **outputs), baseline()))


def rows(n, *, centre=0.0):
    rng = np.random.default_rng(0)
    z = rng.normal(centre, 2, n)
    return (rng.random(n) < 1 / (1 + np.exp(-z))).astype(int), z


def test_ninety_nine_rows_are_too_few():
    labels, z = rows(99)
    assert "99 rows are too few" in look(labels, logits=z).sentence


def test_some_hundred_rows_leave_it_open():
    labels, z = rows(120)
    assert "may be 0 or up to" in look(labels, logits=z).sentence


def test_thousands_of_rows_tell():
    labels, z = rows(5_000)
    assert isinstance(look(labels, logits=z), Clear)


def test_nine_positives_are_too_few():
    labels = np.array([1] * 9 + [0] * 3_000)
    assert "9 rows of the rarer outcome" in look(labels, logits=np.where(labels, 1.0, -3.0)).sentence


def test_a_large_gap_on_few_rows_is_assessed():
    labels = [1] * 60 + [0] * 140
    assert isinstance(look(labels, probabilities=np.full(200, 0.9)), Clear)


def test_labels_that_cannot_be_told_are_named():
    labels, z = rows(5_000)
    rare = np.array([1] * 5 + [0] * 4_995)
    seen = look(np.stack([labels, rare], axis=1), logits=np.stack([z, z - 6], axis=1), head="multilabel")
    assert isinstance(seen, Found)
    assert seen.of == ("1",)


def test_a_label_of_few_rows_is_named_with_its_reason():
    labels, z = rows(5_000)
    rare = np.array([1] * 5 + [0] * 4_995)
    said = look(np.stack([labels, rare], axis=1), logits=np.stack([z, z - 6], axis=1), head="multilabel").sentence
    assert "for 1, 5 rows of the rarer outcome are too few: at least 10 are needed." in said


def test_where_groups_are_too_few_more_groups_are_asked_for():
    rng = np.random.default_rng(3)
    group = np.repeat(np.arange(20), 100)
    z = np.repeat(rng.normal(0, 2, 20), 100)
    y = np.repeat(rng.random(20) < 1 / (1 + np.exp(-z[::100])), 100).astype(int)
    seen = look(y, logits=z + rng.normal(0, 0.1, 2_000), groups=group)
    assert isinstance(seen, Found)
    assert "the rows come in 20 groups and tell as much as" in seen.sentence
    assert "Judge rows of more groups" in seen.remedy


@pytest.mark.parametrize("outputs", [{"decisions": [0, 1] * 20}])
def test_decisions_claim_nothing(outputs):
    assert isinstance(look([0, 1] * 20, **outputs), NotApplicable)
