"""Inputs in batches."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from logitwise.errors import EmptyError, ShapeError
from logitwise.frameworks.inputs import batches, count_rows, rows_per_batch, take

A = np.arange(20).reshape(10, 2)


@pytest.mark.parametrize("inputs", [A, {"a": A, "b": A}, (A, A), [A, A], pd.DataFrame(A), list("abcdefghij")])
def test_rows_are_counted_whatever_holds_them(inputs):
    assert count_rows(inputs) == 10
    assert count_rows(take(inputs, 2, 5)) == 3


def test_slices_keep_the_structure_and_the_rows():
    parts = take({"a": A, "b": (A, pd.DataFrame(A))}, 2, 4)
    assert parts["a"].tolist() == [[4, 5], [6, 7]] == parts["b"][1].to_numpy().tolist()


def test_batches_cover_all_rows_once(monkeypatch):
    monkeypatch.setattr("logitwise.frameworks.inputs.rows_per_batch", lambda _inputs: 4)
    parts = list(batches(A))
    assert [start for start, _ in parts] == [0, 4, 8]
    np.testing.assert_array_equal(np.concatenate([part for _, part in parts]), A)


@pytest.mark.parametrize(("width", "rows"), [(1, 4096), (256, 4096), (257, 4080), (32_768, 32), (10**6, 32)])
def test_wide_rows_come_in_smaller_batches(width, rows):
    assert rows_per_batch(np.broadcast_to(np.float32(0), (10_000, width))) == rows


def test_arrays_of_different_length_are_refused():
    with pytest.raises(ShapeError, match=r"different numbers of rows: \[9, 10\]"):
        count_rows({"a": A, "b": A[:9]})


@pytest.mark.parametrize("inputs", [A[:0], {}, []])
def test_no_rows_are_refused(inputs):
    with pytest.raises(EmptyError, match="no rows"):
        count_rows(inputs)


def test_a_single_number_has_no_rows():
    with pytest.raises(ShapeError, match="single number"):
        count_rows(np.float32(1))
