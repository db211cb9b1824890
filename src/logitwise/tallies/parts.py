"""Tallies of parts of the rows: the values of a column, and the folds of groups."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from itertools import accumulate
from operator import add
from typing import TYPE_CHECKING, Final, Self

import numpy as np
from numpy.typing import NDArray

from logitwise.batch import Batch
from logitwise.batch.shown import shown
from logitwise.batch.slices import Codes
from logitwise.errors import OptionError
from logitwise.tallies.folds import FOLDS, fold_of

if TYPE_CHECKING:
    from logitwise.tallies.tally import Tally

MOST_SLICES: Final = 1_000
"""Values of one column; everything is reported for each, so a column of more is a group or should be binned."""


class Parts(dict[str, "Tally"]):
    """Tallies of parts by name, in the order of names; never changed once made."""

    @cached_property
    def without_each(self) -> dict[str, Tally]:
        """For each part the sum of all others: of those before it and those after it. Nothing with fewer than two."""
        names, tallies = list(self), list(self.values())
        if len(names) < 2:
            return {}
        before, after = list(accumulate(tallies[:-1], add)), list(accumulate(reversed(tallies[1:]), add))[::-1]
        inner = [before[i - 1] + after[i] for i in range(1, len(names) - 1)]
        sums = [after[0], *inner, before[-1]]
        return {
            left: replace(rest, clusters=Parts({name: part for name, part in self.items() if name != left}))
            for left, rest in zip(names, sums, strict=True)
        }

    def __reduce__(self) -> tuple[type[Self], tuple[dict[str, Tally]]]:
        return type(self), (dict(self),)  # what was computed from the parts is not written with them


def by_slice(batch: Batch, count: Callable[[Batch], Tally]) -> dict[str, Parts] | None:
    """For each column its values with the tally of their rows; None without columns."""
    if not batch.slices:
        return None
    for name, codes in sorted(batch.slices.items()):
        check_few(len(np.unique(codes.codes)), name)  # before any is counted: each takes room
    return {name: by_value(batch, codes, count) for name, codes in sorted(batch.slices.items())}


def by_group_fold(batch: Batch, count: Callable[[Batch], Tally]) -> Parts | None:
    """Folds of groups that hold rows, by number; None without groups."""
    if batch.groups is None:
        return None
    return by_value(batch, Codes(fold_of(batch.groups), tuple(f"{f:02}" for f in range(FOLDS))), count)


def by_value(batch: Batch, codes: Codes, count: Callable[[Batch], Tally]) -> Parts:
    """The tally of the rows of each value that occurs, in the order of the values' names."""
    return Parts(sorted((codes.names[k], count(batch.take(rows))) for k, rows in rows_of(codes.codes)))


def rows_of(codes: NDArray[np.int64]) -> Iterator[tuple[int, NDArray[np.intp]]]:
    """Each code that occurs, with its rows."""
    order = np.argsort(codes, kind="stable")
    found, starts = np.unique(codes[order], return_index=True)
    yield from zip(found.tolist(), np.split(order, starts[1:]), strict=True)


def check_few(values: int, name: str) -> None:
    """Refuse a column of more values than anybody reads.

    Raises:
        OptionError: naming the column.
    """
    if values > MOST_SLICES:
        raise OptionError(
            f"slice {shown(name)}: more than {MOST_SLICES:,} values, and everything is reported for each: cut it into "
            "named bins, or give it as groups (groups=, --group) if its values are patients, users or sessions"
        )


def join_parts(a: Parts | None, b: Parts | None) -> Parts | None:
    """Parts of two tallies, those of one name added."""
    if a is None or b is None:
        return b if a is None else a
    return Parts(
        {name: a[name] + b[name] if name in a and name in b else a.get(name) or b[name] for name in sorted({*a, *b})}
    )


def join_slices(a: Mapping[str, Parts] | None, b: Mapping[str, Parts] | None) -> Mapping[str, Parts] | None:
    """Slices of two tallies by the same columns."""
    if a is None or b is None:
        return b if a is None else a
    for name in a:
        check_few(len({*a[name], *b[name]}), name)
    return {name: join_parts(a[name], b[name]) or Parts() for name in sorted(a)}
