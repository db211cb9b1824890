"""On this machine: batches counted beside the reading of the next, each large one halved between two threads."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from functools import reduce
from itertools import pairwise
from operator import add

from logitwise.batch import Batch
from logitwise.errors import EmptyError
from logitwise.tallies import Tally, tally_batch

Progress = Callable[[int, int | None], None]

BESIDE_FROM = 1 << 17  # scores of a batch that is worth handing to the second thread while the next one is read
HALVED_FROM = 1 << 21  # scores; below it a second thread costs more than it saves
SLICE = 1 << 25  # scores that one thread takes at a time, so that working memory stays flat


def run(batches: Iterable[Batch], *, total: int | None = None, progress: Progress | None = None) -> Tally:
    """The tally of all rows; `progress` is told the rows done, and the rows in all where they are known.

    Raises:
        EmptyError: there was no batch.
    """
    parts: list[Tally] = []
    beside: Future[Tally] | None = None
    done = 0
    with ThreadPoolExecutor(1, "logitwise") as helper:
        for batch in batches:
            if beside is not None and beside.done():
                parts, beside = [*parts, beside.result()], None
            if beside is None and BESIDE_FROM <= batch.scores.size < HALVED_FROM and several():
                beside = helper.submit(tally_batch, batch)  # while the caller reads on, and counts what it reads
            else:
                parts.append(tally_large(batch, helper))
            parts = [reduce(add, parts)] if parts else parts
            done += batch.rows + sum(batch.rejected.values())
            if progress is not None:
                progress(done, total)
        parts = parts if beside is None else [*parts, beside.result()]
    if not parts:
        raise EmptyError("there are no rows to judge")
    return reduce(add, parts)


def several() -> bool:
    """Whether a second thread has a processor to run on."""
    return (os.cpu_count() or 1) > 1


def tally_large(batch: Batch, helper: ThreadPoolExecutor) -> Tally:
    """The tally of one batch, on two threads where it is large."""
    if batch.scores.size < HALVED_FROM or not several():
        return tally_batch(batch)
    slices = 2 * max(1, -(-batch.scores.size // (2 * SLICE)))
    bounds = [batch.rows * i // slices for i in range(slices + 1)]
    parts = [batch.part(start, stop) for start, stop in pairwise(bounds)]
    pairs = [both(left, right, helper) for left, right in zip(parts[::2], parts[1::2], strict=True)]
    return replace(reduce(add, pairs), rejected=dict(sorted(batch.rejected.items())), renormalised=batch.renormalised)


def both(left: Batch, right: Batch, helper: ThreadPoolExecutor) -> Tally:
    """The tally of two batches, the second counted beside the first."""
    beside = helper.submit(tally_batch, right)
    return tally_batch(left) + beside.result()
