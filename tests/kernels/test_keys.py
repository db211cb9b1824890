"""Cells of the grids: order, edges, and the clamps."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from logitwise.kernels import folded_cells, keys

floats = st.floats(allow_nan=False)


@given(st.lists(floats, min_size=2, max_size=50))
def test_keys_never_reverse_an_order(values):
    scores = np.sort(np.array(values))
    assert (np.diff(keys.keys_of(scores)) >= 0).all()


@given(st.lists(floats, min_size=1, max_size=50))
def test_swapping_the_classes_mirrors_the_keys(values):
    scores = np.array(values)
    assert (keys.keys_of(-scores) == -keys.keys_of(scores)).all()


def test_zero_and_both_infinities_have_cells_of_their_own():
    scores = np.array([-np.inf, -1e308, -0.0, 0.0, 5e-324, 1e308, np.inf])
    key = keys.keys_of(scores)
    assert key[2] == key[3] == 0
    assert len({*key.tolist()}) == 6


def test_a_key_keeps_eleven_bits_of_the_mantissa():
    inside, next_cell = keys.keys_of(np.array([1.0, 1 + 2**-12, 1 + 2**-11]))[[1, 2]]
    assert next_cell - inside == 1
    assert keys.keys_of(np.array([1.0]))[0] == inside


def test_float32_and_float64_of_one_number_share_a_key():
    scores = np.random.default_rng(0).normal(size=1000).astype(np.float32)
    m = (np.abs(scores).view(np.int32) >> 12) + ((1023 - 127) << 11) - (keys.SMALLEST - 1)
    assert (np.abs(keys.keys_of(scores.astype(float))) == m).all()


def test_the_floor_of_a_key_is_in_its_cell_and_the_number_below_is_not():
    key = np.array([2, 500, 81_921, keys.FINITE_KEYS])
    floor = keys.magnitude_floor(key)
    assert (keys.keys_of(floor) == key).all()
    assert (keys.keys_of(np.nextafter(floor, 0)) == key - 1).all()


def test_coarse_keys_join_32_and_keep_zero_and_infinity_apart():
    key = np.array([-keys.INFINITE_KEY, -33, -32, -1, 0, 1, 32, 33, keys.FINITE_KEYS, keys.INFINITE_KEY])
    assert keys.coarse(key).tolist() == [-6594, -2, -1, -1, 0, 1, 1, 2, 6592, 6594]


@given(st.lists(st.floats(min_value=0.6931471805599454, allow_nan=False), min_size=1, max_size=50))
def test_folded_cells_ascend_and_mirror(values):
    folded = np.sort(np.concatenate([-np.array(values), np.array(values)]))
    cells = folded_cells.cells_of(folded)
    assert (np.diff(cells) >= 0).all()
    assert (cells + folded_cells.cells_of(-folded) == folded_cells.CELLS - 1).all()
