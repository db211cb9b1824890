"""Matthews correlation."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from sklearn.metrics import matthews_corrcoef

from logitwise.metrics import measure
from logitwise.metrics.mcc import as_if_hit, as_if_missed, mcc
from logitwise.metrics.resampling import Replicates
from logitwise.tallies.confusion import Confusion


def test_value_and_standard_error_are_the_references(value):
    confusion = Confusion.of_matrix(np.array(value("cm3")))
    measured, law, _ = mcc(confusion, Replicates(confusion))
    assert measured == pytest.approx(value("sk_mcc.cm3"), rel=1e-9)
    assert law.se == pytest.approx(value("delta_se_mcc.cm3")[1], rel=1e-6)  # multinomial delta, numeric gradient


@given(arrays(np.int64, (3, 3), elements=st.integers(1, 30)))
def test_it_is_scikit_learns(counts):
    truth, decision = np.indices(counts.shape)
    rows = np.repeat(truth.ravel(), counts.ravel()), np.repeat(decision.ravel(), counts.ravel())
    confusion = Confusion.of_matrix(counts)
    assert mcc(confusion, Replicates(confusion))[0] == pytest.approx(matthews_corrcoef(*rows), abs=1e-12)


def test_it_is_undefined_where_nothing_varies(matrix):
    assert np.isnan(measure(matrix([[9, 0], [3, 0]]), "mcc").value)  # scikit-learn says 0.0
    assert "same class" in measure(matrix([[9, 0], [3, 0]]), "mcc").undefined


@pytest.mark.parametrize(("counts", "end"), [([[30, 0], [0, 300]], 1), ([[0, 300], [30, 0]], -1)])
def test_at_its_ends_the_interval_still_has_width(matrix, counts, end):
    shown = measure(matrix(counts), "mcc").estimate()
    assert shown.value == end
    assert shown.high - shown.low > 0.05


def test_the_rule_of_three_is_a_confusion_with_the_rarest_class_missed(matrix):
    # 30 and 10^9 rows: the second class can hide next to nothing, so one class alone is moved
    rate = 1 - 0.05 ** (1 / 30)
    support = np.array([30.0, 30e9])
    moved = measure(matrix([[round(1e6 * (1 - rate)), round(1e6 * rate)], [0, 10**15]]), "mcc").value
    assert as_if_missed(support, 0.05) == pytest.approx(moved, abs=0.06)


def test_verdict_limits_are_fisher_below_and_plain_delta_above(matrix):
    law = measure(matrix([[50, 3, 7], [4, 40, 6], [10, 5, 25]]), "mcc").law
    z = 1.6448536269514722
    assert law.upper(0.05) == pytest.approx(law.value + z * law.se)
    assert law.lower(0.05) == pytest.approx(np.tanh(np.arctanh(law.value) - z * law.se / (1 - law.value**2)))


def test_a_class_without_a_hit_in_few_rows_may_not_be_hopeless(matrix):
    law = measure(matrix([[480, 5], [15, 0]]), "mcc").law
    rate = 1 - 0.05 ** (1 / 15)  # of 15 rows without a hit, this share may be hit
    hit = round(15e6 * rate)
    moved = measure(matrix([[480 * 10**6, 5 * 10**6], [15 * 10**6 - hit, hit]]), "mcc").value
    assert as_if_hit(law.margins, 0.05) == pytest.approx(moved, abs=1e-4)  # the other class adds a little
    assert law.upper(0.05) == max(law.value + 1.6448536269514722 * law.se, as_if_hit(law.margins, 0.05))


def test_where_every_class_is_hit_often_the_delta_limit_decides(matrix):
    law = measure(matrix([[50, 3, 7], [4, 40, 6], [10, 5, 25]]), "mcc").law
    assert as_if_hit(law.margins, 0.05) < law.upper(0.05) == law.value + 1.6448536269514722 * law.se


@pytest.mark.slow
@pytest.mark.parametrize("recall", [0.1, 0.5, 0.9])
def test_verdict_limits_miss_at_most_five_percent(recall):
    """15 rows of the rarer class; METHODS measured .046, tolerance of 1000 runs .02."""
    truth = np.array([[0.97 * 0.99, 0.97 * 0.01], [0.03 * (1 - recall), 0.03 * recall]])
    big = Confusion.of_matrix((truth * 1e12).astype(np.int64))
    value = mcc(big, Replicates(big))[0]
    below = above = 0
    for draw in np.random.default_rng(1).multinomial(500, truth.ravel(), 1000).reshape(-1, 2, 2):
        confusion = Confusion.of_matrix(draw)
        law = mcc(confusion, Replicates(confusion))[1]
        below += law is not None and law.lower(0.05) > value
        above += law is not None and law.upper(0.05) < value
    assert max(below, above) / 1000 <= 0.05 + 0.02
