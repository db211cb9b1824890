"""The local engine: threads and batches change nothing but the time."""

from __future__ import annotations

import numpy as np
import pytest

from logitwise.batch import Batch
from logitwise.engines import local
from logitwise.errors import EmptyError
from logitwise.head import Head
from logitwise.tallies import tally_batch

SOFTMAX = Head("softmax", ("a", "b", "c"))


@pytest.fixture
def batch():
    rng = np.random.default_rng(5)
    return Batch(
        SOFTMAX, "logits", rng.integers(0, 3, 900).astype(np.int32), rng.normal(size=(900, 3)), rejected={"x": 2}
    )


def test_a_batch_on_two_threads_gives_the_tally_of_one(batch, monkeypatch):
    monkeypatch.setattr(local, "HALVED_FROM", 100)
    monkeypatch.setattr(local, "SLICE", 500)
    assert local.run([batch]) == tally_batch(batch)


@pytest.mark.parametrize("processors", [1, 2])
def test_batches_counted_beside_the_reading_of_the_next_give_the_same_tally(batch, processors, monkeypatch):
    monkeypatch.setattr(local, "BESIDE_FROM", 100)
    monkeypatch.setattr(local.os, "cpu_count", lambda: processors)
    parts = [batch.part(start, start + 100) for start in range(0, 900, 100)]
    assert local.run(iter(parts)) == tally_batch(batch.part(0, 900))


def test_what_goes_wrong_beside_the_reading_is_raised(batch, monkeypatch):
    monkeypatch.setattr(local, "BESIDE_FROM", 100)
    monkeypatch.setattr(local, "tally_batch", lambda _: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        local.run([batch])


def test_rows_left_out_are_counted_once_however_a_batch_is_cut(batch, monkeypatch):
    monkeypatch.setattr(local, "HALVED_FROM", 100)
    assert local.run([batch, batch]).rejected == {"x": 4}


def test_progress_is_told_rows_done_and_rows_in_all(batch):
    told = []
    local.run([batch.part(0, 400), batch.part(400, 900)], total=900, progress=lambda *step: told.append(step))
    assert told == [(400, 900), (900, 900)]


def test_no_batches_are_refused():
    with pytest.raises(EmptyError, match="no rows"):
        local.run([])


def test_working_memory_stays_flat_in_rows():
    import tracemalloc

    def batches(count):
        rng = np.random.default_rng(0)
        head = Head("sigmoid", ("no", "yes"))
        for _ in range(count):
            yield Batch(head, "logits", rng.integers(0, 2, 20_000).astype(np.uint8), rng.normal(size=20_000).round(3))

    peaks = []
    for count in (5, 40):
        tracemalloc.start()
        local.run(batches(count))
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < 1.3 * peaks[0]
