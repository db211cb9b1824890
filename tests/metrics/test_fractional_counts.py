"""Weighted rows are measured by fractional counts: whole numbers written as fractions must change nothing."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from logitwise.head import Head
from logitwise.metrics import Parameters, measure_all
from logitwise.metrics.proportion import Binomial, clopper_pearson_lower
from logitwise.tallies.confusion import Confusion, Four, LabelConfusion
from logitwise.tallies.tally import Tally

PARAMETERS = Parameters(prevalence=0.1)
HEADS = {
    2: Head("sigmoid", ("no", "yes")),
    3: Head("softmax", ("a", "b", "c")),
}


def numbers(tally):
    return [
        (m.name, m.of, m.average, m.value, m.n, m.lower(0.05), m.upper(0.05), *m.law.interval(0.95), m.undefined)
        for m in measure_all(tally, PARAMETERS)
    ]


@pytest.mark.parametrize("classes", HEADS)
@given(data=st.data())
def test_whole_numbers_as_fractions_give_the_same_numbers(classes, data):
    counts = data.draw(arrays(np.int64, (classes, classes), elements=st.integers(0, 40)))
    whole = Tally(HEADS[classes], "confusion", rows=int(counts.sum()), confusion=Confusion.of_matrix(counts))
    as_fractions = replace(whole, confusion=Confusion.of_matrix(counts.astype(np.float64)))
    assert as_fractions.confusion.counts.dtype == np.float64
    np.testing.assert_equal(numbers(as_fractions), numbers(whole))


@given(arrays(np.int64, (3, 2, 2), elements=st.integers(0, 30)))
def test_of_labels_too(counts):
    counts[:, 0, 0] += counts.sum(axis=(1, 2)).max() - counts.sum(axis=(1, 2))  # every label has all rows
    head = Head("multilabel", ("a", "b", "c"))
    whole = Tally(head, "decisions", rows=int(counts[0].sum()), confusion=LabelConfusion(counts), whole=3)
    as_fractions = replace(whole, confusion=LabelConfusion(counts.astype(np.float64)))
    np.testing.assert_equal(numbers(as_fractions), numbers(whole))


@pytest.mark.parametrize("by", [0.37, 1.9])
def test_fractions_are_not_cut(by):
    """Values stay, since they are ratios; limits move with what the rows are worth."""
    counts = np.array([[50, 3, 7], [4, 40, 6], [10, 5, 25]])
    one = Tally(HEADS[3], "confusion", rows=150, confusion=Confusion.of_matrix(counts))
    other = replace(one, confusion=Confusion.of_matrix(counts * by))
    for before, after in zip(measure_all(one), measure_all(other), strict=True):
        assert after.value == pytest.approx(before.value)
        assert after.n == pytest.approx(before.n * by)
        narrower = after.upper(0.05) - after.lower(0.05) < before.upper(0.05) - before.lower(0.05)
        assert narrower == (by > 1), before.name


def test_confusions_keep_fractions():
    confusion = Confusion.of_matrix(np.array([[0.5, 0.25], [0.0, 2.0]]))
    assert confusion.rows == 2.75
    assert confusion.of(1) == Four(tp=2.0, fp=0.25, fn=0.0, tn=0.5)
    assert (confusion + confusion).matrix().tolist() == [[1.0, 0.5], [0.0, 4.0]]
    assert confusion.support.tolist() == [0.75, 2.0]


def test_limits_of_less_than_one_row_lie_between_those_of_none_and_of_one():
    limits = clopper_pearson_lower(np.array([0.0, 0.3, 1.0]), np.full(3, 10.0), 0.05)
    assert limits[0] == 0 < limits[1] < limits[2]
    assert Binomial(0.3, 10.0).interval(0.95)[0] < 0.03
