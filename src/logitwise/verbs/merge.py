"""Merge: saved tallies into one."""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce
from pathlib import Path
from typing import TYPE_CHECKING

from logitwise.errors import MergeError, OptionError, SuffixError
from logitwise.sources.paths import expanded
from logitwise.tallies import load_tally

if TYPE_CHECKING:
    from logitwise.tallies import Tally


def merge(paths: Iterable[str | Path]) -> Tally:
    """The sum of saved tallies, named by paths and patterns, in any order the same to the bit.

    Raises:
        OptionError: no path was given, or one twice.
        MergeError: they were judged by different rules; the message names the file and what differs.
    """
    names = [Path(path) for path in expanded(paths)]
    if not names:
        raise OptionError("merge needs at least one .tally file")
    for name in names:
        if name.suffix.lower() != ".tally":
            raise SuffixError(f"{name}: merge adds .tally files; save one with logitwise evaluate ... --save-tally")
    if len({name.resolve() for name in names}) < len(names):
        raise OptionError("merge was given the same file twice; its rows would be counted twice")
    loaded = [(name, load_tally(name)) for name in names]
    return reduce(lambda total, pair: joined(total, pair[1], pair[0]), loaded[1:], loaded[0][1])


def joined(total: Tally, tally: Tally, name: Path) -> Tally:
    """One more tally added, with its file named where it does not fit."""
    try:
        return total + tally
    except MergeError as error:
        raise MergeError(f"{name}: {error}") from error
