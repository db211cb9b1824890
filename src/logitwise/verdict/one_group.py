"""Slices that are one group each: how much groups differ inside of them can never be seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from logitwise.tallies import Tally


def coincide(tally: Tally, column: str) -> bool:
    """Whether a column that slices has several values, and each of them is one group."""
    groups = [part.groups for part in (tally.slices or {}).get(column, {}).values()]
    alone = all(each is not None and each.distinct == 1 for each in groups)
    return len(groups) > 1 and alone and tally.groups is not None and tally.groups.distinct == len(groups)


def of_one_group(tally: Tally, slice_: str) -> bool:
    """Whether a slice, written ``column = value``, is of a column that coincides with the groups."""
    return any(
        slice_ == f"{column} = {value}" and coincide(tally, column)
        for column, parts in (tally.slices or {}).items()
        for value in parts
    )
