"""Every score is looked at; the message names the first place, the count and the likely cause."""

from __future__ import annotations

import numpy as np
import pytest

from logitwise.errors import ScoreError
from logitwise.sources import open_arrays

Y3 = np.array([0, 1, 2, 0])
Z = np.arange(12.0).reshape(4, 3)
P = np.array([[0.2, 0.3, 0.5], [0.6, 0.2, 0.2], [0.1, 0.1, 0.8], [1.0, 0.0, 0.0]])


def only(**said):
    y = said.pop("y", Y3)
    (batch,) = open_arrays(y, **said).batches()
    return batch


def with_cell(array, row, column, value):
    changed = array.copy()
    changed[row, column] = value
    return changed


def test_nan_is_refused_with_row_column_and_count():
    with pytest.raises(ScoreError, match=r"NaN at row 2, column 1.*1 such row among 4"):
        only(logits=with_cell(Z, 2, 1, np.nan))
    with pytest.raises(ScoreError, match="NaN at row 1;"):
        only(y=[0, 1], probabilities=np.array([0.5, np.nan]))


def test_a_softmax_refuses_plus_infinity_and_takes_minus_infinity():
    with pytest.raises(ScoreError, match=r"\+inf at row 1, column 2.*undefined"):
        only(logits=with_cell(Z, 1, 2, np.inf))
    assert only(logits=with_cell(Z, 1, 2, -np.inf)).scores[1, 2] == -np.inf


def test_a_row_of_only_minus_infinity_leaves_no_class():
    z = Z.copy()
    z[3] = -np.inf
    with pytest.raises(ScoreError, match="every logit is -inf at row 3"):
        only(logits=z)


def test_a_sigmoid_takes_both_infinities():
    assert only(y=[0, 1], logits=np.array([-np.inf, np.inf])).scores.tolist() == [-np.inf, np.inf]


def test_an_overflow_of_float16_is_named():
    with np.errstate(over="ignore"):
        z = with_cell(Z, 0, 0, 1e6).astype(np.float16)
    with pytest.raises(ScoreError, match=r"\+inf.*float16 overflows"):
        only(logits=z)


@pytest.mark.parametrize(
    ("dtype", "stored", "precision"),
    [
        ("<f4", np.float32, "float32"),
        (">f8", np.float64, "float64"),
        ("<f2", np.float32, "float16"),
        ("i1", np.float64, "float64"),
        (np.longdouble, np.float64, "float64"),
    ],
)
def test_every_real_type_is_legal(dtype, stored, precision):
    batch = only(logits=Z.astype(dtype))
    assert (batch.scores.dtype, batch.precision) == (np.dtype(stored), precision)
    assert batch.scores.tolist() == Z.tolist()


def test_integer_logits_are_noted():
    assert "integers (int8)" in open_arrays(Y3, logits=Z.astype(np.int8)).notes[0]


@pytest.mark.parametrize(("values", "word"), [(Z + 1j, "complex"), (Z.astype(object) + 1j, "object"), (Z > 3, None)])
def test_other_types_are_refused_by_name(values, word):
    if word is None:
        assert only(logits=values).scores.dtype == np.float64
        return
    with pytest.raises(ScoreError, match=word):
        only(logits=values)


def test_scores_are_not_copied_where_they_fit():
    z = np.zeros(1000, np.float32)
    batch = only(y=np.zeros(1000, int), logits=z)
    assert np.shares_memory(batch.scores, z)
    assert z.flags.writeable
    assert not batch.scores.flags.writeable


def test_order_and_strides_of_memory_do_not_matter():
    wide = np.zeros((4, 6))
    wide[:, ::2] = Z
    for values in (np.asfortranarray(Z), wide[:, ::2], Z[::-1][::-1]):
        assert only(logits=values).scores.tolist() == Z.tolist()


@pytest.mark.parametrize(
    ("values", "message"),
    [
        (with_cell(P, 2, 0, -1e-9), "negative value, -1e-09, at row 2, column 0.*Nothing is clipped"),
        (Z - 5, "negative.*look like logits"),
        (P * 1.002, "row 0 sums to 1.002"),
        (P * 100, "sums to 100.*percent"),
        (np.array([[0.9, 0.8, 0.7], [0.1, 0.1, 0.1], [0.2, 0.9, 0.4], [0.3, 0.3, 0.3]]), "sigmoid.*multilabel"),
        (np.array([[0.1, 0.4, 0.2], [0.2, 0.3, 0.2], [0.3, 0.2, 0.3], [0.4, 0.1, 0.3]]), "wrong axis"),
        (Z + 1, "values above 1.*logits"),
    ],
)
def test_rows_that_are_no_probabilities_are_refused_with_the_likely_cause(values, message):
    with pytest.raises(ScoreError, match=message):
        only(probabilities=values)


def test_a_square_transposed_matrix_is_told_by_its_sums():
    with pytest.raises(ScoreError, match="wrong axis or transposed"):
        only(y=[0, 1, 2], probabilities=P[:3].T / P[:3].sum(axis=1))


@pytest.mark.parametrize(
    ("factor", "renormalised"), [(1 + 0.9e-5, 0), (1 + 1.1e-5, 4), (1 - 1.1e-5, 4), (1 + 0.99e-3, 4)]
)
def test_rows_that_miss_one_a_little_are_counted(factor, renormalised):
    assert only(probabilities=P * factor).renormalised == renormalised


def test_rows_that_miss_one_by_more_are_refused():
    with pytest.raises(ScoreError, match=r"within 0.001"):
        only(probabilities=P * (1 + 1.01e-3))


def test_the_quick_look_at_sums_counts_as_the_exact_one():
    rng = np.random.default_rng(5)
    p = rng.dirichlet(np.ones(300), 500) * (1 + rng.uniform(-2e-5, 2e-5, (500, 1)))
    for values in (p, p.astype(np.float32), np.asfortranarray(p.astype(np.float32))):
        exact = int((np.abs(values.sum(axis=1, dtype=np.float64) - 1) > 1e-5).sum())
        assert only(y=np.zeros(500, int), probabilities=values).renormalised == exact > 0


def test_one_probability_a_little_above_1_is_set_to_1_and_counted():
    batch = only(y=[0, 1, 1], probabilities=np.array([0.2, 1.0009, 1.0]))
    assert (batch.scores.tolist(), batch.renormalised) == ([0.2, 1.0, 1.0], 1)


def test_one_probability_above_1_is_refused_with_its_value():
    with pytest.raises(ScoreError, match=r"2.81 at row 1, where at most 1"):
        only(y=[0, 1], probabilities=np.array([0.5, 2.81]))
    with pytest.raises(ScoreError, match=r"1.0011 at row 0"):
        only(y=[0, 1], probabilities=np.array([1.0011, 0.5]))


def test_multilabel_probabilities_need_not_sum_to_one():
    y = np.array([[1, 1, 0], [0, 0, 0]])
    batch = only(y=y, probabilities=np.array([[0.9, 0.9, 0.9], [0.0, 0.1, 1.0005]]), head="multilabel")
    assert (batch.renormalised, batch.scores[1, 2]) == (1, 1.0)
