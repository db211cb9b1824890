"""A work to be timed, and the table of a task's works."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from process import Measured, measure


@dataclass(frozen=True, slots=True)
class Work:
    """Something that is timed.

    Attributes:
        gives: what comes out, in words.
        prepare: imports and converts what is not timed, and returns what is.
    """

    gives: str
    prepare: Callable[[Path], Callable[[], object]]


def table(module: str, works: Mapping[str, Work], folder: Path) -> list[str]:
    """Markdown of the works of a module, the first of which the others are compared with."""
    measured = {name: measure(module, name, folder) for name in works}
    ours = next(iter(measured.values())).seconds
    lines = ["| work | gives | seconds | ratio | peak MB |", "|---|---|---:|---:|---:|"]
    lines += [line(name, works[name].gives, each, ours) for name, each in measured.items()]
    return [*lines, ""]


def line(name: str, gives: str, measured: Measured, ours: float | None) -> str:
    """One row of a table."""
    if measured.seconds is None:
        return f"| {name} | {gives} | {measured.reason} | | |"
    ratio = "" if ours is None else f"{measured.seconds / ours:.3g}"
    return f"| {name} | {gives} | {measured.seconds:.3f} | {ratio} | {measured.peak:,.0f} |"


def share_table(module: str, works: Mapping[str, Work], folder: Path) -> list[str]:
    """Markdown of the parts of our own work."""
    measured = {name: measure(module, name, folder).seconds or 0.0 for name in works}
    total = sum(measured.values())
    lines = ["| part of ours, measured alone | seconds | share |", "|---|---:|---:|"]
    return [*lines, *(f"| {name} | {each:.4f} | {each / total:.0%} |" for name, each in measured.items()), ""]
