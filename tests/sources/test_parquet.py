"""Parquet files that are broken say how."""

from __future__ import annotations

import numpy as np
import pytest

from logitwise.errors import EmptyError, FormatError
from logitwise.sources import open_table


@pytest.fixture
def file(folder):
    p = np.random.default_rng(3).uniform(size=5000)
    options = {"write_page_checksum": True, "compression": "none", "use_dictionary": False}
    return folder.parquet({"label": np.zeros(5000, int), "p": p}, **options)


def test_flipped_bytes_fail_the_checksum_of_their_page(file):
    data = bytearray(file.read_bytes())
    data[len(data) - 20_000] ^= 0xFF
    file.write_bytes(data)
    with pytest.raises(FormatError, match="checksum"):
        list(open_table(file).batches())


def test_a_file_cut_short_is_truncated(file):
    file.write_bytes(file.read_bytes()[:10_000])
    with pytest.raises(FormatError, match="truncated"):
        open_table(file)


def test_another_kind_of_file_is_not_taken_for_parquet(file):
    file.write_text("label,p\n1,0.5\n")
    with pytest.raises(FormatError, match="not a Parquet file"):
        open_table(file)


def test_nothing_is_empty(file):
    file.write_bytes(b"")
    with pytest.raises(EmptyError, match="empty"):
        open_table(file)


def test_only_the_columns_that_are_needed_are_read(folder):
    columns = {"label": [0, 1], "p_v1.0": [0.2, 0.5], "p_v2.0": [0.8, 0.5], "note": [b"\xff", b"\xfe"]}
    reading = open_table(folder.parquet(columns), classes=["v1.0", "v2.0"])
    assert next(reading.batches()).scores.tolist() == [4.0, 1.0]
