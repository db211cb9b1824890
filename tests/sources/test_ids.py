"""Row ids become hashes that do not depend on how they are stored."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from logitwise.batch.ids import hash_ids
from logitwise.errors import ShapeError
from logitwise.sources import open_arrays
from logitwise.sources.beside import beside_of_arrays


@pytest.mark.parametrize("dtype", [np.int8, np.uint8, ">i4", np.int64, np.uint64])
def test_whole_numbers_hash_as_splitmix64_whatever_their_width(dtype):
    # the first output of splitmix64 seeded with 0, and with 1 (prng.di.unimi.it/splitmix64.c)
    assert hash_ids(np.array([0, 1], dtype)).tolist() == [0xE220A8397B1DCDAF, 0x910A2DEC89025CC1]


def test_text_hashes_the_same_in_any_padding_order_and_container():
    wide = np.array(["a", "bc", "a" * 30])
    for ids in (wide[:2], wide[:2].astype("<U2"), ["a", "bc"], pd.Series(["a", "bc"]), np.array(["a", "bc"], object)):
        (batch,) = open_arrays([0, 1], logits=np.zeros(2), beside=beside_of_arrays({"ids": ids}, None, {})).batches()
        assert batch.ids.tolist() == hash_ids(wide)[:2].tolist()


def test_different_ids_have_different_hashes():
    texts = [f"{i}" for i in range(20_000)] + [f"row {i}" for i in range(20_000)] + ["", "ab", "ba", "a\0", "a"]
    assert len(set(hash_ids(np.array(texts, dtype=object)).tolist())) >= len(set(texts)) - 1
    assert len(set(hash_ids(np.arange(100_000)).tolist())) == 100_000


@pytest.mark.parametrize(
    ("ids", "message"), [([0.5, 1.5], "float64"), (["a", None], "row 1 is missing"), ([[1, 2], [3, 4]], "2 dimensions")]
)
def test_other_ids_are_refused(ids, message):
    with pytest.raises(ShapeError, match=message):
        hash_ids(np.array(ids))


def test_there_is_one_id_a_row():
    with pytest.raises(ShapeError, match="4 rows of scores, 3 ids"):
        list(
            open_arrays(
                [0, 1, 0, 1], logits=np.zeros(4), beside=beside_of_arrays({"ids": [1, 2, 3]}, None, {})
            ).batches()
        )


def test_text_that_spells_a_whole_number_is_that_number():
    numbers = np.array([0, 7, -3, 10**17])
    assert hash_ids(numbers.astype(str)).tolist() == hash_ids(numbers).tolist()
    assert hash_ids(np.array(["007", "+7", "7.0", "-0"])).tolist() != hash_ids(np.array([7, 7, 7, 0])).tolist()
    assert len(set(hash_ids(np.array(["007", "+7", "7.0", "7", "-0", "0"])).tolist())) == 6
