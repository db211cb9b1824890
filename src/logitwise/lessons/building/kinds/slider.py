"""A value to be moved until a constraint holds: every position is tried."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from logitwise.lessons.bank.question import Slider, Variant
from logitwise.lessons.building.alike import number
from logitwise.lessons.building.namespace import Namespace
from logitwise.lessons.building.rejected import RejectedError, UnluckyError
from logitwise.lessons.building.source import Source

MOST_RIGHT: Final = 1 / 3
"""Of the positions: where more satisfy the constraint, a blind guess is worth too much."""
FEWEST, MOST = 5, 201


def build(source: Source, names: Namespace, plain: Variant) -> Variant:
    """Try every position."""
    grid = [each.item() if hasattr(each, "item") else each for each in names.value(source.text("grid"))]
    if not FEWEST <= len(grid) <= MOST or sorted(grid) != grid:
        raise RejectedError(
            f"{source.id}: {len(grid)} positions; from {FEWEST} to {MOST} in ascending order are wanted"
        )
    form = source.fields.get("format", "")
    positions = tuple(format(x, form) for x in grid)
    if len(set(positions)) < len(positions):
        raise RejectedError(f"{source.id}: two positions read alike with the format {form!r}")
    right = tuple(bool(names.value(source.text("satisfied"), x=x)) for x in grid)
    for x, shown, ok in zip(grid, positions, right, strict=True):
        if _read(source, names, shown, x) != ok:
            raise RejectedError(f"{source.id}: {x!r} is shown as {shown!r}, of which satisfied = says otherwise")
    if not 0 < sum(right) <= MOST_RIGHT * len(right):
        raise UnluckyError(f"{source.id}: {sum(right)} of {len(right)} positions satisfy; one to a third must")
    said = tuple(names.filled(source.text("said"), x=x) for x in grid)
    led = tuple(None if ok else _led(source, names, x) for x, ok in zip(grid, right, strict=True))
    return replace(plain, slider=Slider(names.filled(source.text("label")), positions, said, right, led))


def _read(source: Source, names: Namespace, shown: str, x: Any) -> bool:
    """What is said of the position as it is shown."""
    read = number(shown)
    return bool(names.value(source.text("satisfied"), x=x if read is None else type(x)(read)))


def _led(source: Source, names: Namespace, x: Any) -> str | None:
    return next((each["misconception"] for each in source.parts("wrong") if names.value(each["when"], x=x)), None)
